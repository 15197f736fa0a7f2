package sigillo.keyring;

import java.time.Instant;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * Work that waits. {@code key}: of the payload, sealed with the public key of the epoch, so that who defers it needs
 * nobody's secret, with this server's {@code mark}. {@code lease}: who is doing it; {@code tries}: how often it has
 * failed.
 */
record DeferredRow(int kind, Bytes key, Bytes mark, Bytes payload, Optional<Lease> lease, int tries) {
    private static final int VERSION = 1;

    /** {@code holder}: a random number of one run. From {@code until} on it is nobody's: he was stopped. */
    record Lease(long holder, Instant until) {}

    boolean isFree(Instant now) { return lease.filter(there -> now.isBefore(there.until)).isEmpty(); }

    boolean isHeldBy(long holder) { return lease.filter(there -> there.holder == holder).isPresent(); }

    DeferredRow leased(Lease to) { return new DeferredRow(kind, key, mark, payload, Optional.of(to), tries); }

    /** Nobody takes it before the end of its lease: other work comes first. */
    DeferredRow failed() { return new DeferredRow(kind, key, mark, payload, lease, tries + 1); }

    byte[] encode() {
        var out = new RowOut(VERSION).octet(kind).sized(key.unsafeArray()).sized(mark.unsafeArray())
            .sized(payload.unsafeArray());
        return out.optional(lease, there -> out.word(there.holder).time(there.until)).number(tries).done();
    }

    static DeferredRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new DeferredRow(in.octet(), Bytes.wrap(in.sized()), Bytes.wrap(in.sized()), Bytes.wrap(in.sized()),
            in.optional(() -> new Lease(in.word(), in.time())), in.integer());
    }

    @Override public String toString() { return "work of kind " + kind; }
}
