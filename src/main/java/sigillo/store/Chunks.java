package sigillo.store;

import java.io.EOFException;
import java.io.IOException;
import sigillo.base.Octets;

/**
 * Blobs in chunks of {@link #OCTETS} each, the last one shorter, with a {@link Checksum} behind each where it is kept.
 */
public final class Chunks {
    /** One read verifies a whole chunk, so it is small enough for a header's sake and large enough for a big part's. */
    public static final int OCTETS = 64 << 10;

    private Chunks() {}

    /** Gives a whole chunk. */
    public interface Source {
        /** @param expected how many octets it has; throws {@link StoreException} when there are not just so many */
        byte[] chunk(long number, int expected);
    }

    public static long count(long octets) { return (octets + OCTETS - 1) / OCTETS; }

    /** The chunk of {@code octets}, with room for its checksum. */
    public static byte[] read(Octets octets, long number) throws IOException {
        long position = number * OCTETS;
        int length = length(octets.length(), number);
        var chunk = new byte[length + Checksum.OCTETS];
        for (int done = 0; done < length; ) {
            int n = octets.read(position + done, chunk, done, length - done);
            if (n <= 0) throw new EOFException("ends at " + (position + done) + " of " + octets.length());
            done += n;
        }
        return chunk;
    }

    /** A stored blob of {@code length} octets. */
    public static Octets octets(long length, Source source) { return new Stored(length, source); }

    private static int length(long octets, long number) { return (int) Math.min(OCTETS, octets - number * OCTETS); }

    private record Chunk(long number, byte[] octets) {}

    /** Reads whole chunks, because that is what a checksum is for, and keeps the last one it has read. */
    private static final class Stored implements Octets {
        private final long length;
        private final Source source;
        private volatile Chunk last;

        Stored(long length, Source source) {
            this.length = length;
            this.source = source;
        }

        @Override public long length() { return length; }

        /** Never more than the rest of a chunk. */
        @Override public int read(long position, byte[] into, int offset, int count) {
            if (count <= 0 || position >= length) return 0;
            var chunk = chunk(position / OCTETS);
            int at = (int) (position % OCTETS);
            int n = Math.min(count, chunk.length - at);
            System.arraycopy(chunk, at, into, offset, n);
            return n;
        }

        private byte[] chunk(long number) {
            var kept = last;
            if (kept != null && kept.number() == number) return kept.octets();
            last = new Chunk(number, source.chunk(number, Chunks.length(length, number)));
            return last.octets();
        }
    }
}
