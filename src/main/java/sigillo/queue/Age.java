package sigillo.queue;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * How long a recipient has waited, counting only time in which we could have delivered. It was {@code counted} at the
 * moment {@code at}, when the destination's uncounted time stood at {@code uncounted}. All in milliseconds. Negative
 * while a message waits for its release (RFC 4865).
 */
record Age(long counted, long at, long uncounted) {

    /** The age at {@code now}, when the destination's uncounted time stands at {@code uncountedNow}. */
    long on(long now, long uncountedNow) { return counted + (now - at) - (uncountedNow - uncounted); }

    RowOut write(RowOut out) { return out.number(counted).number(at).number(uncounted); }

    static Age read(RowIn in) { return new Age(in.number(), in.number(), in.number()); }
}
