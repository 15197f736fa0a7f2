package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.BlobStore;
import sigillo.store.Checksum;
import sigillo.store.Chunks;
import sigillo.store.Damaged;
import sigillo.store.StoreException;

/**
 * Blobs as chunks of 64 KiB, 64 of them in a partition of the table. The id comes first into the list of ids, its
 * length after the last chunk: so what a stop has cut off is found there by who sweeps, and cannot be read.
 */
final class CassandraBlobs implements BlobStore {
    private static final int CHUNKS_OF_PART = 64;
    /** Chunks written at once: 256 KiB. */
    private static final int PIECE_CHUNKS = 4;
    /** Pieces in memory at once, of all puts together: 8 MiB. */
    private static final int PIECES_MAX = 32;

    private final Cluster cluster;
    private final BlobIds ids;
    private final PreparedStatement putChunk;
    private final PreparedStatement getChunk;
    private final PreparedStatement deletePart;
    private final Semaphore pieces = new Semaphore(PIECES_MAX);

    CassandraBlobs(Cluster cluster) {
        var table = cluster.table("blob_chunks");
        this.cluster = cluster;
        this.ids = new BlobIds(cluster);
        putChunk = cluster.prepare("INSERT INTO " + table + " (id, part, n, octets) VALUES (?, ?, ?, ?)");
        getChunk = cluster.prepare("SELECT octets FROM " + table + " WHERE id = ? AND part = ? AND n = ?");
        deletePart = cluster.prepare("DELETE FROM " + table + " WHERE id = ? AND part = ?");
    }

    @Override public void put(Bytes id, Octets octets) throws IOException {
        long chunks = Chunks.count(octets.length());
        ids.begin(id);
        try {
            for (long done = 0; done < chunks; done += PIECE_CHUNKS) putPiece(id, octets, done,
                Math.min(chunks, done + PIECE_CHUNKS));
            ids.end(id, octets.length());
        } catch (IOException | RuntimeException e) {
            deleteAfter(e, id, octets.length());
            throw e;
        }
    }

    private void putPiece(Bytes id, Octets octets, long from, long to) throws IOException {
        pieces.acquireUninterruptibly();
        try {
            var chunks = new ArrayList<BoundStatement>();
            for (long n = from; n < to; n++) chunks
                .add(putChunk.bind(buffer(id), part(n), (int) n, ByteBuffer.wrap(read(id, octets, n))));
            cluster.askAll(chunks);
        } finally {
            pieces.release();
        }
    }

    /** A chunk, followed by its checksum. */
    private static byte[] read(Bytes id, Octets octets, long n) throws IOException {
        var chunk = Chunks.read(octets, n);
        Checksum.fill(checked(id, n), chunk);
        return chunk;
    }

    private void deleteAfter(Exception cause, Bytes id, long length) {
        try {
            delete(id, length);
        } catch (StoreException e) {
            cause.addSuppressed(e); // the sweep will find it
        }
    }

    /** Each put is with a majority of its copies when it returns. */
    @Override public void sync() {}

    @Override public Octets get(Bytes id) {
        long length = ids.length(id).orElseThrow(() -> new MissingBlob(id));
        return Chunks.octets(length, (number, expected) -> chunk(id, number, expected));
    }

    @Override public boolean has(Bytes id) { return ids.length(id).isPresent(); }

    @Override public void delete(Bytes id) {
        switch (ids.find(id)) {
            case BlobIds.Found.Nothing _ -> { }
            case BlobIds.Found.Begun _ -> delete(id, BEGUN_OCTETS_MAX);
            case BlobIds.Found.Whole(long length) -> delete(id, length);
        }
    }

    /** Nobody knows how long one is that was cut off: no message is longer than 2 GiB, of which each part is 4 MiB. */
    private static final long BEGUN_OCTETS_MAX = 3L << 30;

    private void delete(Bytes id, long length) {
        int parts = part(Math.max(0, Chunks.count(length) - 1)) + 1;
        cluster.askAll(IntStream.range(0, parts).mapToObj(part -> deletePart.bind(buffer(id), part)).toList());
        ids.delete(id);
    }

    @Override public void ids(Bytes prefix, Consumer<Bytes> visitor) {
        ids.visit(prefix, KeyRange.afterPrefix(prefix), id -> {
            visitor.accept(id);
            return true;
        });
    }

    @Override public List<Bytes> after(Bytes id, int max) {
        var first = new ArrayList<Bytes>();
        ids.visit(id.length() == 0 ? id : KeyRange.after(id), KeyRange.LAST, one -> first.add(one) && first.size() < max);
        return first;
    }

    /** A chunk, checked. */
    byte[] chunk(Bytes id, long n, int length) {
        var what = "chunk " + n + " of blob " + id;
        var row = cluster.one(getChunk.bind(buffer(id), part(n), (int) n))
            .orElseThrow(() -> new Incomplete(what));
        var octets = Checksum.verify(checked(id, n), Cell.Octet.array(row.getByteBuffer("octets")), what);
        if (octets.length != length) throw new Damaged(what + " has a wrong length", null);
        return octets;
    }

    /** What the checksum is over besides the octets. */
    private static byte[] checked(Bytes id, long n) {
        return ByteBuffer.allocate(id.length() + 8).put(id.unsafeArray()).putLong(n).array();
    }

    private static int part(long chunk) { return (int) (chunk / CHUNKS_OF_PART); }

    private static ByteBuffer buffer(Bytes id) { return Cell.Octet.buffer(id); }
}
