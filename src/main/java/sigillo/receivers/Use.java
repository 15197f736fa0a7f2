package sigillo.receivers;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** Recipients that a receiver got in an hour and in its day. {@code hour}: hours since the epoch. */
record Use(long hour, long inHour, long inDay) {
    static final Use NONE = new Use(0, 0, 0);

    static Use of(long hour, long recipients) { return new Use(hour, recipients, recipients); }

    long day() { return Math.floorDiv(hour, 24); }

    Use at(long now) {
        if (now <= hour) return this;
        return new Use(now, 0, Math.floorDiv(now, 24) == day() ? inDay : 0);
    }

    /** As of the later of both. */
    Use plus(Use other) {
        long now = Math.max(hour, other.hour);
        var one = at(now);
        var two = other.at(now);
        return new Use(now, Math.max(0, one.inHour + two.inHour), Math.max(0, one.inDay + two.inDay));
    }

    void write(RowOut out) { out.number(hour).number(inHour).number(inDay); }

    static Use read(RowIn in) { return new Use(in.number(), in.number(), in.number()); }
}
