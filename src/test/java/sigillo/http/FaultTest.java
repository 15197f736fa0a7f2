package sigillo.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;

/** What a site cannot do is the server's fault, whatever was thrown: 500 and the log, and the listener goes on. RFC 9110 section 15.6.1. */
class FaultTest {
    private static final int PATIENCE_MS = 20_000;

    private static final Map<String, Supplier<Throwable>> THROWN = Map.of(
        "/runtime", () -> new IllegalStateException("a fault"),
        "/stack", () -> new StackOverflowError("a fault"),
        "/class", () -> new ExceptionInInitializerError("a fault"),
        "/memory", () -> new OutOfMemoryError("Cannot reserve direct buffer memory"));

    @TestFactory Stream<DynamicTest> isAnsweredAndGoesOn() {
        return THROWN.keySet().stream().sorted().map(path -> DynamicTest.dynamicTest(path, () -> {
            Answering site = asked -> answer(asked.path());
            var settings = ListenerSettings.of("http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false);
            try (var listener = Listener.open(settings, Optional.empty(), new HttpProtocol(site), Optional.empty())) {
                assertEquals("HTTP/1.1 500", statusOf(listener, path));
                assertEquals("HTTP/1.1 200", statusOf(listener, "/"));
            }
        }));
    }

    private static Reply answer(String path) {
        switch (THROWN.getOrDefault(path, () -> null).get()) {
            case null -> { return Reply.text(200, "here"); }
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            case Throwable other -> throw new AssertionError(other);
        }
    }

    private static String statusOf(Listener listener, String path) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes("HTTP/1.1 500".length()), StandardCharsets.US_ASCII);
        }
    }
}
