package sigillo.certificates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import sigillo.net.CertificateFiles;
import sigillo.net.Tls;
import sigillo.peers.PebblePeer;
import sigillo.peers.TrustAll;

/** Stands in front of a Pebble and passes all on, but what it is told to answer itself. Remembers what was asked: {@code POST /order-plz}. */
public final class LyingAuthority implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final SSLServerSocket server;
    private final PebblePeer pebble;
    private final SSLContext toPebble;
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    /** A whole answer for a request line without its version; empty to pass it on. */
    public volatile Function<String, Optional<String>> lies = _ -> Optional.empty();

    /** Whether it says an octet now and then, and no more. */
    public volatile boolean drips;

    public LyingAuthority(PebblePeer pebble, CertificateFiles files) throws Exception {
        this.pebble = pebble;
        this.toPebble = TrustAll.context();
        server = (SSLServerSocket) Tls.open(List.of(files)).context().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() { return server.getLocalPort(); }

    URI directory() { return URI.create("https://localhost:" + server.getLocalPort() + "/dir"); }

    public long count(String request) { return asked.stream().filter(line -> line.startsWith(request)).count(); }

    /** As Pebble's, with a place where it advises when to renew. */
    String directory(String renewal) {
        var here = "https://localhost:" + server.getLocalPort() + "/";
        return """
            {"keyChange": "%1$srollover-account-key", "newAccount": "%1$ssign-me-up", "newNonce": "%1$snonce-plz", "newOrder": "%1$sorder-plz",
             "revokeCert": "%1$srevoke-cert", "renewalInfo": "%1$s%2$s", "meta": {"termsOfService": "data:text/plain,yes"}}
            """.formatted(here, renewal);
    }

    /** What is signed, of the body of a request. */
    static String payload(String body) {
        var part = Pattern.compile("\"payload\" *: *\"([^\"]*)\"").matcher(body);
        return part.find() ? new String(java.util.Base64.getUrlDecoder().decode(part.group(1)), StandardCharsets.UTF_8) : "";
    }

    public static String refusal(int status, String type, String detail, String... headers) {
        var body = "{\"type\": \"urn:ietf:params:acme:error:" + type + "\", \"detail\": \"" + detail + "\"}";
        return answer(status, "application/problem+json", body, headers);
    }

    static String answer(int status, String type, String body, String... headers) {
        return "HTTP/1.1 " + status + " Said\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\nReplay-Nonce: bm9uY2U\r\n"
            + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList()) + "Connection: close\r\n\r\n" + body;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var head = head(client.getInputStream());
            if (head.isEmpty()) return;
            var length = LENGTH.matcher(head);
            var body = client.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            var line = head.substring(0, head.indexOf(" HTTP/"));
            bodies.add(new String(body, StandardCharsets.UTF_8));
            asked.add(line);
            if (drips) drip(client);
            var lie = lies.apply(line);
            if (lie.isPresent()) client.getOutputStream().write(lie.get().getBytes(StandardCharsets.UTF_8));
            else pass(line, head.replaceAll("(?im)^connection:.*\r\n", "").replaceFirst("\r\n", "\r\nConnection: close\r\n"), body, client);
        } catch (IOException gone) {
            return; // who asked hears of it
        }
    }

    /** Begins to answer, and never ends; until the client goes. */
    private static void drip(Socket client) throws IOException {
        var out = client.getOutputStream();
        out.write("HTTP/1.1 200 Said\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
        try {
            for (int i = 0; i < 1_000; i++) {
                Thread.sleep(100);
                out.write(' ');
                out.flush();
            }
        } catch (InterruptedException over) {
            throw new IOException(over);
        }
    }

    /**
     * With the name under which we are asked, so that Pebble's own addresses lead back here. What it refuses for its nonce, as it
     * does now and then, comes again and was not asked.
     */
    private void pass(String line, String head, byte[] body, Socket client) throws IOException {
        try (var there = toPebble.getSocketFactory().createSocket("127.0.0.1", pebble.port())) {
            there.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            there.getOutputStream().write(body);
            there.getOutputStream().flush();
            var answer = new String(there.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (answer.contains("urn:ietf:params:acme:error:badNonce")) asked.remove(line);
            client.getOutputStream().write(answer.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int c; (c = in.read()) >= 0; ) {
            head.write(c);
            var text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) return text;
        }
        return "";
    }

    @Override public void close() throws IOException { server.close(); }
}
