package sigillo.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sigillo.base.Domain;
import sigillo.dkim.Algorithm;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * The keys of a domain that were made together, one an algorithm, and that follow the ones before together. {@code
 * served}: how long a server has run since it is in its stage; {@code seen}: how long DNS has shown it without a break.
 * Both are counted while a server runs, and by no clock that somebody sets. {@code name} is in its selectors.
 */
record Generation(Domain domain, String name, Instant made, Stage stage, Duration served, Duration seen,
                  List<DomainKey> keys) {
    private static final int VERSION = 1;

    Generation {
        keys = List.copyOf(keys);
    }

    Generation at(Stage next) { return new Generation(domain, name, made, next, Duration.ZERO, seen, keys); }

    /** {@code moreServed} has passed, in which DNS has shown it or has not. */
    Generation after(Duration moreServed) {
        var nowSeen = isUsable() ? seen.plus(moreServed) : Duration.ZERO;
        return new Generation(domain, name, made, stage, served.plus(moreServed), nowSeen, keys);
    }

    Generation each(UnaryOperator<DomainKey> change) {
        return new Generation(domain, name, made, stage, served, seen, keys.stream().map(change).toList());
    }

    Generation withoutSecrets() { return each(key -> key.with(Optional.<DomainKey.Kept>empty())); }

    /** All that verify know RSA: without it others would see no signature. */
    boolean isUsable() {
        return keys.stream().anyMatch(key -> key.algorithm() == Algorithm.RSA_SHA256 && key.isShown()
            && key.secret().isPresent());
    }

    boolean hasSecrets() { return keys.stream().anyMatch(key -> key.secret().isPresent()); }

    boolean isGone() { return keys.stream().allMatch(key -> key.shown() == Shown.NO || key.shown() == Shown.LOST); }

    /** Whether it is worth being written again: its times are kept to the hour. */
    boolean isAsKept(Generation kept) {
        return stage == kept.stage && keys.equals(kept.keys) && served.toHours() == kept.served.toHours()
            && seen.toHours() == kept.seen.toHours();
    }

    byte[] encode() {
        var out = new RowOut(VERSION, 2_048).text(domain.name()).text(name).time(made).octet(stage.ordinal())
            .number(served.toMillis()).number(seen.toMillis()).number(keys.size());
        keys.forEach(key -> key.write(out));
        return out.done();
    }

    static Generation decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var domain = Domain.parse(in.text()).orElseThrow(() -> RowIn.broken("no domain"));
        var name = in.text();
        var made = in.time();
        var stage = of(Stage.values(), in.octet());
        var served = Duration.ofMillis(in.number());
        var seen = Duration.ofMillis(in.number());
        var keys = new ArrayList<DomainKey>();
        for (int left = in.count(); left > 0; left--) keys.add(DomainKey.read(in));
        return new Generation(domain, name, made, stage, served, seen, keys);
    }

    static <T> T of(T[] all, int number) {
        if (number >= all.length) throw RowIn.broken("a value that is none");
        return all[number];
    }
}
