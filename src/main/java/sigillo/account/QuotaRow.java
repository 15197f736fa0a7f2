package sigillo.account;

import java.time.Instant;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * An account that is near its limit. {@code octetsMax}: the limit when it was last looked at. {@code warned}: percent
 * of which its owner was warned; 0: none. {@code fullSince}: since when mail is refused.
 */
record QuotaRow(long octetsMax, int warned, Optional<Instant> fullSince) {
    private static final int VERSION = 1;

    static QuotaRow none(long octetsMax) { return new QuotaRow(octetsMax, 0, Optional.empty()); }

    boolean isNothing() { return warned == 0 && fullSince.isEmpty(); }

    byte[] encode() {
        return new RowOut(VERSION).number(octetsMax).number(warned)
            .number(fullSince.map(Instant::toEpochMilli).orElse(0L)).done();
    }

    static QuotaRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new QuotaRow(in.number(), (int) in.number(),
            Optional.of(in.number()).filter(at -> at != 0).map(Instant::ofEpochMilli));
    }
}
