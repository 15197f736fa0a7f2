package sigillo.certificates;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What was tried, kept over restarts so that no authority is asked more often for them. {@code failures}: in a row; {@code
 * retryAt}: our own patience; {@code notBefore}: what the authority said; {@code faults}: names that could not be proven, and
 * why; {@code ways}: how each name was proven last; {@code issued}: certificates of late.
 */
record Attempts(
        int failures, Optional<Instant> last, Instant retryAt, Instant notBefore, String why, Map<String, String> faults,
        Map<String, ProofKind> ways, List<Instant> issued) {
    static final Attempts NONE = new Attempts(0, Optional.empty(), Instant.EPOCH, Instant.EPOCH, "", Map.of(), Map.of(), List.of());
    private static final int VERSION = 1;

    Attempts {
        faults = Map.copyOf(faults);
        ways = Map.copyOf(ways);
        issued = List.copyOf(issued);
    }

    /** {@code chance}: from 0 to 1. {@code life}: of the certificate that is to be followed, of which tries must fit into what is left. */
    Attempts failed(Instant now, String reason, Map<String, String> ofNames, Optional<Instant> until, Optional<Duration> life, double chance) {
        var bound = life.map(all -> all.dividedBy(30)).filter(part -> part.compareTo(CertificateLimits.RETRY_MAX) < 0).orElse(CertificateLimits.RETRY_MAX);
        var doubled = CertificateLimits.RETRY_FIRST.multipliedBy(1L << Math.min(failures, 10));
        var wait = doubled.compareTo(bound) < 0 ? doubled : bound;
        var first = wait.compareTo(CertificateLimits.RETRY_FIRST) < 0 ? CertificateLimits.RETRY_FIRST : wait;
        var retry = now.plus(first).plusMillis((long) (first.toMillis() * chance / 5));
        var latest = now.plus(CertificateLimits.WAIT_MAX);
        var said = until.map(at -> at.isAfter(latest) ? latest : at).orElse(notBefore);
        return new Attempts(failures + 1, Optional.of(now), retry, said, reason, ofNames, ways, issued);
    }

    /** A certificate came; of names that it does not have, {@code ofNames} says why. */
    Attempts succeeded(Instant now, Map<String, String> ofNames, Map<String, ProofKind> proven) {
        var all = new TreeMap<>(ways);
        all.putAll(proven);
        var times = new ArrayList<>(recent(now));
        times.add(now);
        // a name that failed is tried again in a day, not with the patience of one that failed never
        var retry = ofNames.isEmpty() ? Instant.EPOCH : now.plus(CertificateLimits.RETRY_MAX);
        return new Attempts(0, Optional.of(now), retry, Instant.EPOCH, "", ofNames, all, times);
    }

    List<Instant> recent(Instant now) {
        return issued.stream().filter(at -> at.isAfter(now.minus(CertificateLimits.ISSUED_WITHIN)) && !at.isAfter(now)).toList();
    }

    /** When an order may be tried, and why not before. {@code asked}: by the operator, who need not have our patience. */
    Optional<Wait> wait(Instant now, boolean asked) {
        if (now.isBefore(notBefore)) return Optional.of(new Wait(notBefore, "the authority asked to wait: " + why));
        var recent = recent(now);
        if (recent.size() >= CertificateLimits.ISSUED_MAX) {
            var free = recent.get(recent.size() - CertificateLimits.ISSUED_MAX).plus(CertificateLimits.ISSUED_WITHIN);
            return Optional.of(new Wait(free, CertificateLimits.ISSUED_MAX + " certificates were ordered in a week, and authorities give no more"));
        }
        // a clock that was set back may not make it wait for ever
        boolean isPatient = now.isBefore(retryAt) && retryAt.isBefore(now.plus(CertificateLimits.RETRY_MAX.multipliedBy(2)));
        return isPatient && !asked ? Optional.of(new Wait(retryAt, why.isEmpty() ? "some names could not be proven" : why)) : Optional.empty();
    }

    record Wait(Instant until, String why) {}

    byte[] encode() {
        var out = new RowOut(VERSION).number(failures).flag(last.isPresent()).time(last.orElse(Instant.EPOCH)).time(retryAt).time(notBefore).text(why);
        out.number(faults.size());
        new TreeMap<>(faults).forEach((name, reason) -> out.text(name).text(reason));
        out.number(ways.size());
        new TreeMap<>(ways).forEach((name, way) -> out.text(name).text(way.text()));
        out.number(issued.size());
        issued.forEach(out::time);
        return out.done();
    }

    static Attempts decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        int failures = in.integer();
        boolean hasLast = in.flag();
        var last = in.time();
        var retryAt = in.time();
        var notBefore = in.time();
        var why = in.text();
        var faults = new TreeMap<String, String>();
        for (int left = in.count(); left > 0; left--) faults.put(in.text(), in.text());
        var ways = new TreeMap<String, ProofKind>();
        for (int left = in.count(); left > 0; left--) {
            var name = in.text();
            ProofKind.of(in.text()).ifPresent(way -> ways.put(name, way));
        }
        var issued = new ArrayList<Instant>();
        for (int left = in.count(); left > 0; left--) issued.add(in.time());
        return new Attempts(failures, hasLast ? Optional.of(last) : Optional.empty(), retryAt, notBefore, why, faults, ways, issued);
    }
}
