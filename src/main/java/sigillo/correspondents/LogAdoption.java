package sigillo.correspondents;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Transactions;

/**
 * Entries of the key log that an earlier release wrote, which knew no marks: nothing is published until they are taken
 * over. They are where they stand as that release leaves them: all behind those that are marked, hashed as the log is,
 * each the newest of its address where it is. That it was that release, and not somebody else with the store, no program
 * sees: whoever looks after the server says so, and browsers see that what they remember did not change. Looks when it
 * is made, and throws {@link Damaged} with a sentence where it is otherwise. One thread.
 */
final class LogAdoption {
    private static final Bytes ENTRIES = Bytes.utf8("l/");
    private static final Bytes NEWEST = Bytes.utf8("e/");
    private static final int PREFIX = 2;

    private final Transactions transactions;
    private final MarkedRows marks;
    private final byte[] head;
    private final long size;
    private final List<LogEntry> unmarked = new ArrayList<>();
    private final Map<Bytes, Long> newest = new HashMap<>();
    private final MerkleTree.Nodes nodes;
    private final byte[] root;
    private long count;
    private boolean isNewestMarked = true;

    LogAdoption(Transactions transactions, MarkedRows marks) {
        this.transactions = transactions;
        this.marks = marks;
        this.head = transactions.partition().get(KeyLog.SIZE).orElseThrow(() -> strange("it has no head"));
        this.size = new RowIn(head, KeyLog.VERSION).number();
        this.nodes = KeyLog.nodes(transactions.partition()::get);
        readEntries();
        readNewest();
        this.root = new MerkleTree(nodes, size).root();
        boolean isAsSigned = !isHeadMarked()
            || KeyLog.state(_ -> Optional.of(head)).root().equals(Bytes.wrap(root));
        if (!isAsSigned) throw strange("its entries are not those that were signed");
    }

    private static Damaged strange(String why) { return new Damaged("the key log cannot be taken over: " + why, null); }

    private boolean isHeadMarked() { return marks.isMarked(KeyLog.SIZE, head); }

    private void readEntries() {
        transactions.partition().range(ENTRIES, ENTRIES.afterPrefix(), false, (row, value) -> {
            if (!row.equals(KeyLog.entryRow(count))) throw strange("entry " + count + " is gone");
            var entry = KeyLog.decoded(count, value);
            boolean isMarked = marks.isMarked(row, value);
            if (isMarked && !unmarked.isEmpty()) throw strange("entry " + unmarked.getFirst().index()
                + " is not this server's, and one behind it is");
            if (!isMarked) unmarked.add(entry);
            newest.put(entry.address(), entry.index());
            new MerkleTree(nodes, count++).append(entry.leaf(), this::isHashed);
            return true;
        });
        if (count != size) throw strange("it has " + count + " entries, and says " + size);
    }

    /** Each hash that is kept follows from those below it. */
    private void isHashed(int level, long index, byte[] hash) {
        if (!Arrays.equals(hash, nodes.at(level, index))) throw strange("its entries are not those that are hashed");
    }

    private void readNewest() {
        var known = new long[1];
        transactions.partition().range(NEWEST, NEWEST.afterPrefix(), false, (row, value) -> {
            if (newestOf(row) != new RowIn(value, KeyLog.VERSION).number())
                throw strange("of an address another entry is said to be the newest");
            isNewestMarked &= marks.isMarked(row, value);
            known[0]++;
            return true;
        });
        if (known[0] != newest.size()) throw strange("of some addresses it is not said which entry is the newest");
    }

    /** In their order; none where all is well. */
    List<LogEntry> unmarked() { return unmarked; }

    /** Whether there is anything to take over. */
    boolean isNeeded() { return !unmarked.isEmpty() || !isNewestMarked || !isHeadMarked(); }

    /** Marks what was looked at. A stop in the middle leaves what another goes on with: the head is the last. */
    void take() {
        marks.adopt(transactions, List.of(ENTRIES), one -> KeyLog.encoded(entry(one.getKey())));
        marks.adopt(transactions, List.of(NEWEST),
            one -> new RowOut(KeyLog.VERSION).number(newestOf(one.getKey())).done());
        transactions.write(tx -> {
            if (!Arrays.equals(tx.get(KeyLog.SIZE).orElse(null), head)) throw strange("it was written meanwhile");
            tx.put(KeyLog.SIZE, marks.marked(KeyLog.SIZE, KeyLog.encoded(size, root)));
            return null;
        });
    }

    private LogEntry entry(Bytes row) {
        long at = ByteBuffer.wrap(row.toArray()).getLong(PREFIX) - (size - unmarked.size());
        if (at < 0 || at >= unmarked.size()) throw strange("it was written meanwhile");
        return unmarked.get((int) at);
    }

    private long newestOf(Bytes row) {
        var index = newest.get(Bytes.wrap(Arrays.copyOfRange(row.toArray(), PREFIX, row.length())));
        if (index == null) throw strange("no entry is of an address that it names");
        return index;
    }
}
