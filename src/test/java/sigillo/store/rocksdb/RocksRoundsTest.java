package sigillo.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/** What the committer writes in which order, while a disk whose syncs a test lets through holds it up. */
class RocksRoundsTest {
    private static final int LIMIT_SECONDS = 60;
    private static final Bytes X = Bytes.utf8("x");

    @TempDir Path directory;
    private final Semaphore syncs = new Semaphore(0);
    private final Semaphore syncing = new Semaphore(0);
    private final ConcurrentLinkedQueue<Boolean> writes = new ConcurrentLinkedQueue<>();
    private RocksStore store;

    @BeforeEach void open() {
        store = RocksStore.open(directory, null, log -> (batch, sync) -> {
            writes.add(sync);
            if (sync) await(log, batch);
            else log.write(batch, false);
        });
    }

    private void await(WriteLog log, WriteBatch batch) throws RocksDBException {
        syncing.release();
        syncs.acquireUninterruptibly();
        log.write(batch, true);
    }

    @AfterEach void close() {
        syncs.release(1_000);
        store.close();
    }

    private CompletableFuture<Written> commit(String partition) {
        var write = new Batch.Write.Put(X, new byte[10]);
        var batch = new Batch(0, UUID.randomUUID(), Batch.Lane.PROMPT, List.of(write));
        return started(() -> store.partition(new PartitionName(partition)).apply(batch));
    }

    private CompletableFuture<Written> put(String blob) {
        return started(() -> {
            store.blobs().put(Bytes.utf8(blob), Octets.of(new byte[100]));
            return new Written.Applied(0);
        });
    }

    private interface Work {
        Written run() throws Exception;
    }

    /** Returns once it waits for the committer. */
    private static CompletableFuture<Written> started(Work work) {
        var done = new CompletableFuture<Written>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                done.complete(work.run());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) Thread.onSpinWait();
        return done;
    }

    private void untilItSyncs() throws InterruptedException { assertTrue(syncing.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)); }

    private static Written get(CompletableFuture<Written> answer) throws Exception { return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS); }

    /** The octets of a message wait for no sync but the one that is under way: whoever put them can name them sooner. */
    @Test void whatNeedsNoSyncIsAnsweredBeforeTheOthersAreSynced() throws Exception {
        var first = commit("a/1");
        untilItSyncs();
        var blobs = new ArrayList<CompletableFuture<Written>>();
        var commits = new ArrayList<CompletableFuture<Written>>();
        for (int i = 0; i < 3; i++) {
            commits.add(commit("a/2" + i));
            blobs.add(put("blob" + i));
        }
        syncs.release();
        get(first);
        untilItSyncs();
        for (var blob : blobs) get(blob);
        for (var commit : commits) assertFalse(commit.isDone(), "acknowledged before it was synced");
        assertEquals(List.of(true, false, true), List.copyOf(writes), "octets without a sync, then all others with one");
        syncs.release();
        for (var commit : commits) assertEquals(new Written.Applied(1), get(commit));
        assertEquals(3, writes.size());
        for (int i = 0; i < 3; i++) assertTrue(store.blobs().has(Bytes.utf8("blob" + i)));
    }

    /** Who has put the octets and comes with the commit at once is in the round that was about to be synced. */
    @Test void whoComesAtOnceIsInTheSameRound() {
        var lanes = new Lanes();
        var names = new ArrayList<Request>();
        for (int i = 0; i < 3; i++) {
            names.add(new Sync());
            lanes.add(names.getLast());
            lanes.add(new BlobWrite.Builder().build(Batch.Lane.PROMPT));
        }
        assertEquals(names, lanes.more(3, Long.MAX_VALUE), "it waits for nobody more, and takes nothing that needs no sync");
        assertEquals(3, lanes.take().size());
        assertEquals(List.of(), lanes.more(0, Long.MAX_VALUE));
        assertEquals(List.of(), lanes.more(1, 0));
        lanes.close();
        assertEquals(List.of(), lanes.more(1, Long.MAX_VALUE));
    }
}
