package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Ports;
import sigillo.peers.Program;

/** A listener behind a proxy: it knows who its connections are of, and hears nobody else. */
@Timeout(30)
class ProxiedListenerTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Networks PROXIES = Networks.of(List.of("127.0.0.2"));

    @TempDir Path folder;
    private Listener listener;

    @AfterEach void stop() { listener.close(); }

    /** Says who is there. */
    private static final class Saying implements Protocol {
        @Override public void serve(Wire wire) throws IOException { wire.write((wire.client().getHostAddress() + "\n").getBytes(StandardCharsets.US_ASCII)); }

        @Override public byte[] tooMany() { return "too many\n".getBytes(StandardCharsets.US_ASCII); }
    }

    private void open(ListenerSettings settings) throws IOException { listener = Listener.open(settings, Optional.empty(), new Saying()); }

    private static ListenerSettings settings(Networks allowed, Networks proxies) {
        return new ListenerSettings("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, allowed, 10, 1, SOON, proxies);
    }

    /** What comes of a connection from there that begins so; nothing where it is closed. */
    private static String heard(InetSocketAddress to, String from, String says) throws IOException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(to);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(says.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (java.net.SocketException reset) {
            return "";
        }
    }

    private static String header(String client) { return "PROXY TCP4 " + client + " 192.0.2.1 4711 25\r\n"; }

    @Test void knowsWhoItIsOf() throws Exception {
        open(settings(Networks.ANY, PROXIES));
        var at = listener.address();
        assertEquals("192.0.2.7\n", heard(at, "127.0.0.2", header("192.0.2.7")));
        assertEquals("192.0.2.7\n", heard(at, "127.0.0.2", "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u000c\u00c0\0\u0002\u0007\u00c6\u0033\u0064\u0001\u001f\u0090\0\u0019"));
        assertEquals("127.0.0.2\n", heard(at, "127.0.0.2", "PROXY UNKNOWN\r\n"), "on its own behalf");
        assertEquals("", heard(at, "127.0.0.2", "EHLO mail.example.org\r\n"), "without a header");
        assertEquals("", heard(at, "127.0.0.3", header("192.0.2.7")), "it is none of the proxies");
        assertEquals("", heard(at, "127.0.0.3", ""));
    }

    /** Bounds and networks are about the client, not about the proxy. */
    @Test void boundsAreAboutTheClient() throws Exception {
        open(settings(Networks.of(List.of("192.0.2.0/24")), PROXIES));
        assertEquals("", heard(listener.address(), "127.0.0.2", header("198.51.100.7")), "it may not come");
        assertEquals("192.0.2.7\n", heard(listener.address(), "127.0.0.2", header("192.0.2.7")));
    }

    /** One that speaks for others and was not named is nobody: its header is what a client says. */
    @Test void withoutProxiesAHeaderIsNoHeader() throws Exception {
        open(settings(Networks.ANY, Networks.NONE));
        assertEquals("127.0.0.2\n", heard(listener.address(), "127.0.0.2", header("192.0.2.7")));
    }

    // ---- real ones ----

    @Tag("gate")
    @Test void haproxyIsUnderstood() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/haproxy")), "haproxy is not installed");
        open(settings(Networks.ANY, Networks.LOOPBACK));
        int one = Ports.free();
        int two = Ports.free();
        var text = new StringBuilder("defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 10s\n  timeout server 10s\n");
        for (var way : Map.of(one, "send-proxy", two, "send-proxy-v2").entrySet()) {
            text.append("listen on%d\n  bind 127.0.0.1:%d\n  server sigillo 127.0.0.1:%d %s\n".formatted(way.getKey(), way.getKey(), listener.address().getPort(), way.getValue()));
        }
        var file = Files.writeString(folder.resolve("haproxy.cfg"), text);
        try (var program = Program.start(folder.resolve("haproxy.log"), Map.of(), List.of("/usr/sbin/haproxy", "-db", "-f", file.toString()))) {
            assertEquals("127.0.0.5\n", through(program, one));
            assertEquals("127.0.0.5\n", through(program, two));
        }
    }

    @Tag("gate")
    @Test void nginxIsUnderstood() throws Exception {
        var module = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nginx")) && Files.exists(module), "nginx and its stream module are not installed");
        open(settings(Networks.ANY, Networks.LOOPBACK));
        int port = Ports.free();
        var file = Files.writeString(folder.resolve("nginx.conf"), """
            load_module %s;
            daemon off;
            error_log stderr;
            pid %s;
            events {}
            stream { server { listen 127.0.0.1:%d; proxy_pass 127.0.0.1:%d; proxy_protocol on; } }
            """.formatted(module, folder.resolve("nginx.pid"), port, listener.address().getPort()));
        try (var program = Program.start(folder.resolve("nginx.log"), Map.of(), List.of("/usr/sbin/nginx", "-c", file.toString()))) {
            assertEquals("127.0.0.5\n", through(program, port));
        }
    }

    private static String through(Program program, int port) throws IOException {
        Program.waitUntil("the proxy listens:\n" + program.printed(), Duration.ofSeconds(10), () -> isOpen(port) || !program.isRunning());
        return heard(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "127.0.0.5", "");
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
