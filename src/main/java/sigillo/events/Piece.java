package sigillo.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.MailboxId;
import sigillo.base.Address;
import sigillo.delivery.EventRules.Cause;
import sigillo.delivery.EventRules.Event;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** What waits to be done for some messages of one event; at most some KiB. */
record Piece(Event event, List<Long> uids) {
    private static final int VERSION = 1;

    Piece { uids = List.copyOf(uids); }

    byte[] encode() {
        var out = new RowOut(VERSION, 512).text(event.id()).octet(event.cause().ordinal()).address(event.user())
            .number(event.mailbox().value()).text(event.script()).number(event.changedFlags().size());
        event.changedFlags().forEach(out::text);
        out.number(uids.size());
        uids.forEach(out::number);
        return out.done();
    }

    /** Empty for what {@link #encode} does not give. */
    static Optional<Piece> decode(byte[] record) {
        try {
            var in = new RowIn(record, VERSION);
            var event = new Event(in.text(), cause(in.octet()), in.address(), new MailboxId(in.id()), in.text(), texts(in));
            var uids = new ArrayList<Long>();
            for (int left = in.count(); left > 0; left--) uids.add(in.number());
            return Optional.of(new Piece(event, uids));
        } catch (Damaged | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static List<String> texts(RowIn in) {
        var all = new ArrayList<String>();
        for (int left = in.count(); left > 0; left--) all.add(in.text());
        return all;
    }

    private static Cause cause(int ordinal) {
        if (ordinal < 0 || ordinal >= Cause.values().length) throw new Damaged("no cause has the number " + ordinal, null);
        return Cause.values()[ordinal];
    }

}
