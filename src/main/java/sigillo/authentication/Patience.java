package sigillo.authentication;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Of which authors' domains mail is to come again, since DNS cannot say for now whether it is theirs: for a while after
 * the first such message of a domain. Then it is taken as it is, for the rest of a day, so that DNS which is broken for
 * good delays mail once a day and loses none. Any thread.
 */
final class Patience {
    private final Duration time;
    private final FirstSeen firsts;
    /** When the first came, the oldest first. */
    private final Map<String, Instant> since = new LinkedHashMap<>();

    /** {@code time}: zero for none. */
    Patience(Duration time) { this(time, FirstSeen.HERE); }

    Patience(Duration time, FirstSeen firsts) {
        this.time = time;
        this.firsts = firsts;
    }

    /** Whether a message of this domain that is undecided is to come again. */
    boolean waits(String domain, Instant now) {
        if (time.isZero()) return false;
        var known = known(domain, now);
        if (known.isEmpty()) return false;
        var first = known.get().equals(now) ? firsts.of(domain, now) : known.get(); // others are asked once
        note(domain, first);
        return now.isBefore(first.plus(time));
    }

    private synchronized void note(String domain, Instant first) {
        if (since.containsKey(domain)) since.put(domain, first);
    }

    /** When the first came as far as is known here; empty where there is no room to remember it. */
    private synchronized Optional<Instant> known(String domain, Instant now) {
        var oldest = since.values().iterator();
        while (oldest.hasNext() && !oldest.next().plus(AuthenticationLimits.PATIENCE_EVERY).isAfter(now)) oldest.remove();
        var first = since.get(domain);
        if (first == null) {
            // Strangers have as many domains as they like: where there is no room for one more its mail is taken.
            if (since.size() >= AuthenticationLimits.PATIENCE_DOMAINS_MAX) return Optional.empty();
            since.put(domain, now);
            return Optional.of(now);
        }
        return Optional.of(first);
    }
}
