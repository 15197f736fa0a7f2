package sigillo.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import sigillo.store.Store;

/**
 * A machine whose power can be cut: of what was written to the log it keeps what was synced, and perhaps some of what
 * came after. It remembers each write, and after a cut plays them into a fresh directory, as RocksDB reads its log
 * again. What RocksDB itself does with files that a kill leaves is tried with whole processes.
 */
public final class PowerCut implements AutoCloseable {
    private record Write(byte[] batch, boolean synced) {}

    private final Path parent;
    private final boolean skipsSyncs;
    private final List<Write> writes = new ArrayList<>();
    private int directories;
    private Path directory;
    private RocksStore store;
    private int left = Integer.MAX_VALUE;
    private int failures;
    private Status.SubCode why;
    private boolean isDone;

    /** {@code skipsSyncs}: a planted fault, a store that answers before its log is synced. */
    public PowerCut(Path parent, boolean skipsSyncs) {
        this.parent = parent;
        this.skipsSyncs = skipsSyncs;
        this.directory = fresh();
    }

    private Path fresh() {
        try {
            return Files.createDirectories(parent.resolve("store-" + ++directories));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Store open() {
        store = RocksStore.open(directory, new Settings(0), log -> (batch, sync) -> write(log, batch, sync));
        return store;
    }

    private synchronized void write(WriteLog log, WriteBatch batch, boolean sync) throws RocksDBException {
        boolean fails = left-- <= 0 && failures-- > 0;
        if (!fails || isDone) {
            log.write(batch, false);
            writes.add(new Write(batch.data(), sync && !skipsSyncs && !fails));
        }
        if (fails) throw new RocksDBException("as the test wants",
            new Status(Status.Code.IOError, why, "as the test wants"));
    }

    /** After so many writes there is no space for some. */
    public synchronized String full(int after, int times) {
        harm(after, times, Status.SubCode.NoSpace, false);
        return "the disk is full at write " + after + ", for " + times;
    }

    /** After so many writes one fails, though it may have been done. */
    public synchronized String failing(int after, boolean done) {
        harm(after, 1, Status.SubCode.None, done);
        return "write " + after + " fails, " + (done ? "done" : "not done");
    }

    private void harm(int after, int times, Status.SubCode cause, boolean done) {
        left = after;
        failures = times;
        why = cause;
        isDone = done;
    }

    public synchronized void heal() { left = Integer.MAX_VALUE; }

    /** Closed in order: all is on the disk. */
    public void stop() {
        store.close();
        allIsWritten();
    }

    /** What was written before a server has started is on the disk by now, synced or not. */
    public void started() { if (skipsSyncs) allIsWritten(); }

    private synchronized void allIsWritten() { writes.replaceAll(write -> new Write(write.batch(), true)); }

    public void cut(Random random) {
        store.close();
        heal();
        int durable = 0;
        for (int i = 0; i < writes.size(); i++) if (writes.get(i).synced()) durable = i + 1;
        int kept = durable + random.nextInt(writes.size() - durable + 1);
        writes.subList(kept, writes.size()).clear();
        delete(directory);
        directory = fresh();
        RocksStore.open(directory, new Settings(0)).close(); // with its schema
        try (var database = new Database(directory.resolve("rocksdb"))) {
            for (var write : writes) play(database, write.batch());
        }
    }

    private static void play(Database database, byte[] batch) {
        try (var again = new WriteBatch(batch)) {
            database.write(again, false);
        } catch (RocksDBException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() { store.close(); }
}
