package sigillo.store.cassandra;

import sigillo.base.Bytes;
import sigillo.base.Octets;

/** A stored blob. Reads whole chunks, because that is what a checksum is for, and keeps the last one it has read. */
final class BlobOctets implements Octets {
    private record Chunk(long number, byte[] octets) {}

    private final CassandraBlobs blobs;
    private final Bytes id;
    private final long length;
    private volatile Chunk last;

    BlobOctets(CassandraBlobs blobs, Bytes id, long length) {
        this.blobs = blobs;
        this.id = id;
        this.length = length;
    }

    @Override public long length() { return length; }

    /** Never more than the rest of a chunk. */
    @Override public int read(long position, byte[] into, int offset, int count) {
        if (count <= 0 || position >= length) return 0;
        var chunk = chunk(position / CassandraBlobs.CHUNK_OCTETS);
        int at = (int) (position % CassandraBlobs.CHUNK_OCTETS);
        int n = Math.min(count, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, n);
        return n;
    }

    private byte[] chunk(long number) {
        var kept = last;
        if (kept != null && kept.number() == number) return kept.octets();
        int expected = (int) Math.min(CassandraBlobs.CHUNK_OCTETS, length - number * CassandraBlobs.CHUNK_OCTETS);
        last = new Chunk(number, blobs.chunk(id, number, expected));
        return last.octets();
    }
}
