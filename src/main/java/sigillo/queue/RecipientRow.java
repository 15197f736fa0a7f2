package sigillo.queue;

import java.util.EnumSet;
import java.util.Optional;
import sigillo.smtp.Recipient;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * One recipient that is not served yet. {@code due}: its next attempt; {@code event}: when it is looked at for a delay
 * notice or for giving up; both in milliseconds, and both indexed unless it is {@code held} by the operator.
 */
record RecipientRow(
        Recipient recipient, String destination, boolean held, int attempts, long due, long event, Age age,
        boolean delayTold, Optional<LastReply> last) {
    private static final int VERSION = 1;

    RecipientRow dueAt(long time) {
        return new RecipientRow(recipient, destination, held, attempts, time, event, age, delayTold, last);
    }

    RecipientRow eventAt(long time) {
        return new RecipientRow(recipient, destination, held, attempts, due, time, age, delayTold, last);
    }

    RecipientRow attempted(LastReply reply) {
        return new RecipientRow(recipient, destination, held, attempts + 1, due, event, age, delayTold,
            Optional.of(reply));
    }

    RecipientRow answered(LastReply reply) {
        return new RecipientRow(recipient, destination, held, attempts, due, event, age, delayTold, Optional.of(reply));
    }

    RecipientRow heldAs(boolean on, Age ageThen) {
        return new RecipientRow(recipient, destination, on, attempts, due, event, ageThen, delayTold, last);
    }

    RecipientRow toDestination(String other, Age ageThere) {
        return new RecipientRow(recipient, other, held, attempts, due, event, ageThere, delayTold, last);
    }

    RecipientRow toldOfDelay() {
        return new RecipientRow(recipient, destination, held, attempts, due, event, age, true, last);
    }

    byte[] encode() {
        var out = new RowOut(VERSION);
        int notify = recipient.notifyOn().stream().mapToInt(n -> 1 << n.ordinal()).sum();
        out.address(recipient.address()).number(notify).optional(recipient.originalRecipient(), out::text)
            .text(destination).flag(held).number(attempts).number(due).number(event);
        age.write(out).flag(delayTold).optional(last, reply -> reply.write(out));
        return out.done();
    }

    static RecipientRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var address = in.address();
        int bits = in.integer();
        var notify = EnumSet.noneOf(Recipient.Notify.class);
        for (var n : Recipient.Notify.values()) if ((bits & 1 << n.ordinal()) != 0) notify.add(n);
        var recipient = new Recipient(address, notify, in.optional(in::text));
        return new RecipientRow(recipient, in.text(), in.flag(), in.integer(), in.number(), in.number(), Age.read(in),
            in.flag(), in.optional(() -> LastReply.read(in)));
    }
}
