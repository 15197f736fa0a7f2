package sigillo.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.BlobStore;
import sigillo.store.Checksum;
import sigillo.store.Chunks;
import sigillo.store.Damaged;
import sigillo.store.StoreException;

/**
 * Blobs as chunks. The length row is written with the first chunks and deleted with the last, so a blob that a crash
 * has cut off can be found and deleted like any other that no batch names.
 */
final class RocksBlobs implements BlobStore {
    /** Chunks written at once: 256 KiB. */
    private static final int PIECE_CHUNKS = 4;
    /** Pieces in memory at once, of all puts together: 8 MiB. */
    private static final int PIECES_MAX = 32;
    private static final int DELETES_AT_ONCE = 1000;
    private static final int IDS_AT_ONCE = 1000;

    private final Database database;
    private final Committer committer;
    private final Semaphore pieces = new Semaphore(PIECES_MAX);

    RocksBlobs(Database database, Committer committer) {
        this.database = database;
        this.committer = committer;
    }

    @Override public void put(Bytes id, Octets octets) throws IOException {
        long chunks = Chunks.count(octets.length());
        long done = 0;
        try {
            do done = putPiece(id, octets, done, Math.min(chunks, done + PIECE_CHUNKS));
            while (done < chunks);
        } catch (IOException | RuntimeException e) {
            if (done > 0) deleteAfter(e, id, done);
            throw e;
        }
    }

    /** Puts the chunks {@code [from, to)} and returns {@code to}. What is large may wait, so goes as bulk. */
    private long putPiece(Bytes id, Octets octets, long from, long to) throws IOException {
        pieces.acquireUninterruptibly();
        try {
            var piece = new BlobWrite.Builder();
            if (from == 0) piece.length(id, octets.length());
            for (long n = from; n < to; n++) piece.chunk(Keys.chunk(id, n), Chunks.read(octets, n));
            committer.require(piece.build(from == 0 ? Batch.Lane.PROMPT : Batch.Lane.BULK));
            return to;
        } finally {
            pieces.release();
        }
    }

    private void deleteAfter(Exception cause, Bytes id, long chunks) {
        try {
            deleteChunks(id, chunks);
        } catch (StoreException e) {
            cause.addSuppressed(e); // the sweep will find it
        }
    }

    @Override public void sync() { committer.require(new Sync()); }

    @Override public Octets get(Bytes id) {
        long length = length(id);
        if (length < 0) throw new MissingBlob(id);
        return get(id, length);
    }

    @Override public Octets get(Bytes id, long length) {
        return Chunks.octets(length, (number, expected) -> chunk(id, number, expected));
    }

    private byte[] chunk(Bytes id, long number, int expected) {
        var what = "chunk " + number + " of blob " + id;
        var octets = database.chunk(Keys.chunk(id, number), what);
        if (octets == null) throw new Incomplete(what);
        if (octets.length != expected) throw new Damaged(what + " has a wrong length", null);
        return octets;
    }

    @Override public boolean has(Bytes id) { return length(id) >= 0; }

    /** Below 0 when there is no such blob. */
    private long length(Bytes id) {
        var length = database.get(Keys.blob(id), "the length of blob " + id);
        return length == null ? -1 : ByteBuffer.wrap(length).getLong();
    }

    @Override public void delete(Bytes id) {
        long length = length(id);
        if (length >= 0) deleteChunks(id, Chunks.count(length));
    }

    private void deleteChunks(Bytes id, long chunks) {
        var deletes = new BlobWrite.Builder();
        for (long n = 0; n < chunks; n++) {
            deletes.deleteChunk(id, n);
            if (deletes.size() < DELETES_AT_ONCE) continue;
            committer.require(deletes.build(Batch.Lane.BULK));
            deletes = new BlobWrite.Builder();
        }
        deletes.deleteLength(id);
        committer.require(deletes.build(Batch.Lane.BULK));
    }

    @Override public List<Bytes> after(Bytes id, int max) {
        var ids = new ArrayList<Bytes>();
        var from = id.length() == 0 ? Keys.blob(id) : Keys.afterBlob(id);
        database.range(from, Keys.afterBlobs(Bytes.EMPTY), false,
            (key, _) -> ids.add(Keys.blobId(key)) && ids.size() < max, "the length of a blob");
        return ids;
    }

    /** Page by page, so that a slow visitor holds no iterator. */
    @Override public void ids(Bytes prefix, Consumer<Bytes> visitor) {
        var end = Keys.afterBlobs(prefix);
        var page = new ArrayList<Bytes>();
        var from = Keys.blob(prefix);
        do {
            page.clear();
            database.range(from, end, false,
                (key, _) -> page.add(Keys.blobId(key)) && page.size() < IDS_AT_ONCE, "the length of a blob");
            page.forEach(visitor);
            if (!page.isEmpty()) from = Keys.afterBlob(page.getLast());
        } while (page.size() == IDS_AT_ONCE);
    }
}
