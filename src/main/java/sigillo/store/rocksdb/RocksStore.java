package sigillo.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sigillo.store.BlobStore;
import sigillo.store.Damaged;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * The store in a directory of its own, which it locks. After a kill or a power cut, what was acknowledged is there; a
 * batch is there whole or not at all. Safe for use by many threads.
 */
public final class RocksStore implements Store {
    private final Runnable unlock;
    private final Database database;
    private final Committer committer;
    private final Reclaim reclaim;
    private final RocksBlobs blobs;
    private boolean closed;

    /** With the standard settings for the file system of {@code directory}. */
    public static RocksStore open(Path directory) { return open(directory, null); }

    /**
     * Opens or makes the store. Throws {@link StoreException} with a message for the operator: another process uses
     * the directory, a newer version wrote it, it cannot be read.
     */
    public static RocksStore open(Path directory, Settings settings) {
        return open(directory, settings, log -> log);
    }

    static RocksStore open(Path directory, Settings settings, UnaryOperator<WriteLog> seam) {
        var lock = DirectoryLock.take(directory);
        Database database = null;
        try {
            NativeLibrary.loadOnce(directory);
            database = new Database(directory.resolve("rocksdb"));
            Schema.require(database, directory);
            return new RocksStore(lock::close, database, seam.apply(database), Space.of(directory, settings));
        } catch (RuntimeException | Error e) {
            if (database != null) database.close();
            lock.close();
            throw e;
        }
    }

    /**
     * One whose files are memory, some MiB outside of the heap: nothing that is kept, and gone when it is closed.
     * {@code directory}: of a store, whose machine code it shares and whose disk has to have room as if it were there.
     */
    public static RocksStore inMemory(Path directory) {
        NativeLibrary.loadOnce(directory);
        var database = new Database(Path.of("/practice"), Tuning.inMemory());
        try {
            Schema.require(database, directory);
            return new RocksStore(() -> {}, database, unsynced(database), Space.of(directory, null));
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /** RocksDB's files in memory refuse to be synced by themselves. */
    private static WriteLog unsynced(Database database) {
        return (batch, _) -> database.write(batch, false);
    }

    private RocksStore(Runnable unlock, Database database, WriteLog log, Space space) {
        this.unlock = unlock;
        this.database = database;
        this.committer = new Committer(database, log, space);
        this.reclaim = new Reclaim(database, space);
        this.blobs = new RocksBlobs(database, committer);
    }

    @Override public Partition partition(PartitionName name) { return new RocksPartition(database, committer, name); }

    /** Also those whose heads lie in a block that was changed, as far as they have rows elsewhere. */
    @Override public List<PartitionName> partitions(String prefix) {
        try {
            var names = new ArrayList<PartitionName>();
            database.range(Keys.head(prefix), Keys.afterHeads(prefix), false,
                (key, _) -> names.add(Keys.name(key)), SurvivingNames.HEAD);
            return names;
        } catch (Damaged block) {
            return new SurvivingNames(database, prefix).all();
        }
    }

    @Override public void remove(PartitionName name) { committer.require(new Removal(name)); }

    @Override public BlobStore blobs() { return blobs; }

    @Override public Optional<String> trouble() { return committer.trouble(); }

    /**
     * Hard links to the tables and blob files, copies of the rest; what is only in memory is written out before. On another
     * file system all is copied.
     */
    @Override public void checkpoint(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException("the folder " + folder + " cannot be made", e);
        }
        database.checkpoint(folder.resolve("rocksdb"));
    }

    /** In order: the committer does what waits, reads under way end, the rest is written out, the lock goes last. */
    @Override public synchronized void close() {
        if (closed) return;
        closed = true;
        reclaim.close();
        committer.close();
        database.close();
        unlock.run();
    }
}
