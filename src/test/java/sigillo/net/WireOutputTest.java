package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How what is written is handed to the network: each of these is a TLS record, or some. */
class WireOutputTest {
    private final CountedHolding counted = new CountedHolding();
    private final List<byte[]> handed = new ArrayList<>();
    private final Wire wire = new Wire(new Recorded(), counted);

    private final class Recorded extends PlayedLink {
        Recorded() { super(InetAddress.getLoopbackAddress(), 1_000, _ -> new byte[] {1}); }

        @Override public OutputStream output() {
            return new OutputStream() {
                @Override public void write(int octet) { handed.add(new byte[] {(byte) octet}); }

                @Override public void write(byte[] from, int offset, int count) {
                    handed.add(Arrays.copyOfRange(from, offset, offset + count));
                }
            };
        }
    }

    private void writeSome(Random random, int writes) throws IOException {
        var want = new ByteArrayOutputStream();
        handed.clear();
        for (int i = 0; i < writes; i++) {
            var some = new byte[random.nextInt(4) == 0 ? random.nextInt(70_000) : random.nextInt(3_000)];
            random.nextBytes(some);
            int skipped = some.length == 0 ? 0 : random.nextInt(some.length);
            wire.write(some, skipped, some.length - skipped);
            want.write(some, skipped, some.length - skipped);
            if (random.nextInt(50) == 0) wire.flush();
        }
        wire.flush();
        var got = new ByteArrayOutputStream();
        for (var piece : handed) got.writeBytes(piece);
        assertArrayEquals(want.toByteArray(), got.toByteArray());
    }

    @TestFactory Stream<DynamicTest> allComesInItsOrder() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int max : new int[] {Integer.MAX_VALUE, 0}) {
                counted.max = max;
                writeSome(random, 500);
                await();
                assertEquals(0, counted.held.get());
            }
        }));
    }

    private void await() throws IOException {
        wire.input().position(wire.input().limit());
        assertTrue(wire.awaitCommand(Duration.ofSeconds(1)));
    }

    private void writeMuch() throws IOException {
        handed.clear();
        for (int i = 0; i < 1_000; i++) wire.write(new byte[1_000]);
        wire.flush();
    }

    @Test void whoReadsInBulkGetsWholeRecordsWhileThereIsRoom() throws IOException {
        writeMuch();
        assertEquals(62, handed.size());
        assertTrue(handed.subList(0, 61).stream().allMatch(piece -> piece.length == 16 << 10));
        assertEquals(NetLimits.BULK_OUTPUT_HELD, counted.held.get());
        await();
        assertEquals(0, counted.held.get());
        counted.max = 0;
        writeMuch();
        assertEquals(123, handed.size());
        assertTrue(handed.subList(0, 122).stream().allMatch(piece -> piece.length == 8 << 10));
    }
}
