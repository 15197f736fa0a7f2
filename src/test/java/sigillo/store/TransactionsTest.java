package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.store.StoreContract.key;
import static sigillo.store.StoreContract.put;
import static sigillo.store.StoreContract.rows;
import static sigillo.store.StoreContract.text;
import static sigillo.store.StoreContract.value;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import sigillo.store.memory.MemoryStore;

/** How writers are combined, and what each answer of a store leads to. */
class TransactionsTest {
    private final MemoryStore store = new MemoryStore();
    private final ScriptedPartition partition = new ScriptedPartition(store.partition(new PartitionName("a/1")));
    private final Transactions transactions = new Transactions(partition);

    private void write(String key, String value) {
        transactions.write(tx -> {
            tx.put(key(key), value(value));
            return null;
        });
    }

    /** While the first commit is on its way to the disk, 600 writers gather: then three batches take them all. */
    @Test void gathersWritersDuringACommit() throws Exception {
        int writers = 600;
        var disk = new CompletableFuture<Void>();
        partition.beforeNext(disk::join);
        var entered = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        threads.add(Thread.startVirtualThread(() -> write("first", "")));
        while (partition.batches().isEmpty()) Thread.sleep(1);
        for (int i = 0; i < writers; i++) {
            var key = "w" + i;
            threads.add(Thread.startVirtualThread(() -> {
                entered.incrementAndGet();
                write(key, "");
            }));
        }
        while (entered.get() < writers || threads.stream().anyMatch(TransactionsTest::isBusy)) Thread.sleep(1);
        disk.complete(null);
        for (var thread : threads) thread.join();
        assertEquals(List.of(1, 256, 256, 88), partition.batches().stream().map(b -> b.writes().size()).toList());
        assertEquals(writers, rows(partition, "w", "x", false).size());
    }

    private static boolean isBusy(Thread thread) { return thread.getState() != Thread.State.WAITING; }

    @Test void bulkHasItsPlaceInEveryRound() throws Exception {
        var disk = new CompletableFuture<Void>();
        partition.beforeNext(disk::join);
        var threads = new ArrayList<Thread>();
        threads.add(Thread.startVirtualThread(() -> write("first", "")));
        while (partition.batches().isEmpty()) Thread.sleep(1);
        for (int i = 0; i < 340; i++) {
            var key = key("w" + i);
            var lane = i < 40 ? Batch.Lane.BULK : Batch.Lane.PROMPT;
            threads.add(Thread.startVirtualThread(() -> transactions.write(lane, tx -> {
                tx.put(key, value(""));
                return null;
            })));
        }
        while (threads.stream().anyMatch(TransactionsTest::isBusy)) Thread.sleep(1);
        disk.complete(null);
        for (var thread : threads) thread.join();
        assertEquals(List.of(1, 256 + 16, 44 + 16, 8), partition.batches().stream().map(b -> b.writes().size()).toList());
        assertEquals(List.of(Batch.Lane.PROMPT, Batch.Lane.PROMPT, Batch.Lane.PROMPT, Batch.Lane.BULK),
            partition.batches().stream().map(Batch::lane).toList());
    }

    @Test void splitsARoundThatIsTooLarge() throws Exception {
        var disk = new CompletableFuture<Void>();
        partition.beforeNext(disk::join);
        var threads = new ArrayList<Thread>();
        threads.add(Thread.startVirtualThread(() -> write("first", "")));
        while (partition.batches().isEmpty()) Thread.sleep(1);
        for (int i = 0; i < 10; i++) {
            var key = key("w" + i);
            threads.add(Thread.startVirtualThread(() -> transactions.write(tx -> {
                tx.put(key, new byte[Partition.VALUE_OCTETS_MAX]);
                return null;
            })));
        }
        while (threads.stream().anyMatch(TransactionsTest::isBusy)) Thread.sleep(1);
        disk.complete(null);
        for (var thread : threads) thread.join();
        assertEquals(List.of(1, 4, 4, 2), partition.batches().stream().map(b -> b.writes().size()).toList());
    }

    @Test void runsAgainWhenAnotherProcessWasFirst() {
        var ran = new AtomicInteger();
        partition.beforeNext(() -> partition.real().apply(
            new Batch(0, java.util.UUID.randomUUID(), Batch.Lane.PROMPT, List.of(put("x", "theirs")))));
        var seen = transactions.write(tx -> {
            ran.incrementAndGet();
            tx.put(key("y"), value("ours"));
            return tx.revision() + tx.get(key("x")).map(StoreContract::text).orElse("nothing");
        });
        assertEquals("2theirs", seen);
        assertEquals(2, ran.get());
        assertEquals(List.of("x=theirs", "y=ours"), rows(partition, "", "z", false));
    }

