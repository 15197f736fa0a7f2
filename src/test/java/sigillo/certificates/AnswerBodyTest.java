package sigillo.certificates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AnswerBodyTest {
    private static final byte[] FIVE = "12345".getBytes(StandardCharsets.US_ASCII);

    @Test void whatFitsIsRead() throws IOException {
        try (var body = new AnswerBody(new ByteArrayInputStream(FIVE), 5, Duration.ofMinutes(1))) {
            assertArrayEquals(FIVE, body.readAllBytes());
        }
    }

    @Test void whatIsTooLongIsNot() throws IOException {
        try (var body = new AnswerBody(new ByteArrayInputStream(FIVE), 4, Duration.ofMinutes(1))) {
            assertEquals("an answer of the authority is too long", assertThrows(IOException.class, body::readAllBytes).getMessage());
        }
    }

    /** A header and half a body, and the connection stays. */
    @Test void whoDripsIsNotListenedToForEver() throws Exception {
        var over = new CountDownLatch(1);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var client = HttpClient.newHttpClient()) {
            Thread.ofVirtual().start(() -> half(server, over));
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/")).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = new AnswerBody(answer.body(), 1_000, Duration.ofMillis(50))) {
                assertEquals("an answer of the authority takes too long", assertThrows(IOException.class, body::readAllBytes).getMessage());
            }
            over.countDown();
        }
    }

    private static void half(ServerSocket server, CountDownLatch over) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[4_096]);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345".getBytes(StandardCharsets.US_ASCII));
            over.await();
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }
}
