package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.store.StoreContract.key;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.base.Bytes;
import sigillo.base.Octets;

/** What every backend's blobs keep to. */
public interface BlobContract extends StoreContract {
    int LARGE = 30_000_001;

    @ParameterizedTest(name = "{0} octets")
    @ValueSource(ints = {0, 1, 4096, 65_535, 65_536, 65_537, 131_072, 131_073, 1_000_003})
    default void givesBackWhatWasPut(int length) throws IOException {
        var octets = random(length, 1);
        store().blobs().put(key("b"), Octets.of(octets));
        store().blobs().sync();
        var blob = store().blobs().get(key("b"));
        assertEquals(length, blob.length());
        assertArrayEquals(octets, blob.bytes(0, length, length));
        var copy = new ByteArrayOutputStream();
        blob.writeTo(copy);
        assertArrayEquals(octets, copy.toByteArray());
        assertArrayEquals(octets, blob.stream().readAllBytes());
        assertEquals(0, blob.read(length, new byte[1], 0, 1));
    }

    @Test default void readsSlicesAnywhere() throws IOException {
        var octets = random(300_000, 2);
        store().blobs().put(key("b"), Octets.of(octets));
        var blob = store().blobs().get(key("b"));
        var random = new Random(3);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(octets.length);
            int to = from + random.nextInt(Math.min(octets.length - from, i % 10 == 0 ? 200_000 : 3_000) + 1);
            var expected = java.util.Arrays.copyOfRange(octets, from, to);
            assertArrayEquals(expected, blob.slice(from, to).bytes(0, to - from, 200_000), from + " to " + to);
        }
        var into = new byte[10];
        assertTrue(blob.read(65_530, into, 2, 5) > 0);
        assertEquals(octets[65_530], into[2]);
        assertEquals(0, into[0] | into[1] | into[7], "nothing outside the window is touched");
    }

    /** The source makes its octets as they are asked for, so that only the store could hold them all. */
    @Test default void keepsABlobOfThirtyMegabytes() throws IOException {
        store().blobs().put(key("large"), new Pattern(LARGE));
        var blob = store().blobs().get(key("large"));
        assertEquals(LARGE, blob.length());
        var piece = new byte[100_000];
        long at = 0;
        for (int n; (n = blob.read(at, piece, 0, piece.length)) > 0; at += n) {
            for (int i = 0; i < n; i++) if (piece[i] != Pattern.at(at + i)) throw new AssertionError("at " + (at + i));
        }
        assertEquals(LARGE, at);
        store().blobs().delete(key("large"));
        assertFalse(store().blobs().has(key("large")));
    }

    @Test default void missesWhatIsNotThere() {
        var missing = assertThrows(BlobStore.MissingBlob.class, () -> store().blobs().get(key("no")));
        assertTrue(missing.getMessage().contains(key("no").toString()));
        assertFalse(store().blobs().has(key("no")));
        store().blobs().delete(key("no"));
    }

    @Test default void deletesOneBlobOnly() throws IOException {
        for (var id : List.of("b", "b1", "c")) store().blobs().put(key(id), Octets.of(random(70_000, 4)));
        store().blobs().delete(key("b"));
        assertFalse(store().blobs().has(key("b")));
        assertThrows(BlobStore.MissingBlob.class, () -> store().blobs().get(key("b")));
        for (var id : List.of("b1", "c")) assertArrayEquals(random(70_000, 4), all(store().blobs().get(key(id))));
    }

    @Test default void listsIdsByPrefixInOrder() throws IOException {
        var ids = IntStream.range(0, 30)
            .mapToObj(i -> Bytes.of(new byte[] {(byte) (i / 10), (byte) (i * 25)})).toList();
        for (var id : ids) store().blobs().put(id, Octets.of(random(id.at(1) & 1, 5)));
        assertEquals(ids.stream().sorted().toList(), ids(Bytes.EMPTY));
        var prefix = Bytes.of(new byte[] {1});
        assertEquals(ids.stream().filter(id -> id.at(0) == 1).sorted().toList(), ids(prefix));
        assertEquals(List.of(), ids(Bytes.of(new byte[] {3})));
        var last = Bytes.of(new byte[] {(byte) 0xFF, (byte) 0xFF});
        store().blobs().put(last, Octets.of(new byte[0]));
        assertEquals(List.of(last), ids(Bytes.of(new byte[] {(byte) 0xFF})));
    }

    private List<Bytes> ids(Bytes prefix) {
        var ids = new ArrayList<Bytes>();
        store().blobs().ids(prefix, ids::add);
        return ids;
    }

    @Test default void aSourceThatFailsLeavesNoBlob() {
        var broken = new Pattern(200_000) {
            @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
                if (position >= 100_000) throw new IOException("spool gone");
                return super.read(position, into, offset, (int) Math.min(count, 100_000 - position));
            }
        };
        var thrown = assertThrows(IOException.class, () -> store().blobs().put(key("half"), broken));
        assertEquals("spool gone", thrown.getMessage());
        assertFalse(store().blobs().has(key("half")));
        assertEquals(List.of(), ids(Bytes.EMPTY));
    }

    @Test default void readersShareABlob() throws Exception {
        var octets = random(500_000, 6);
        store().blobs().put(key("b"), Octets.of(octets));
        var blob = store().blobs().get(key("b"));
        StoreContract.together(java.util.Collections.nCopies(8, () -> assertArrayEquals(octets, all(blob))));
    }

    private static byte[] all(Octets octets) throws IOException { return octets.bytes(0, octets.length(), LARGE); }

    private static byte[] random(int length, long seed) {
        var octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    /** Octets that can be told by their place. */
    class Pattern implements Octets {
        private final long length;

        Pattern(long length) { this.length = length; }

        static byte at(long place) { return (byte) (place * 31 >>> 5 ^ place >>> 16); }

        @Override public long length() { return length; }

        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            int n = Math.clamp(length - position, 0, count);
            for (int i = 0; i < n; i++) into[offset + i] = at(position + i);
            return n;
        }
    }
}
