package sigillo.web;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import sigillo.base.AddressKey;

/** How often one network has tried something that is not slowed elsewhere. Any thread. */
final class Tries {
    private static final int NETWORKS_MAX = 10_000;

    private final InstantSource clock;
    private final Map<AddressKey, Count> counts = new LinkedHashMap<>();

    Tries(InstantSource clock) { this.clock = clock; }

    private record Count(Instant since, int tries) {}

    /** Whether it may once more; counted by that. */
    synchronized boolean mayTry(InetAddress from) {
        var now = clock.instant();
        var key = AddressKey.of(from);
        var count = counts.get(key);
        boolean isOver = count == null || !now.isBefore(count.since.plus(WebLimits.RECOVERY_TRIES_IN));
        var next = isOver ? new Count(now, 1) : new Count(count.since, count.tries + 1);
        counts.remove(key);
        if (counts.size() >= NETWORKS_MAX) counts.remove(counts.keySet().iterator().next());
        counts.put(key, next);
        return next.tries <= WebLimits.RECOVERY_TRIES_MAX;
    }
}
