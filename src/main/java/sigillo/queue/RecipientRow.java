package sigillo.queue;

import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * One recipient that is not served yet, as it is kept. {@code destination} is the tag of where it goes, {@code sealed} an
 * {@link Addressee} under the entry's key. {@code due}: its next attempt; {@code event}: when it is looked at for a delay
 * notice or for giving up; both in milliseconds, and both indexed unless it is {@code held} by the operator. What only
 * moves it in time opens nothing.
 */
record RecipientRow(
        Bytes destination, boolean held, int attempts, long due, long event, Age age, boolean delayTold, Bytes sealed) {
    private static final int VERSION = 2;
    private static final int DAMAGED_OCTETS_MAX = 64 << 10;
    private static final Bytes NOWHERE = Bytes.wrap(new byte[QueueKeys.TAG_OCTETS]);

    /**
     * Stands for one whose row does not decode: held, with what is left of it in the place of what is sealed, which nobody
     * opens. Whoever releases it has it put aside again.
     */
    static RecipientRow ofDamaged(byte[] octets, long now) {
        var left = Bytes.wrap(Arrays.copyOf(octets, Math.min(octets.length, DAMAGED_OCTETS_MAX)));
        return new RecipientRow(NOWHERE, true, 0, now, now, new Age(0, now, 0), false, left);
    }

    RecipientRow dueAt(long time) {
        return new RecipientRow(destination, held, attempts, time, event, age, delayTold, sealed);
    }

    RecipientRow eventAt(long time) {
        return new RecipientRow(destination, held, attempts, due, time, age, delayTold, sealed);
    }

    RecipientRow attempted() {
        return new RecipientRow(destination, held, attempts + 1, due, event, age, delayTold, sealed);
    }

    RecipientRow saying(Bytes otherSealed) {
        return new RecipientRow(destination, held, attempts, due, event, age, delayTold, otherSealed);
    }

    RecipientRow heldAs(boolean on, Age ageThen) {
        return new RecipientRow(destination, on, attempts, due, event, ageThen, delayTold, sealed);
    }

    /** With that age at {@code time}, whatever comes of it until then. */
    RecipientRow waiting(long time, Age ageThen) {
        return new RecipientRow(destination, held, attempts, time, event + Math.max(0, time - due), ageThen, delayTold, sealed);
    }

    RecipientRow toDestination(Bytes other, Age ageThere) {
        return new RecipientRow(other, held, attempts, due, event, ageThere, delayTold, sealed);
    }

    RecipientRow toldOfDelay() {
        return new RecipientRow(destination, held, attempts, due, event, age, true, sealed);
    }

    byte[] encode() {
        var out = new RowOut(VERSION);
        out.fixed(destination.unsafeArray()).flag(held).number(attempts).number(due).number(event);
        return age.write(out).flag(delayTold).sized(sealed.unsafeArray()).done();
    }

    static RecipientRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new RecipientRow(Bytes.wrap(in.fixed(QueueKeys.TAG_OCTETS)), in.flag(), in.integer(), in.number(), in.number(), Age.read(in),
            in.flag(), Bytes.wrap(in.sized()));
    }
}
