package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sigillo.http.HttpProtocol;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JDK's WebSocket at a door, over real HTTP. */
final class JmapSocket implements AutoCloseable {
    private static final JsonMapper READER = new JsonMapper();

    /** {@code close}: what was said at the end, or -1 while it goes on. */
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<byte[]> pong = new CompletableFuture<>();
    private final Listener listener;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final WebSocket socket;

    private JmapSocket(JmapDoor door, String authorization) {
        try {
            listener = Listener.open(ListenerSettings.of("http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false), Optional.empty(),
                new HttpProtocol(door));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        var at = URI.create("ws://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + listener.address().getPort() + JmapDoor.SOCKET);
        try {
            socket = client.newWebSocketBuilder().header("Authorization", authorization).subprotocols("jmap").connectTimeout(Duration.ofSeconds(20))
                .buildAsync(at, new Ears()).join();
        } catch (RuntimeException refused) {
            client.close();
            listener.close();
            throw refused;
        }
    }

    static JmapSocket open(JmapDoor door, String authorization) { return new JmapSocket(door, authorization); }

    private final class Ears implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                heard.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            var octets = new byte[message.remaining()];
            message.get(octets);
            pong.complete(octets);
            from.request(1);
            return null;
        }

        @Override public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override public void onError(WebSocket from, Throwable gone) { closed.complete(1006); }
    }

    void say(String text) { socket.sendText(text, true).join(); }

    /** In pieces of so many characters: frames. */
    void say(String text, int piece) {
        for (int at = 0; at < text.length(); at += piece) {
            int end = Math.min(text.length(), at + piece);
            socket.sendText(text.substring(at, end), end == text.length()).join();
        }
    }

    WebSocket raw() { return socket; }

    byte[] pong() throws Exception { return pong.get(20, TimeUnit.SECONDS); }

    JsonNode next() {
        try {
            var text = heard.poll(20, TimeUnit.SECONDS);
            assertTrue(text != null, "something came");
            return READER.readTree(text);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isSilent(Duration time) throws InterruptedException { return heard.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null; }

    /** The code with which the server has ended it. */
    int closed() throws Exception { return closed.get(20, TimeUnit.SECONDS); }

    @Override public void close() {
        socket.abort();
        client.shutdownNow();
        client.close();
        listener.close();
    }
}
