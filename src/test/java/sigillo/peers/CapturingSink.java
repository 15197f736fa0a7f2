package sigillo.peers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Takes mail and keeps exactly what came: the other end of a wire that a test wants to look at. What it answers to a
 * recipient or at the end of the data can be set, so that it can also refuse.
 */
public final class CapturingSink implements AutoCloseable {
    /** One message: envelope as said, octets with the stuffing taken out. */
    public record Mail(String from, List<String> to, byte[] data) {}

    /** Instead of an answer to a whole message: the connection is cut. */
    public static final String HANG_UP = "";

    private final ServerSocket server;
    private final Queue<Mail> mails = new ConcurrentLinkedQueue<>();
    private volatile Function<String, String> atRcpt = _ -> "250 2.1.5 Ok";
    private volatile Function<Mail, String> atEnd = _ -> "250 2.0.0 Ok";

    public CapturingSink(String address, int port) {
        try {
            server = new ServerSocket(port, 50, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public CapturingSink() { this("127.0.0.1", 0); }

    public int port() { return server.getLocalPort(); }

    public List<Mail> mails() { return List.copyOf(mails); }

    /** The answer to {@code RCPT TO:<...>}, given its path. */
    public void atRcpt(Function<String, String> answer) { atRcpt = answer; }

    /** The answer to a whole message; it is kept when that is positive. */
    public void atEnd(Function<Mail, String> answer) { atEnd = answer; }

    @Override public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            say(out, "220 sink.test ESMTP");
            converse(in, out);
        } catch (SocketException gone) {
            // the other side may hang up
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void converse(InputStream in, OutputStream out) throws IOException {
        var from = "";
        var to = new CopyOnWriteArrayList<String>();
        for (String line; !(line = line(in)).isEmpty(); ) {
            var verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say(out, "250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE");
                case "HELO", "RSET", "NOOP" -> { to.clear(); say(out, "250 Ok"); }
                case "MAIL" -> { from = path(line); to.clear(); say(out, "250 2.1.0 Ok"); }
                case "RCPT" -> {
                    var answer = atRcpt.apply(path(line));
                    if (answer.startsWith("2")) to.add(path(line));
                    say(out, answer);
                }
                case "DATA" -> {
                    if (to.isEmpty()) { say(out, "503 5.5.1 No recipients"); break; }
                    say(out, "354 Go");
                    var mail = new Mail(from, List.copyOf(to), data(in));
                    var answer = atEnd.apply(mail);
                    if (answer.equals(HANG_UP)) return;
                    if (answer.startsWith("2")) mails.add(mail);
                    say(out, answer);
                }
                case "QUIT" -> { say(out, "221 Bye"); return; }
                default -> say(out, "500 5.5.2 What?");
            }
        }
    }

    private static String path(String line) { return line.substring(line.indexOf('<') + 1, line.lastIndexOf('>')); }

    /** Reads up to CRLF . CRLF and takes the stuffing out. */
    private static byte[] data(InputStream in) throws IOException {
        var raw = new ByteArrayOutputStream();
        long last = 0x0D0A; // the last octets, the newest lowest; the beginning counts as the beginning of a line
        while ((last & 0xFF_FFFF_FFFFL) != 0x0D0A_2E0D_0AL) {
            int b = in.read();
            if (b < 0) throw new SocketException("closed in data");
            raw.write(b);
            last = last << 8 | b;
        }
        return unstuffed(raw.toByteArray());
    }

    private static byte[] unstuffed(byte[] raw) {
        var plain = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length - 3; i++) {
            boolean lineStart = i == 0 || i > 1 && raw[i - 1] == '\n' && raw[i - 2] == '\r';
            if (!(lineStart && raw[i] == '.')) plain.write(raw[i]);
        }
        return plain.toByteArray();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; line.write(b)) {
            if (b < 0) return "";
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
