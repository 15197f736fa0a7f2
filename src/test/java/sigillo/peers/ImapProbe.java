package sigillo.peers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A plain IMAP client that shows what the server says, octet for octet. */
public final class ImapProbe implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int tags;

    private ImapProbe(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
    }

    public static ImapProbe connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        var probe = new ImapProbe(socket);
        probe.response();
        return probe;
    }

    /** As {@link #signedIn}, at a port that begins with TLS; believes every certificate. */
    public static ImapProbe overTls(int port, String user, String password) throws IOException {
        var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        var probe = new ImapProbe(socket);
        probe.response();
        probe.command("LOGIN \"" + user + "\" \"" + password + "\"");
        return probe;
    }

    public static ImapProbe signedIn(int port, String user, String password) throws IOException {
        var probe = connect(port);
        probe.command("LOGIN \"" + user + "\" \"" + password + "\"");
        return probe;
    }

    /** One untagged or tagged response: its text with each literal's octets in place, and the literals alone. */
    public record Response(String line, List<byte[]> literals) {}

    public record Answer(List<Response> untagged, Response tagged) {
        public boolean isOk() { return tagged.line().matches("\\S+ OK.*"); }

        public List<String> lines() { return untagged.stream().map(Response::line).toList(); }
    }

    /** Sends a command and reads up to its tagged answer, which must be OK. */
    public Answer command(String text) throws IOException {
        var answer = ask(text);
        if (!answer.isOk()) throw new AssertionError(text + " -> " + answer.tagged().line());
        return answer;
    }

    /** As {@link #command}, whatever the answer. */
    public Answer ask(String text) throws IOException {
        var tag = "p" + ++tags;
        send(tag + " " + text + "\r\n");
        return until(tag);
    }

    public Answer append(String mailbox, byte[] message) throws IOException {
        var tag = "p" + ++tags;
        send(tag + " APPEND " + mailbox + " {" + message.length + "}\r\n");
        var first = response();
        if (!first.line().startsWith("+")) return new Answer(List.of(), first);
        out.write(message);
        send("\r\n");
        return until(tag);
    }

    public void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Answer until(String tag) throws IOException {
        var untagged = new ArrayList<Response>();
        for (Response r; ; untagged.add(r)) {
            r = response();
            if (r.line().startsWith(tag + " ")) return new Answer(List.copyOf(untagged), r);
        }
    }

    /** How many messages the mailbox holds now. */
    public long messages(String mailbox) throws IOException {
        var answer = command("STATUS " + mailbox + " (MESSAGES)");
        var m = Pattern.compile("MESSAGES (\\d+)").matcher(String.join(" ", answer.lines()));
        if (!m.find()) throw new AssertionError(answer.lines().toString());
        return Long.parseLong(m.group(1));
    }

    /** Selects and reads every message whole, in order of UID. */
    public List<byte[]> bodies(String mailbox) throws IOException {
        command("SELECT " + mailbox);
        return command("UID FETCH 1:* (BODY.PEEK[])").untagged().stream()
            .filter(r -> r.line().contains("FETCH")).map(r -> r.literals().getFirst()).toList();
    }

    public Response response() throws IOException {
        var text = new StringBuilder();
        var literals = new ArrayList<byte[]>();
        while (true) {
            var line = line();
            text.append(line);
            var m = LITERAL.matcher(line);
            if (!m.find()) return new Response(text.toString(), literals);
            var literal = in.readNBytes(Integer.parseInt(m.group(1)));
            literals.add(literal);
            text.append(literal.length <= 4096 ? new String(literal, StandardCharsets.UTF_8) : "...");
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; line.write(b)) {
            if (b < 0) throw new EOFException("closed after: " + line);
        }
        var text = line.toString(StandardCharsets.UTF_8);
        if (!text.endsWith("\r")) throw new AssertionError("bare LF after: " + text);
        return text.substring(0, text.length() - 1);
    }

    @Override public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // closed is closed
        }
    }
}
