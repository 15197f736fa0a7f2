package sigillo.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.net.Wire;

/** What a stranger's server may have us read. */
class HttpReaderTest {
    private static final int OCTETS_MAX = 10_000_000;
    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private interface Server {
        void say(OutputStream out) throws IOException;
    }

    /** The body that is read; throws as the reader does. */
    private static byte[] body(Server server) throws IOException {
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var call = door.accept(); var out = call.getOutputStream()) {
                    server.say(out);
                } catch (IOException hungUp) {
                    // it has read enough
                }
            });
            var to = new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
            try (var wire = Wire.connect(to, Optional.empty(), Duration.ofSeconds(5))) {
                var reader = new HttpReader(wire, System.nanoTime() + Duration.ofSeconds(20).toNanos());
                var body = new ByteArrayOutputStream();
                reader.body(reader.head(), OCTETS_MAX, body);
                return body.toByteArray();
            }
        }
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.US_ASCII); }

    @Test void chunksOfUsualSizes() throws IOException {
        var text = "x".repeat(100);
        var all = new StringBuilder(HEAD);
        for (int i = 0; i < 10_000; i++) all.append("64;name=value\r\n").append(text).append("\r\n");
        assertEquals(1_000_000, body(out -> out.write(octets(all + "0\r\n\r\n"))).length);
    }

    @Test void aShortTextInChunksOfOneOctet() throws IOException {
        assertEquals("x".repeat(1_000), new String(body(out -> out.write(octets(HEAD + "1\r\nx\r\n".repeat(1_000) + "0\r\n\r\n"))), StandardCharsets.US_ASCII));
    }

    /** Each costs many times what its octet does, and ten million of them a processor for as long as there is time. */
    @Test void aLongBodyInChunksOfOneOctetIsNotReadToItsEnd() {
        var thousand = octets("1\r\nx\r\n".repeat(1_000));
        var why = assertThrows(IOException.class, () -> body(out -> {
            out.write(octets(HEAD));
            for (int i = 0; i < 100; i++) out.write(thousand);
            out.write(octets("0\r\n\r\n"));
        }));
        assertEquals("its chunks are too small", why.getMessage());
    }
}
