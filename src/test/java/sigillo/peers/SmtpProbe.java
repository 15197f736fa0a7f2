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
import java.util.Base64;
import javax.net.ssl.SSLSocket;

/** A plain SMTP client that sends what it is told, octet for octet, right or wrong. */
public final class SmtpProbe implements AutoCloseable {
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private SmtpProbe(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects and reads the greeting. */
    public static SmtpProbe connect(int port) throws IOException { return connect("127.0.0.1", port); }

    public static SmtpProbe connect(String host, int port) throws IOException {
        var probe = silent(host, port);
        var greeting = probe.reply();
        if (!greeting.startsWith("220")) throw new IOException("greeting: " + greeting);
        return probe;
    }

    /** Connects and reads nothing. */
    public static SmtpProbe silent(String host, int port) throws IOException {
        var socket = new Socket(InetAddress.getByName(host), port);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        return new SmtpProbe(socket);
    }

    /** Sends a line and reads the reply to it, all its lines joined by LF. */
    public String say(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    /** As {@link #say}; throws {@link AssertionError} unless the reply begins with {@code code}. */
    public String expect(String code, String line) throws IOException {
        var reply = say(line);
        if (!reply.startsWith(code)) throw new AssertionError(line + " -> " + reply + ", not " + code);
        return reply;
    }

    public void write(String text) throws IOException { write(text.getBytes(StandardCharsets.UTF_8)); }

    public void write(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    public String reply() throws IOException {
        var all = new StringBuilder();
        while (true) {
            var line = line();
            all.append(all.isEmpty() ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) != '-') return all.toString();
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; line.write(b)) {
            if (b < 0) throw new EOFException("closed after: " + line);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** A message through MAIL, RCPT and DATA, dots stuffed; the reply to its end, or the first refusal. */
    public String send(String from, String to, byte[] message) throws IOException {
        for (var line : new String[] {"MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">"}) {
            var reply = say(line);
            if (!reply.startsWith("250")) return reply;
        }
        var go = say("DATA");
        if (!go.startsWith("354")) return go;
        write(stuffed(message));
        return reply();
    }

    /** STARTTLS and the handshake; any certificate will do: that is another test's question. */
    public void startTls() throws IOException {
        expect("220", "STARTTLS");
        var tls = (SSLSocket) TrustAll.context().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        tls.startHandshake();
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
        out = tls.getOutputStream();
    }

    public void authPlain(String user, String password) throws IOException {
        var secret = Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
        expect("235", "AUTH PLAIN " + secret);
    }

    /** Lines that begin with a dot get another, and the end is added. RFC 5321 section 4.5.2. */
    public static byte[] stuffed(byte[] message) {
        var wire = new ByteArrayOutputStream(message.length + 64);
        boolean lineStart = true;
        for (byte b : message) {
            if (lineStart && b == '.') wire.write('.');
            wire.write(b);
            lineStart = b == '\n';
        }
        wire.writeBytes((lineStart ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII));
        return wire.toByteArray();
    }

    public Socket socket() { return socket; }

    @Override public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // closed is closed
        }
    }
}
