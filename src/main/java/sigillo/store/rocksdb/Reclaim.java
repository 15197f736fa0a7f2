package sigillo.store.rocksdb;

import java.lang.System.Logger.Level;
import java.time.Duration;
import org.rocksdb.RocksDBException;
import sigillo.base.Threads;
import sigillo.store.StoreException;

/**
 * Gives the space of deleted blobs back to the disk. A blob file goes by itself once all in it is deleted; one in
 * which some blobs live on is copied here. RocksDB can do that along with every compaction, but it then copies the
 * oldest part of all mail each time some keys are merged, whether anything was deleted or not; so we do it when a good
 * part is garbage, a quarter of the files at a time.
 *
 * <p>On a thread of its own, because a pass takes minutes in a large store; deliveries go on meanwhile.
 */
final class Reclaim {
    private static final System.Logger LOG = System.getLogger(Reclaim.class.getName());
    private static final Duration EVERY = Duration.ofHours(1);
    /** Less is not worth the work. */
    private static final long GARBAGE_OCTETS_MIN = 256L << 20;
    private static final int GARBAGE_PERCENT_MIN = 25;

    private final Database database;
    private final Space space;
    private final Thread thread;
    private volatile boolean closing;

    Reclaim(Database database, Space space) {
        this.database = database;
        this.space = space;
        this.thread = Thread.ofPlatform().name("store-reclaim").daemon().start(this::run);
    }

    /** Breaks off a pass under way; what it has copied stays copied. */
    void close() {
        closing = true;
        database.cancelReclaim();
        thread.interrupt();
        Threads.join(thread);
    }

    private void run() {
        while (!closing) {
            try {
                Thread.sleep(EVERY);
                if (isWorthIt(database.blobUse())) database.reclaim();
            } catch (InterruptedException e) {
                return;
            } catch (RocksDBException | RuntimeException | Error e) {
                if (!closing) LOG.log(Level.WARNING, "deleted blobs keep their space for now: " + e.getMessage());
            }
        }
    }

    /** The copies of a quarter have to fit beside the originals. */
    private boolean isWorthIt(Database.BlobUse use) {
        return use.garbage() >= GARBAGE_OCTETS_MIN && use.garbage() * 100 >= use.all() * GARBAGE_PERCENT_MIN
            && space.has((use.all() - use.garbage()) / 4);
    }
}
