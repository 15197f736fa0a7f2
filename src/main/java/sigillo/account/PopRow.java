package sigillo.account;

import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What POP tells of an Email and its other rows do not say; most Emails have none. {@code added}: octets that it is longer
 * when each of its lines ends with CRLF. {@code name}: what it was called where it was imported from.
 */
record PopRow(long added, Optional<Uidl> name) {
    private static final int VERSION = 1;

    boolean isNeeded() { return added != 0 || name.isPresent(); }

    /** As its entries say that there is a row. */
    int marks() { return (added != 0 ? EntryRow.POP_ADDED : 0) | (name.isPresent() ? EntryRow.POP_NAMED : 0); }

    byte[] encode() {
        var out = new RowOut(VERSION).number(added).octet(name.isPresent() ? 1 : 0);
        name.ifPresent(uidl -> out.text(uidl.text()));
        return out.done();
    }

    static PopRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        long added = in.number();
        var name = in.optional(in::text);
        return new PopRow(added, name.map(text -> Uidl.parse(text).orElseThrow(() -> RowIn.broken("a name that is none"))));
    }
}
