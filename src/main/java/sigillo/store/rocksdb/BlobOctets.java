package sigillo.store.rocksdb;

import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.BlobStore;
import sigillo.store.StoreException;

/** A stored blob. Reads whole chunks, because that is what a checksum is for, and keeps the last one it has read. */
final class BlobOctets implements Octets {
    private record Chunk(long number, byte[] octets) {}

    private final Database database;
    private final Bytes id;
    private final long length;
    private volatile Chunk last;

    BlobOctets(Database database, Bytes id, long length) {
        this.database = database;
        this.id = id;
        this.length = length;
    }

    @Override public long length() { return length; }

    /** Never more than the rest of a chunk. */
    @Override public int read(long position, byte[] into, int offset, int count) {
        if (count <= 0 || position >= length) return 0;
        var chunk = chunk(position / Keys.CHUNK_OCTETS);
        int at = (int) (position % Keys.CHUNK_OCTETS);
        int n = Math.min(count, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, n);
        return n;
    }

    private byte[] chunk(long number) {
        var kept = last;
        if (kept != null && kept.number() == number) return kept.octets();
        var what = "chunk " + number + " of blob " + id;
        var octets = database.chunk(Keys.chunk(id, number), what);
        if (octets == null) throw new BlobStore.Incomplete(what);
        if (octets.length != Math.min(Keys.CHUNK_OCTETS, length - number * Keys.CHUNK_OCTETS)) {
            throw new StoreException(what + " has a wrong length", null);
        }
        last = new Chunk(number, octets);
        return octets;
    }
}
