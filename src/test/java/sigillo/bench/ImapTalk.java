package sigillo.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import sigillo.peers.TrustAll;

/**
 * An IMAP client that costs little: it looks for its tag at the end of what came, and reads the rest only when asked. No
 * message holds the tag, which nobody can guess.
 */
final class ImapTalk implements AutoCloseable {
    private static final int TIMEOUT_MS = 300_000;
    /** The tagged line is within so many octets of the end. */
    private static final int LAST_LINE_OCTETS = 600;
    private static final Pattern MESSAGES = Pattern.compile("MESSAGES (\\d+)");
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String base = "t" + Long.toHexString(Double.doubleToLongBits(Math.random())) + ".";
    private byte[] came = new byte[1 << 18];
    private int length;
    private int commands;

    private ImapTalk(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    static ImapTalk signedIn(int port, String user, String password) throws IOException {
        return signIn(new ImapTalk(new Socket(InetAddress.getLoopbackAddress(), port)), user, password);
    }

    /** At a port that begins with TLS; believes every certificate. */
    static ImapTalk overTls(int port, String user, String password) throws IOException {
        var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        return signIn(new ImapTalk(socket), user, password);
    }

    private static ImapTalk signIn(ImapTalk talk, String user, String password) throws IOException {
        talk.until("* OK");
        talk.command("LOGIN \"" + user + "\" \"" + password + "\"");
        return talk;
    }

    /** The answer as octets in characters; throws {@link IOException} unless it is OK. */
    String command(String text) throws IOException {
        octetsOf(text);
        return new String(came, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** How long the answer is, unread. */
    int octetsOf(String text) throws IOException {
        var tag = base + ++commands;
        send((tag + " " + text + "\r\n").getBytes(StandardCharsets.UTF_8));
        return answer(tag);
    }

    /** Without waiting between the command and the message (LITERAL+). RFC 7888. */
    void append(String mailbox, byte[] message) throws IOException {
        var tag = base + ++commands;
        var head = (tag + " APPEND " + mailbox + " {" + message.length + "+}\r\n").getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(head, head.length + message.length + 2);
        System.arraycopy(message, 0, all, head.length, message.length);
        all[all.length - 2] = '\r';
        all[all.length - 1] = '\n';
        send(all);
        answer(tag);
    }

    long messages(String mailbox) throws IOException { return number(MESSAGES, command("STATUS " + mailbox + " (MESSAGES)")); }

    /** How many messages the mailbox has. */
    long select(String mailbox) throws IOException { return number(EXISTS, command("SELECT " + mailbox)); }

    /** The tag is for {@link #done}. */
    String idle() throws IOException {
        var tag = base + ++commands;
        send((tag + " IDLE\r\n").getBytes(StandardCharsets.UTF_8));
        until("+ ");
        return tag;
    }

    void done(String tag) throws IOException {
        send("DONE\r\n".getBytes(StandardCharsets.UTF_8));
        answer(tag);
    }

    /** Reads until a whole line has these words in it. */
    void until(String words) throws IOException {
        length = 0;
        do more();
        while (came[length - 1] != '\n' || !tail(length).contains(words));
    }

    private void send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    private int answer(String tag) throws IOException {
        length = 0;
        var line = "";
        do {
            more();
            line = came[length - 1] == '\n' ? lastLine() : "";
        } while (!line.startsWith(tag + " "));
        if (!line.startsWith(tag + " OK")) throw new IOException(line.strip());
        return length;
    }

    private void more() throws IOException {
        if (length == came.length) came = Arrays.copyOf(came, 2 * came.length);
        int n = in.read(came, length, came.length - length);
        if (n < 0) throw new EOFException("the connection ended after: " + tail(LAST_LINE_OCTETS));
        length += n;
    }

    private String lastLine() {
        var tail = tail(LAST_LINE_OCTETS);
        return tail.substring(tail.lastIndexOf('\n', tail.length() - 2) + 1);
    }

    private String tail(int octets) {
        int from = Math.max(0, length - octets);
        return new String(came, from, length - from, StandardCharsets.ISO_8859_1);
    }

    private static long number(Pattern pattern, String answer) throws IOException {
        var found = pattern.matcher(answer);
        if (!found.find()) throw new IOException("no number in " + answer);
        return Long.parseLong(found.group(1));
    }

    @Override public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // closed is closed
        }
    }
}