    /** What it threw may come from half of another's commit, so it counts only when the revision still stands. */
    @Test void aWorkThatThrowsIsRunAgainToo() {
        var ran = new AtomicInteger();
        var thrown = assertThrows(IllegalStateException.class, () -> transactions.write(tx -> {
            if (ran.incrementAndGet() == 1) partition.real().apply(StoreContract.batch(0));
            throw new IllegalStateException("run " + ran);
        }));
        assertEquals("run 2", thrown.getMessage());
    }

    @Test void unknownButKeptIsDone() {
        partition.answerNext(new Written.Unknown(), true);
        var told = new AtomicInteger();
        transactions.write(tx -> {
            tx.put(key("x"), value("" + tx.get(key("x")).isPresent()));
            tx.afterCommit(told::incrementAndGet);
            return null;
        });
        assertEquals(1, told.get());
        assertEquals(List.of("x=false"), rows(partition, "", "z", false), "it was not run twice");
        assertEquals(1, partition.revision());
    }

    @Test void unknownAndNotKeptIsDoneAgain() {
        partition.answerNext(new Written.Unknown(), false);
        write("x", "1");
        assertEquals(2, partition.batches().size());
        assertEquals(1, partition.revision());
    }

    /** Kept or not, others went on: a second run might do everything twice. */
    @Test void unknownThatCannotBeSettledIsNotRepeated() {
        partition.answerNext(new Written.Unknown(), true);
        partition.afterNext(() -> partition.real().apply(StoreContract.batch(1)));
        var thrown = assertThrows(StoreException.class, () -> write("x", "1"));
        assertFalse(thrown.isFull());
        assertEquals(1, partition.batches().size());
    }

    @Test void refusalsAreExceptions() {
        store.refuse(Written.Cause.FULL);
        var told = new AtomicInteger();
        assertTrue(assertThrows(StoreException.class, () -> transactions.write(tx -> {
            tx.put(key("x"), value("1"));
            tx.afterCommit(told::incrementAndGet);
            return null;
        })).isFull());
        store.refuse(Written.Cause.FAILED);
        assertFalse(assertThrows(StoreException.class, () -> write("x", "1")).isFull());
        assertEquals(0, told.get());
        store.recover();
        write("x", "2");
        assertEquals(List.of("x=2"), rows(partition, "", "z", false));
    }

    @Test void readingGoesOnBesideARefusedWrite() throws Exception {
        write("x", "1");
        store.refuse(Written.Cause.FULL);
        var disk = new CompletableFuture<Void>();
        partition.beforeNext(disk::join);
        var failed = new AtomicReference<Throwable>();
        var read = new AtomicReference<String>();
        var threads = List.of(
            Thread.ofVirtual().unstarted(() -> failed.set(assertThrows(StoreException.class, () -> write("y", "")))),
            Thread.ofVirtual().unstarted(() -> assertThrows(StoreException.class, () -> write("x", "2"))),
            Thread.ofVirtual().unstarted(() -> read.set(transactions.write(tx -> text(tx.get(key("x")).orElseThrow())))));
        for (var thread : threads) {
            thread.start();
            while (isBusy(thread)) Thread.sleep(1);
        }
        disk.complete(null);
        for (var thread : threads) thread.join();
        assertTrue(failed.get() instanceof StoreException);
        assertEquals("1", read.get(), "and not what the refused one before it would have written");
    }

    @Test void aHeadThatCannotBeReadFailsThoseWhoWait() {
        partition.breakHead(true);
        assertThrows(StoreException.class, () -> write("x", "1"));
        partition.breakHead(false);
        write("x", "1");
        assertEquals(1, partition.revision());
    }

    @Test void anActionThatFailsHarmsNobody() {
        var told = new AtomicInteger();
        transactions.write(tx -> {
            tx.put(key("x"), value("1"));
            tx.afterCommit(() -> { throw new ArithmeticException("a bug that the log shows, meant by this test"); });
            tx.afterCommit(told::incrementAndGet);
            return null;
        });
        assertEquals(1, told.get());
        assertEquals(1, partition.revision());
    }

    @Test void misuseIsToldAtOnce() {
        write("x", "1");
        assertThrows(IllegalStateException.class, () -> transactions.write(_ -> {
            write("y", "1");
            return null;
        }));
        var leaked = transactions.<Tx>write(tx -> tx);
        assertThrows(IllegalStateException.class, () -> leaked.get(key("x")));
        assertThrows(IllegalStateException.class, () -> leaked.put(key("x"), value("2")));
        assertThrows(IllegalStateException.class, () -> transactions.write(tx -> {
            tx.range(key(""), key("z"), false, (k, _) -> {
                tx.delete(k);
                return true;
            });
            return null;
        }));
        assertThrows(IllegalStateException.class, () -> transactions.write(tx -> {
            for (int i = 0; i < 40; i++) tx.put(key("big" + i), new byte[Partition.VALUE_OCTETS_MAX]);
            return null;
        }));
        write("y", "2");
        assertEquals(List.of("x=1", "y=2"), rows(partition, "", "z", false));
    }
}
