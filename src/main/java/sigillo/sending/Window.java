package sigillo.sending;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What happened within a sliding period, by two numbers: this period's count, and the last one's, weighed by how much of
 * it still lies within.
 */
record Window(long period, long count, long before) {
    static final Window EMPTY = new Window(0, 0, 0);

    /** Moved to the period in which {@code now} lies. All in milliseconds. */
    Window at(long now, long length) {
        long current = Math.floorDiv(now, length);
        if (current <= period) return this; // the clock may have been put back
        return new Window(current, 0, current == period + 1 ? count : 0);
    }

    /** What is given back may have been counted in the period before. */
    Window plus(long more) { return new Window(period, Math.max(0, count + more), before); }

    /** Of one that is moved to {@code now}. */
    long within(long now, long length) {
        double left = 1 - (double) Math.floorMod(now, length) / length;
        return count + (long) (before * left);
    }

    void write(RowOut out) { out.number(period).number(count).number(before); }

    static Window read(RowIn in) { return new Window(in.number(), in.number(), in.number()); }
}
