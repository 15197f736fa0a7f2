package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.store.StoreContract.batch;
import static sigillo.store.StoreContract.key;
import static sigillo.store.StoreContract.put;
import static sigillo.store.StoreContract.rows;
import static sigillo.store.StoreContract.text;
import static sigillo.store.StoreContract.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What combined writers can rely on over any backend. */
public interface TransactionsContract extends StoreContract {

    @Test default void returnsTheResultOfAWorkOnceItIsWritten() {
        var transactions = new Transactions(store().partition(A));
        assertEquals("done", transactions.write(tx -> {
            assertEquals(1, tx.revision());
            tx.put(key("x"), value("1"));
            return "done";
        }));
        assertEquals(List.of("x=1"), rows(transactions.partition(), "", "z", false));
        assertEquals(1, transactions.partition().revision());
    }

    @Test default void aWorkThatWritesNothingMakesNoCommit() {
        var transactions = new Transactions(store().partition(A));
        assertTrue(transactions.<Boolean>write(tx -> tx.get(key("x")).isEmpty()));
        assertEquals(0, transactions.partition().revision());
    }

    @Test default void aWorkSeesItsOwnWrites() {
        var partition = store().partition(A);
        partition.apply(batch(0, put("b", "1"), put("d", "1"), put("f", "1")));
        new Transactions(partition).write(tx -> {
            tx.put(key("a"), value("2"));
            tx.put(key("d"), value("2"));
            tx.delete(key("b"));
            tx.delete(key("never"));
            tx.put(key("g"), value("2"));
            assertEquals("2", text(tx.get(key("d")).orElseThrow()));
            assertTrue(tx.get(key("b")).isEmpty());
            var expected = List.of("a=2", "d=2", "f=1", "g=2");
            assertEquals(expected, seen(tx, "", "z", false, 9));
            assertEquals(expected.reversed(), seen(tx, "", "z", true, 9));
            assertEquals(List.of("d=2", "f=1"), seen(tx, "b", "g", false, 9));
            assertEquals(List.of("g=2", "f=1"), seen(tx, "", "z", true, 2));
            assertEquals(List.of("a=2"), seen(tx, "", "z", false, 1));
            assertEquals(List.of(), seen(tx, "z", "a", false, 9));
            return null;
        });
        assertEquals(List.of("a=2", "d=2", "f=1", "g=2"), rows(partition, "", "z", false));
    }

    private static List<String> seen(Tx tx, String from, String to, boolean reverse, int max) {
        var rows = new ArrayList<String>();
        tx.range(key(from), key(to), reverse, (k, v) -> rows.add(k.toUtf8() + "=" + text(v)) && rows.size() < max);
        return rows;
    }

    @Test default void aWorkThatThrowsLeavesNothing() {
        var transactions = new Transactions(store().partition(A));
        var actions = new AtomicInteger();
        assertThrows(ArithmeticException.class, () -> transactions.write(tx -> {
            tx.put(key("x"), value("1"));
            tx.afterCommit(actions::incrementAndGet);
            throw new ArithmeticException();
        }));
        assertEquals(0, transactions.partition().revision());
        assertEquals(0, actions.get());
    }

    /** Every fourth work throws after it has written; what the others add up is what is kept, each once. */
    @Test default void manyWritersEachCountOnce() throws Exception {
        int writers = 50, each = 20;
        var transactions = new Transactions(store().partition(A));
        var order = Collections.synchronizedList(new ArrayList<Long>());
        var kept = new AtomicInteger();
        var all = IntStream.range(0, writers).mapToObj(w -> (Executable) () -> {
            var random = new Random(w);
            for (int i = 0; i < each; i++) {
                var lane = random.nextInt(5) == 0 ? Batch.Lane.BULK : Batch.Lane.PROMPT;
                if (count(transactions, lane, random.nextInt(4) == 0, order)) kept.incrementAndGet();
            }
        });
        StoreContract.together(all.toList());
        assertEquals(kept.get(), counter(transactions.partition()));
        assertTrue(kept.get() > 500 && kept.get() < 1000, kept + " kept");
        assertEquals(LongStream.rangeClosed(1, kept.get()).boxed().toList(), order, "actions come in commit order");
        assertTrue(transactions.partition().revision() <= kept.get());
    }

    private static boolean count(Transactions transactions, Batch.Lane lane, boolean fails, List<Long> order) {
        try {
            long mine = transactions.write(lane, tx -> {
                long next = tx.get(key("n")).map(v -> Long.parseLong(text(v))).orElse(0L) + 1;
                tx.put(key("n"), value("" + next));
                tx.afterCommit(() -> order.add(next));
                if (fails) throw new ArithmeticException();
                return next;
            });
            assertTrue(order.contains(mine), "the action of a work has run when its write returns");
            return true;
        } catch (ArithmeticException expected) {
            return false;
        }
    }

    private static long counter(Partition partition) {
        return Long.parseLong(text(partition.get(key("n")).orElseThrow()));
    }

    /** Several processes over one partition conflict, and all get through. */
    @Test default void runsAgainAfterAConflict() throws Exception {
        var processes = IntStream.range(0, 3).mapToObj(p -> new Transactions(store().partition(A))).toList();
        StoreContract.together(IntStream.range(0, 6).mapToObj(w -> (Executable) () -> {
            for (int i = 0; i < 20; i++) processes.get(w / 2).write(tx -> {
                tx.put(key("n"), value("" + (tx.get(key("n")).map(v -> Long.parseLong(text(v))).orElse(0L) + 1)));
                return null;
            });
        }).toList());
        var partition = store().partition(A);
        assertEquals(120, counter(partition));
    }
}
