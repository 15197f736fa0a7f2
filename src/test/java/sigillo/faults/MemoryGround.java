package sigillo.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/**
 * A store in memory with a disk that keeps what it must and no more: every step is in a log, and durable with the
 * next one that promises it. After a crash the log is played again as far as it was durable, or some steps farther.
 */
final class MemoryGround implements Ground {
    /** A step that can be done again. */
    private interface Step {
        void on(Store store) throws IOException;
    }

    private final List<Step> log = new ArrayList<>();
    private final boolean skipsSyncs;
    private int durable;
    private Life life;

    /** {@code skipsSyncs}: a planted fault, a disk that promises what it has not kept. */
    MemoryGround(boolean skipsSyncs) { this.skipsSyncs = skipsSyncs; }

    @Override public Store open() throws IOException {
        var store = new MemoryStore();
        for (var step : log) step.on(store);
        life = new Life(store);
        return life;
    }

    private static void again(Written written) {
        if (!(written instanceof Written.Applied)) throw new AssertionError("played again it is " + written);
    }

    @Override public void stop() {
        synchronized (log) {
            life.over = true;
            durable = log.size();
        }
    }

    @Override public void crash(Random random) {
        synchronized (log) {
            life.over = true;
            int kept = durable + random.nextInt(log.size() - durable + 1);
            log.subList(kept, log.size()).clear();
            durable = kept;
        }
    }

    @Override public void started() {
        synchronized (log) {
            if (skipsSyncs) durable = log.size();
        }
    }

    @Override public void close() {}

    /** Writes one after the other, as a committer does. */
    private final class Life extends ForwardingStore {
        private boolean over;

        Life(Store inner) { super(inner); }

        private void requireLife() { if (over) throw new StoreException("the store is closed", null); }

        private void write(Step step, boolean isDurable) throws IOException {
            synchronized (log) {
                requireLife();
                step.on(inner);
                log.add(step);
                if (isDurable && !skipsSyncs) durable = log.size();
            }
        }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            synchronized (log) {
                requireLife();
                var written = partition.apply(batch);
                if (written instanceof Written.Applied) {
                    var name = partition.name();
                    log.add(store -> again(store.partition(name).apply(batch)));
                    if (!skipsSyncs) durable = log.size();
                }
                return CompletableFuture.completedFuture(written);
            }
        }

        @Override protected void put(Bytes blob, Octets octets) throws IOException {
            var copy = Octets.of(octets.bytes(0, octets.length(), Integer.MAX_VALUE));
            write(store -> store.blobs().put(blob, copy), false);
        }

        @Override protected void delete(Bytes blob) { quietly(store -> store.blobs().delete(blob), false); }

        @Override protected void sync() { quietly(_ -> { }, true); }

        @Override public void remove(PartitionName name) { quietly(store -> store.remove(name), true); }

        private void quietly(Step step, boolean isDurable) {
            try {
                write(step, isDurable);
            } catch (IOException never) {
                throw new StoreException("in memory", never);
            }
        }
    }
}
