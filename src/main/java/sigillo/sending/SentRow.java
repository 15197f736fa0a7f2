package sigillo.sending;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** What is kept of an account's sending. {@code own}: limits of its own. {@code lifted}: when its owner last lifted a pause. */
record SentRow(Tally tally, Map<Bound, Integer> own, Optional<Pause> pause, Optional<Instant> lifted) {
    private static final int VERSION = 1;

    static final SentRow NONE = new SentRow(Tally.NONE, Map.of(), Optional.empty(), Optional.empty());

    SentRow {
        own = Map.copyOf(own);
    }

    SentRow with(Tally other) { return new SentRow(other, own, pause, lifted); }

    SentRow with(Optional<Pause> other) { return new SentRow(tally, own, other, lifted); }

    SentRow limited(Map<Bound, Integer> limits) { return new SentRow(tally, limits, pause, lifted); }

    SentRow liftedAt(Optional<Instant> byOwner) { return new SentRow(tally.forgiven(), own, Optional.empty(), byOwner.or(() -> lifted)); }

    SendingLimits limits(SendingLimits all) {
        if (own.isEmpty()) return all;
        var both = new EnumMap<>(all.of());
        both.putAll(own);
        return new SendingLimits(both);
    }

    byte[] encode() {
        var out = new RowOut(VERSION);
        tally.write(out);
        out.number(own.size());
        own.forEach((bound, max) -> out.text(bound.key()).number(max));
        return out.optional(pause, p -> p.write(out)).optional(lifted, out::time).done();
    }

    /** Throws {@link sigillo.store.Damaged} for what is none. */
    static SentRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var tally = Tally.read(in);
        var own = new EnumMap<Bound, Integer>(Bound.class);
        for (int left = in.count(); left > 0; left--) {
            var bound = Bound.of(in.text()).orElseThrow(() -> RowIn.broken("no bound"));
            own.put(bound, in.integer());
        }
        return new SentRow(tally, own, in.optional(() -> Pause.read(in)), in.optional(in::time));
    }
}
