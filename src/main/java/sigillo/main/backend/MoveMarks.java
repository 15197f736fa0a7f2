package sigillo.main.backend;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.main.cluster.SoleServer;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * What a move of a store writes into both: into the new one that it is being filled, until it is whole; into the old
 * one that it was moved, for good. No server starts on either, since two that go on with the same mail give out the
 * same numbers. They lie beside the row of who serves, in the one partition that is not moved.
 */
public final class MoveMarks {
    private static final PartitionName PARTITION = SoleServer.PARTITION;
    private static final Bytes FILLED = Bytes.utf8("filled");
    private static final Bytes MOVED = Bytes.utf8("moved");
    private static final int VERSION = 1;

    /** {@code other}: from where it is filled, or where it went, for people. */
    record Mark(String other, Instant since) {
        byte[] encode() { return new RowOut(VERSION).text(other).time(since).done(); }

        static Mark decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Mark(in.text(), in.time());
        }

        /**
         * Whether this one, of what was moved away, and that of the store which was {@code filled} are of one move: a target
         * of an earlier one, which was not ended, is no whole copy.
         */
        boolean isEndOf(Mark filled, String from, String to) { return other.equals(to) && filled.other.equals(from); }
    }

    private final Transactions rows;

    MoveMarks(Store store) { this.rows = new Transactions(store.partition(PARTITION)); }

    /** Throws {@link IOException} with a sentence when a server must not go on with it. */
    public static void requireUsable(Store store) throws IOException {
        var marks = new MoveMarks(store);
        var moved = marks.moved();
        if (moved.isPresent()) {
            throw new IOException("what was kept here was moved to " + moved.get().other() + " at "
                + moved.get().since() + ": say in [store] that it is there now");
        }
        var filled = marks.filled();
        if (filled.isPresent()) {
            throw new IOException("a move from " + filled.get().other() + " into this store was begun at "
                + filled.get().since()
                + " and has not ended: end it by the same command, or go on with the store from which it comes");
        }
    }

    Optional<Mark> moved() { return mark(MOVED); }

    Optional<Mark> filled() { return mark(FILLED); }

    private Optional<Mark> mark(Bytes key) { return rows.partition().get(key).map(Mark::decode); }

    /** It is being filled from now on. */
    void fill(Mark mark) { put(FILLED, mark); }

    /** It is whole: from now on it may be used. */
    void whole() {
        rows.write(tx -> {
            tx.delete(FILLED);
            return null;
        });
    }

    /** It is not to be used again. */
    void move(Mark mark) { put(MOVED, mark); }

    private void put(Bytes key, Mark mark) {
        rows.write(tx -> {
            tx.put(key, mark.encode());
            return null;
        });
    }
}
