package sigillo.store.rocksdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import sigillo.store.Checksum;
import sigillo.store.Damaged;
import sigillo.store.Page;
import sigillo.store.Partition;
import sigillo.store.StoreException;

/**
 * An open RocksDB and all that is native about it. Reads may come from any thread and verify the checksum of each
 * value; writes come from the committer only. After {@link #close} has begun, reads throw {@link StoreException}:
 * a native call on a closed database would end the process.
 */
final class Database implements WriteLog, AutoCloseable {
    private static final byte[] CHUNKS = "chunks".getBytes(StandardCharsets.US_ASCII);

    /** At most; of a page twice what it may hold: the next one finds the rest in the system's cache, and the disk is asked a third as often. */
    private static final long READ_AHEAD_OCTETS_MAX = 256 << 10;
    /** With the prefix; a page is longer. */
    private static final int KEY_OCTETS_MAX = 2 * Partition.KEY_OCTETS_MAX;

    private final Tuning tuning;
    private final List<ColumnFamilyHandle> families = new ArrayList<>();
    private final ReadOptions reading = new ReadOptions();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final CompactRangeOptions reclaiming = new CompactRangeOptions()
        .setExclusiveManualCompaction(false)
        .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce);
    private final RocksDB rocks;
    /** One permit for each call under way; closing takes all. */
    private final Semaphore calls = new Semaphore(Integer.MAX_VALUE);
    private volatile boolean closing;

    /** Opens the directory, which the caller has locked. */
    Database(Path directory) { this(directory, Tuning.onDisk()); }

    /** Closes {@code tuning} when it is closed or cannot be opened. */
    Database(Path directory, Tuning tuning) {
        this.tuning = tuning;
        try {
            rocks = RocksDB.open(tuning.database(), directory.toString(), List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tuning.rows()),
                new ColumnFamilyDescriptor(CHUNKS, tuning.chunks())), families);
        } catch (RocksDBException e) {
            closeNatives();
            throw new StoreException("cannot open the store in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The value of a key in the default family, null when there is none. {@code what} names it in messages. */
    byte[] get(byte[] key, String what) { return get(families.getFirst(), key, what); }

    byte[] chunk(byte[] key, String what) { return get(families.getLast(), key, what); }

    private byte[] get(ColumnFamilyHandle family, byte[] key, String what) {
        enter();
        try {
            var checked = rocks.get(family, reading, key);
            return checked == null ? null : Checksum.verify(key, checked, what);
        } catch (RocksDBException e) {
            throw cannotRead(what, e);
        } finally {
            calls.release();
        }
    }

    /**
     * Visits {@code [from, to)} of the default family as it is now. An iterator stands on the state in which it was
     * made; the bounds keep it from looking at deleted rows beyond the range.
     */
    void range(byte[] from, byte[] to, boolean reverse, RowVisitor visitor, String what) {
        enter();
        try (var lower = new Slice(from); var upper = new Slice(to);
             var options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
             var rows = rocks.newIterator(families.getFirst(), options)) {
            if (reverse) rows.seekToLast();
            else rows.seekToFirst();
            while (rows.isValid()) {
                var key = rows.key();
                if (!visitor.visit(key, Checksum.verify(key, rows.value(), what))) return;
                if (reverse) rows.prev();
                else rows.next();
            }
            rows.status();
        } catch (RocksDBException e) {
            throw cannotRead(what, e);
        } finally {
            calls.release();
        }
    }

    /**
     * Fills the page from {@code [from, to)}; of each key the first {@code prefix} octets are left out. What is read so is
     * read ahead from the disk and pushes nothing out of the cache.
     */
    void read(byte[] from, byte[] to, int prefix, Page page, String what) {
        enter();
        try (var lower = new Slice(from); var upper = new Slice(to);
             var options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper)
                 .setFillCache(false).setReadaheadSize(Math.min(READ_AHEAD_OCTETS_MAX, 2L * page.octetsMax()));
             var rows = rocks.newIterator(families.getFirst(), options)) {
            for (rows.seekToFirst(); rows.isValid() && !page.isFull() && take(rows, prefix, page, what); rows.next()) { }
            rows.status();
        } catch (RocksDBException e) {
            throw cannotRead(what, e);
        } finally {
            calls.release();
        }
    }

    /** Into the page itself, without a copy; false when the row has to be left for the next page. */
    private static boolean take(RocksIterator rows, int prefix, Page page, String what) {
        int start = page.end();
        int room = page.room();
        if (room < KEY_OCTETS_MAX) return false;
        int key = rows.key(page.octets(), start, room);
        int value = rows.value(page.octets(), start + key, room - key);
        if (key + value > room) return page.hasPlaceFor(key + value) && take(rows, prefix, page, what);
        Checksum.verify(page.octets(), start, start + key, start + key + value, what);
        page.add(start + prefix, start + key, start + key + value - Checksum.OCTETS);
        return true;
    }

    interface RowVisitor {
        boolean visit(byte[] key, byte[] value);
    }

    /** Holds off the closing; each must be followed by a release. */
    private void enter() {
        if (closing || !calls.tryAcquire()) throw new StoreException("the store is closed", null);
    }

    private static StoreException cannotRead(String what, RocksDBException e) {
        var why = "cannot read " + what + ": " + e.getMessage();
        boolean isDamaged = e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
        return isDamaged ? new Damaged(why, e) : new StoreException(why, e);
    }

    /** Octets in blob files, and those of them that nothing refers to any more. */
    record BlobUse(long all, long garbage) {}

    BlobUse blobUse() throws RocksDBException {
        enter();
        try {
            return new BlobUse(rocks.getLongProperty(chunkFamily(), "rocksdb.live-blob-file-size"),
                rocks.getLongProperty(chunkFamily(), "rocksdb.live-blob-file-garbage-size"));
        } finally {
            calls.release();
        }
    }

    /** Copies what lives in the oldest quarter of the blob files, and deletes those. Takes long. */
    void reclaim() throws RocksDBException {
        enter();
        try {
            collectGarbage(true);
            rocks.compactRange(chunkFamily(), null, null, reclaiming);
        } finally {
            collectGarbage(false);
            calls.release();
        }
    }

    private void collectGarbage(boolean whenCompacting) throws RocksDBException {
        rocks.setOptions(chunkFamily(), MutableColumnFamilyOptions.builder()
            .setEnableBlobGarbageCollection(whenCompacting).setBlobGarbageCollectionAgeCutoff(0.25).build());
    }

    /** {@code folder} must not be there yet, its parent must. */
    void checkpoint(Path folder) {
        enter();
        try (var checkpoint = Checkpoint.create(rocks)) {
            checkpoint.createCheckpoint(folder.toString());
        } catch (RocksDBException e) {
            throw new StoreException("no checkpoint of the store can be made in " + folder + ": " + e.getMessage(), e);
        } finally {
            calls.release();
        }
    }

    void cancelReclaim() { reclaiming.setCanceled(true); }

    // What follows is for the committer.

    ColumnFamilyHandle rowFamily() { return families.getFirst(); }

    ColumnFamilyHandle chunkFamily() { return families.getLast(); }

    @Override public void write(WriteBatch batch, boolean sync) throws RocksDBException {
        if (batch.count() > 0) rocks.write(sync ? synced : unsynced, batch);
        else if (sync) rocks.syncWal();
    }

    /** Waits for reads under way. The committer has ended. */
    @Override public void close() {
        closing = true;
        calls.acquireUninterruptibly(Integer.MAX_VALUE);
        flush();
        for (var family : families) family.close();
        rocks.close();
        closeNatives();
    }

    /** So that the next start has nothing to replay. When it fails (a full disk), the log has it all. */
    private void flush() {
        try (var waiting = new FlushOptions().setWaitForFlush(true)) {
            rocks.flush(waiting, families);
        } catch (RocksDBException e) {
            System.getLogger(Database.class.getName())
                .log(System.Logger.Level.WARNING, "the next start will replay the log: " + e.getMessage());
        }
    }

    private void closeNatives() {
        reading.close();
        reclaiming.close();
        synced.close();
        unsynced.close();
        tuning.close();
    }
}
