package sigillo.authentication;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Of which authors' domains mail is to come again, since DNS cannot say for now whether it is theirs: for a while after
 * the first such message of a domain. Then it is taken as it is, for the rest of a day, so that DNS which is broken for
 * good delays mail once a day and loses none. Any thread.
 */
final class Patience {
    private final Duration time;
    /** When the first came, the oldest first. */
    private final Map<String, Instant> since = new LinkedHashMap<>();

    /** {@code time}: zero for none. */
    Patience(Duration time) { this.time = time; }

    /** Whether a message of this domain that is undecided is to come again. */
    synchronized boolean waits(String domain, Instant now) {
        if (time.isZero()) return false;
        var oldest = since.values().iterator();
        while (oldest.hasNext() && !oldest.next().plus(AuthenticationLimits.PATIENCE_EVERY).isAfter(now)) oldest.remove();
        var first = since.get(domain);
        if (first == null) {
            // Strangers have as many domains as they like: where there is no room for one more its mail is taken.
            if (since.size() >= AuthenticationLimits.PATIENCE_DOMAINS_MAX) return false;
            since.put(domain, now);
            return true;
        }
        return now.isBefore(first.plus(time));
    }
}
