package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** A piece of the change log: what a work touched. A work that touched much wrote several. */
record LogRow(Instant at, List<Item> items) {
    private static final int VERSION = 2;
    /** Without the threads of Emails that are gone. */
    private static final int VERSION_WITHOUT_THREADS = 1;
    static final int ITEMS_MAX = 500;

    /**
     * {@code uid} and {@code email} are 0 where a mailbox itself is meant. {@code thread}: of an Email that is gone, which nothing
     * else tells any more; 0 for any other, and in rows of before.
     */
    record Item(Kind kind, long mailbox, long uid, long email, long thread) {
        Item(Kind kind, long mailbox, long uid, long email) { this(kind, mailbox, uid, email, 0); }
    }

    enum Kind {
        /** A new Email's membership. */
        ARRIVED,
        /** A new membership of an Email that was there. */
        ADDED,
        /** Other keywords, or \Deleted. */
        CHANGED,
        /** The Email is still elsewhere. */
        REMOVED,
        /** The Email is nowhere any more. */
        DESTROYED,
        MAILBOX_CREATED, MAILBOX_CHANGED, MAILBOX_DESTROYED;

        private static final List<Kind> ALL = List.of(values()); // their order is in rows

        static Kind of(int code) {
            if (code >= ALL.size()) throw RowIn.broken("a kind of change that nobody knows");
            return ALL.get(code);
        }

        /** Whether it is of a message, not of a mailbox. */
        boolean isOfEntry() { return compareTo(DESTROYED) <= 0; }
    }

    LogRow {
        items = List.copyOf(items);
    }

    byte[] encode() {
        var out = new RowOut(VERSION).time(at);
        for (var item : items) {
            out.octet(item.kind.ordinal()).number(item.mailbox);
            if (item.kind.isOfEntry()) out.number(item.uid).number(item.email);
            if (item.kind == Kind.DESTROYED) out.number(item.thread);
        }
        return out.done();
    }

    static LogRow decode(byte[] row) {
        boolean hasThreads = row.length == 0 || row[0] != VERSION_WITHOUT_THREADS;
        var in = new RowIn(row, hasThreads ? VERSION : VERSION_WITHOUT_THREADS);
        var at = in.time();
        var items = new ArrayList<Item>();
        while (!in.isAtEnd()) {
            var kind = Kind.of(in.octet());
            long mailbox = in.number();
            boolean entry = kind.isOfEntry();
            items.add(new Item(kind, mailbox, entry ? in.number() : 0, entry ? in.number() : 0,
                hasThreads && kind == Kind.DESTROYED ? in.number() : 0));
        }
        return new LogRow(at, items);
    }
}
