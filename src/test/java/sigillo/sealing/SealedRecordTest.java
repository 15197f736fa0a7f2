package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.RecordHeader.Kind;

/** Records of any length come back, at any place; and nothing else does. */
class SealedRecordTest {
    private static final int CHUNK = SealedRecord.CHUNK_OCTETS;
    private static final RecordPlace PLACE = new RecordPlace(Kind.MESSAGE, 7, Bytes.utf8("blob"));
    private final Secret key = Fixed.secret(1);

    private byte[] sealed(byte[] clear) { return SealedRecord.seal(key, 5, PLACE, clear, Fixed.seed(2)); }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 << 20})
    void comesBackWholeAndInParts(int length) throws IOException {
        var clear = Fixed.octets(length, length);
        var sealed = sealed(clear);
        assertEquals(SealedRecord.sealedLength(length), sealed.length);
        assertEquals(5, SealedRecord.segment(Arrays.copyOf(sealed, RecordHeader.OCTETS)));
        assertArrayEquals(clear, SealedRecord.open(key, PLACE, sealed));
        var opened = SealedRecord.open(key, PLACE, Octets.of(sealed));
        assertEquals(length, opened.length());
        var random = new Random(length);
        for (int i = 0; i < 50; i++) {
            int from = random.nextInt(length + 1);
            int to = from + random.nextInt(Math.min(length - from, 3 * CHUNK) + 1);
            assertArrayEquals(Arrays.copyOfRange(clear, from, to), opened.bytes(from, to, Integer.MAX_VALUE));
        }
        assertEquals(0, opened.read(length, new byte[1], 0, 1));
    }

    @Test void onlyTheChunksThatAreAskedForAreRead() throws IOException {
        var sealed = Octets.of(sealed(new byte[100 * CHUNK]));
        var read = new AtomicLong();
        var counted = new Octets() {
            @Override public long length() { return sealed.length(); }

            @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
                read.addAndGet(count);
                return sealed.read(position, into, offset, count);
            }
        };
        SealedRecord.open(key, PLACE, counted).bytes(50L * CHUNK + 10, 50L * CHUNK + 20, 10);
        assertEquals(RecordHeader.OCTETS + CHUNK + Gcm.TAG_OCTETS, read.get());
    }

    @Test void anOctetChangedAnywhereIsNoticed() {
        var sealed = sealed(Fixed.octets(4, 2 * CHUNK + 100));
        var random = new Random(5);
        for (int i = 0; i < 400; i++) {
            // each octet of the header, then any
            int at = i < RecordHeader.OCTETS ? i : random.nextInt(sealed.length);
            var bent = sealed.clone();
            bent[at] ^= (byte) (1 << random.nextInt(8));
            assertThrows(SealBroken.class, () -> SealedRecord.open(key, PLACE, bent), "octet " + at);
        }
    }

    @Test void chunksCannotBeMovedRepeatedLeftOutOrAdded() {
        var sealed = sealed(Fixed.octets(4, 3 * CHUNK));
        var head = Arrays.copyOf(sealed, RecordHeader.OCTETS);
        var first = chunk(sealed, 0);
        var second = chunk(sealed, 1);
        var third = chunk(sealed, 2);
        for (var chunks : List.of(List.of(second, first, third), List.of(first, first, third), List.of(first, second, second),
                List.of(first, second), List.of(first, third), List.of(first, second, third, third), List.of(third), List.<byte[]>of())) {
            assertThrows(SealBroken.class, () -> SealedRecord.open(key, PLACE, join(head, chunks)));
        }
        // the same with a header that agrees: its length is in the key
        for (int count = 1; count < 5; count++) {
            var lying = new RecordHeader(Kind.MESSAGE, 7, 5, PLACE.id(), (long) count * CHUNK, Bytes.wrap(Arrays.copyOfRange(sealed, 48, 64)));
            if (count == 3) continue;
            var chunks = List.of(first, second, third, third).subList(0, count);
            assertThrows(SealBroken.class, () -> SealedRecord.open(key, PLACE, join(lying.encode(), chunks)));
        }
    }

    private static byte[] chunk(byte[] sealed, int number) {
        int from = (int) SealedRecord.chunkStart(number);
        return Arrays.copyOfRange(sealed, from, from + CHUNK + Gcm.TAG_OCTETS);
    }

    private static byte[] join(byte[] head, List<byte[]> chunks) {
        int length = head.length + chunks.stream().mapToInt(chunk -> chunk.length).sum();
        var all = Arrays.copyOf(head, length);
        int at = head.length;
        for (var chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }

    @Test void everyLengthThatIsCutIsNoticed() {
        var sealed = sealed(Fixed.octets(4, 300));
        for (int length = 0; length < sealed.length; length++) {
            var cut = Arrays.copyOf(sealed, length);
            assertThrows(IOException.class, () -> SealedRecord.open(key, PLACE, Octets.of(cut)).bytes(0, 300, 300), "at " + length);
        }
    }

    @Test void aRecordOpensAtItsPlaceAlone() {
        var sealed = sealed(new byte[10]);
        for (var other : List.of(new RecordPlace(Kind.META, 7, PLACE.id()), new RecordPlace(Kind.MESSAGE, 8, PLACE.id()),
                new RecordPlace(Kind.MESSAGE, 7, Bytes.utf8("other")))) {
            assertThrows(SealBroken.class, () -> SealedRecord.open(key, other, sealed));
        }
        assertThrows(SealBroken.class, () -> SealedRecord.open(Fixed.secret(9), PLACE, sealed));
    }

    /** Written twice, it is never under the same key twice. */
    @Test void theSameTwiceIsDifferentTwice() {
        var randomness = Fixed.seed(2);
        var first = SealedRecord.seal(key, 5, PLACE, new byte[100], randomness);
        var second = SealedRecord.seal(key, 5, PLACE, new byte[100], randomness);
        int body = RecordHeader.OCTETS;
        assertFalse(Arrays.equals(first, body, first.length, second, body, second.length));
    }

    @Test void strangersOctetsAreRefusedWithinTheirLength() {
        var random = new Random(6);
        var head = Arrays.copyOf(sealed(new byte[0]), RecordHeader.OCTETS);
        for (int i = 0; i < 5_000; i++) {
            var octets = new byte[random.nextInt(300)];
            random.nextBytes(octets);
            System.arraycopy(head, 0, octets, 0, Math.min(octets.length, random.nextInt(RecordHeader.OCTETS + 1)));
            assertThrows(IOException.class, () -> SealedRecord.open(key, PLACE, Octets.of(octets)).bytes(0, 1, 1));
        }
    }
}
