package sigillo.sending;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What is kept of an account's sending. {@code own}: limits of its own. {@code lifted}: when its owner last lifted a pause. {@code infected}:
 * what did not go since a virus was in it.
 */
record SentRow(Tally tally, Map<Bound, Integer> own, Optional<Pause> pause, Optional<Instant> lifted, Optional<Infected> infected) {
    private static final int VERSION = 1;

    static final SentRow NONE = new SentRow(Tally.NONE, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    SentRow {
        own = Map.copyOf(own);
    }

    SentRow with(Tally other) { return new SentRow(other, own, pause, lifted, infected); }

    SentRow with(Optional<Pause> other) { return new SentRow(tally, own, other, lifted, infected); }

    SentRow limited(Map<Bound, Integer> limits) { return new SentRow(tally, limits, pause, lifted, infected); }

    SentRow liftedAt(Optional<Instant> byOwner) { return new SentRow(tally.forgiven(), own, Optional.empty(), byOwner.or(() -> lifted), infected); }

    SentRow infectedAt(Instant now) {
        return new SentRow(tally, own, pause, lifted, Optional.of(new Infected(infected.map(Infected::count).orElse(0L) + 1, now)));
    }

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
        return out.optional(pause, p -> p.write(out)).optional(lifted, out::time)
            .optional(infected, one -> out.number(one.count()).time(one.last())).done();
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
        Optional<Pause> pause = in.optional(() -> Pause.read(in));
        Optional<Instant> lifted = in.optional(in::time);
        // rows of before it was counted end here
        Optional<Infected> infected = in.isAtEnd() ? Optional.empty() : in.optional(() -> new Infected(in.number(), in.time()));
        return new SentRow(tally, own, pause, lifted, infected);
    }
}
