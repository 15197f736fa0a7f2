package sigillo.main.attendance;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * A time in which a server served, as it said itself, to the millisecond. {@code inOrder}: it was stopped; else it ended
 * without a word, or still serves.
 */
record Served(Instant start, Instant last, boolean inOrder) {
    /** Before all keys. */
    static final Bytes ALL = Bytes.utf8("r");
    private static final int VERSION = 1;
    private static final int KEY_OCTETS = 9;

    static Served from(Instant now) { return new Served(now, now, false); }

    /** Sorted by their starts. */
    Bytes key() { return key(start); }

    static Bytes key(Instant start) {
        return Bytes.wrap(ByteBuffer.allocate(KEY_OCTETS).put((byte) 'r').putLong(start.toEpochMilli()).array());
    }

    byte[] encode() { return new RowOut(VERSION).number(last.toEpochMilli()).octet(inOrder ? 1 : 0).done(); }

    /** Empty when the row is not one of ours. */
    static Optional<Served> decode(Bytes key, byte[] row) {
        try {
            var in = new RowIn(row, VERSION);
            var start = Instant.ofEpochMilli(ByteBuffer.wrap(key.unsafeArray()).getLong(1));
            var served = new Served(start, Instant.ofEpochMilli(in.number()), in.octet() != 0);
            boolean isSound = key.equals(served.key()) && !start.isBefore(Instant.EPOCH) && !served.last.isBefore(start);
            return isSound ? Optional.of(served) : Optional.empty();
        } catch (RuntimeException broken) {
            return Optional.empty();
        }
    }

    Served until(Instant now) { return new Served(start, now, false); }

    /** As long as this one, and ending now. */
    Served movedTo(Instant now) { return new Served(now.minus(Duration.between(start, last)), now, false); }

    Served stopped() { return new Served(start, last, true); }

    /** What of it is not later than now. */
    Served upTo(Instant now) { return last.isAfter(now) ? new Served(start, now, inOrder) : this; }
}
