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
import java.util.stream.IntStream;
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

    private Runnable writer(Batch.Lane lane, String key, int octets) {
        return () -> transactions.write(lane, tx -> {
            tx.put(key(key), new byte[octets]);
            return null;
        });
    }

    /** Starts all of them, each on a thread, while a first commit is on its way; then lets the disk have it. */
    private void during(List<Runnable> writers) throws InterruptedException {
        var disk = new CompletableFuture<Void>();
        partition.beforeNext(disk::join);
        var threads = new ArrayList<Thread>();
        threads.add(Thread.startVirtualThread(writer(Batch.Lane.PROMPT, "first", 0)));
        while (partition.batches().isEmpty()) Thread.sleep(1);
        for (var writer : writers) threads.add(Thread.startVirtualThread(writer));
        while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) Thread.sleep(1);
        disk.complete(null);
        for (var thread : threads) thread.join();
    }

    private List<Integer> sizes() { return partition.batches().stream().map(batch -> batch.writes().size()).toList(); }

    @Test void gathersWritersDuringACommit() throws Exception {
        during(IntStream.range(0, 600).mapToObj(i -> writer(Batch.Lane.PROMPT, "w" + i, 10)).toList());
        assertEquals(List.of(1, 256, 256, 88), sizes());
        assertEquals(600, rows(partition, "w", "x", false).size());
    }

    @Test void bulkHasItsPlaceInEveryRound() throws Exception {
        during(IntStream.range(0, 340)
            .mapToObj(i -> writer(i < 40 ? Batch.Lane.BULK : Batch.Lane.PROMPT, "w" + i, 10)).toList());
        assertEquals(List.of(1, 256 + 16, 44 + 16, 8), sizes());
        assertEquals(List.of(Batch.Lane.PROMPT, Batch.Lane.PROMPT, Batch.Lane.PROMPT, Batch.Lane.BULK),
            partition.batches().stream().map(Batch::lane).toList());
    }

    @Test void splitsARoundThatIsTooLarge() throws Exception {
        during(IntStream.range(0, 10)
            .mapToObj(i -> writer(Batch.Lane.PROMPT, "w" + i, Partition.VALUE_OCTETS_MAX)).toList());
        assertEquals(List.of(1, 4, 4, 2), sizes());
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
            tx.afterCommit(() -> { throw new NoClassDefFoundError("meant by this test: it is kept all the same"); });
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
        assertEquals(List.of(1, 0, 1), sizes(), "an empty batch is between the two");
        assertEquals(2, partition.revision());
        assertEquals(new Written.Conflict(2), partition.real().apply(partition.batches().getFirst()),
            "it comes too late");
    }

    /** It gets in after it was looked for, and before anything else could. */
    @Test void unknownThatComesLateIsDoneOnce() {
        partition.answerNext(new Written.Unknown(), false);
        partition.afterNext(() -> partition.beforeNext(() -> partition.real().apply(partition.batches().getFirst())));
        var ran = new AtomicInteger();
        transactions.write(tx -> {
            ran.incrementAndGet();
            tx.put(key("x"), value("1"));
            return null;
        });
        assertEquals(1, ran.get());
        assertEquals(List.of(1, 0), sizes());
        assertEquals(1, partition.revision());
    }

    @Test void unknownWhosePlaceAnotherHasIsDoneAgain() {
        partition.answerNext(new Written.Unknown(), false);
        partition.afterNext(() -> partition.real().apply(StoreContract.batch(0, put("y", "theirs"))));
        write("x", "1");
        assertEquals(List.of("x=1", "y=theirs"), rows(partition, "", "z", false));
        assertEquals(2, partition.revision());
    }

    /** Kept or not, others went on: a second run might do everything twice. */
    @Test void unknownThatCannotBeSettledIsNotRepeated() {
        partition.answerNext(new Written.Unknown(), true);
        partition.afterNext(() -> partition.real().apply(StoreContract.batch(1)));
        var thrown = assertThrows(StoreException.class, () -> write("x", "1"));
        assertFalse(thrown.isFull());
        assertTrue(thrown.mayBeKept());
        assertEquals(1, partition.batches().size());
    }

    @Test void unknownWhoseHeadCannotBeReadMayBeKept() {
        partition.answerNext(new Written.Unknown(), true);
        partition.afterNext(() -> partition.breakHead(true));
        assertTrue(assertThrows(StoreException.class, () -> write("x", "1")).mayBeKept());
    }

    @Test void aRefusalSaysWhetherItMayBeKept() {
        for (boolean isBegun : new boolean[] {false, true}) {
            for (var cause : Written.Cause.values()) {
                partition.answerNext(new Written.Refused(cause, "as the test wants", isBegun), false);
                assertEquals(isBegun, assertThrows(StoreException.class, () -> write("x", "1")).mayBeKept());
            }
        }
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
        var failed = new AtomicInteger();
        var read = new AtomicReference<String>();
        partition.afterNext(() -> store.refuse(Written.Cause.FULL));
        during(List.of(
            () -> {
                assertThrows(StoreException.class, () -> write("x", "2"));
                failed.incrementAndGet();
            },
            () -> read.set(transactions.write(tx -> text(tx.get(key("x")).orElseThrow())))));
        assertEquals(1, failed.get());
        assertEquals("1", read.get(), "and not what the refused one before it would have written");
    }

    /** Beside one that adds, what makes room is not refused with it: it goes again without. */
    @Test void whatMakesRoomIsNotRefusedWithWhatAdds() throws Exception {
        write("x", "1");
        var failed = new AtomicInteger();
        partition.afterNext(() -> partition.answerNext(new Written.Refused(Written.Cause.FULL, "as the test wants"), false));
        during(List.of(
            () -> {
                assertTrue(assertThrows(StoreException.class, () -> write("y", "2")).isFull());
                failed.incrementAndGet();
            },
            () -> transactions.write(tx -> {
                tx.delete(key("x"));
                return null;
            }),
            () -> transactions.write(tx -> {
                tx.givesSpace();
                tx.put(key("z"), value("kept"));
                return null;
            })));
        assertEquals(1, failed.get());
        assertEquals(List.of("first=", "z=kept"), rows(partition, "", "zz", false));
        assertEquals(List.of(false, false, false, true), partition.batches().stream().map(Batch::givesSpace).toList());
    }

    @Test void aHeadThatCannotBeReadFailsThoseWhoWait() {
        partition.breakHead(true);
        assertFalse(assertThrows(StoreException.class, () -> write("x", "1")).mayBeKept());
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

    /** What may be there later, when nobody waits for it any more, is taken note of at once. */
    @Test void whatIsInDoubtIsTakenNoteOf() {
        var done = new ArrayList<String>();
        Transactions.Work<Void> work = tx -> {
            tx.put(key("x"), value("1"));
            tx.afterCommit(() -> done.add("sure"));
            tx.afterCommitOrDoubt(() -> done.add("perhaps"));
            return null;
        };
        partition.answerNext(new Written.Refused(Written.Cause.FAILED, "broken", true), false);
        assertTrue(assertThrows(StoreException.class, () -> transactions.write(work)).mayBeKept());
        assertEquals(List.of("perhaps"), done);
        partition.answerNext(new Written.Refused(Written.Cause.FULL, "full"), false);
        assertThrows(StoreException.class, () -> transactions.write(work));
        assertEquals(List.of("perhaps"), done, "it never will be");
        transactions.write(work);
        assertEquals(List.of("perhaps", "sure", "perhaps"), done);
    }
}
