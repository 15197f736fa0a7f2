package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nothing stays behind is seen by the MemoryTest of whole servers. */
class SocketOctetsTest {
    @TempDir Path folder;

    @Test void piecesOfEachLengthArriveAsTheyWere() throws Exception {
        var place = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(place);
                var client = SocketChannel.open(place); var accepted = server.accept()) {
            var said = new byte[100_000];
            new Random(4).nextBytes(said);
            var writing = CompletableFuture.runAsync(() -> {
                try {
                    new SocketOctets(client).write(said);
                    client.shutdownOutput();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            var in = new SocketOctets(accepted);
            assertEquals(said[0] & 0xff, in.read());
            var rest = in.readAllBytes();
            writing.join();
            assertArrayEquals(java.util.Arrays.copyOfRange(said, 1, said.length), rest);
            assertEquals(-1, in.read());
        }
    }
}
