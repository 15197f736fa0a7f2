package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.net.PlayedLink;
import sigillo.net.Wire;
import sigillo.smtp.DataReader;

/** Whatever we send after DATA is one message at the other end, the same but for its line ends, however it is cut. */
class TransferPropertyTest {
    private static final byte[] ALPHABET = {'\r', '\n', '.', 'a', (byte) 0xC3, 0, '\r', '\n', '.'};

    @TestFactory Stream<DynamicTest> comesOutTheSame() {
        return LongStream.rangeClosed(1, 5).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 100; i++) check(random);
        }));
    }

    private static void check(Random random) throws IOException {
        var message = new byte[random.nextInt(random.nextBoolean() ? 40 : 40_000)];
        for (int i = 0; i < message.length; i++) message[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        var link = new PlayedLink(InetAddress.getLoopbackAddress(), 100, _ -> null);
        var wire = new Wire(link);
        var transfer = new Transfer(new Talk(wire, Patience.DEFAULT), new Pieces(message, random));
        transfer.data();
        wire.flush();
        assertTrue(transfer.isWhole());
        var scan = new Scan();
        scan.write(message, 0, message.length);
        var normal = normalised(message);
        assertEquals(normal.length, scan.octetsOfData());
        assertArrayEquals(normal, received(((ByteArrayOutputStream) link.output()).toByteArray(), random));
    }

    /** As {@link DataReader} reads it, in pieces; nothing may be left over. */
    private static byte[] received(byte[] octets, Random random) throws IOException {
        var reader = new DataReader();
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < octets.length; ) {
            int n = Math.min(1 + random.nextInt(2_000), octets.length - at);
            boolean ended = reader.read(ByteBuffer.wrap(octets.clone(), at, n), out::write);
            at += n;
            assertEquals(at == octets.length, ended);
        }
        assertFalse(reader.hasBareLineEnd());
        return out.toByteArray();
    }

    /** Every line end a CRLF, at the end of the last line too: written down once more, the slow way. */
    private static byte[] normalised(byte[] message) {
        var text = new String(message, java.nio.charset.StandardCharsets.ISO_8859_1).replaceAll("\r\n|\r|\n", "\r\n");
        if (!text.isEmpty() && !text.endsWith("\n")) text += "\r\n";
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Octets that come in small pieces, as from a disk that is busy. */
    private record Pieces(byte[] array, Random random) implements Octets {
        @Override public long length() { return array.length; }

        @Override public int read(long position, byte[] into, int offset, int count) {
            int n = (int) Math.min(Math.min(count, 1 + random.nextInt(5_000)), array.length - position);
            System.arraycopy(array, (int) position, into, offset, n);
            return n;
        }
    }
}
