package sigillo.protectedmail;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import sigillo.base.AddressKey;

/** How much one network has asked. Any thread. */
final class Pace {
    private final InstantSource clock;
    private final Map<AddressKey, Count> counts = new LinkedHashMap<>();

    Pace(InstantSource clock) { this.clock = clock; }

    private record Count(Instant since, int asked) {}

    /** Whether it may once more; counted by that. */
    synchronized boolean mayAsk(InetAddress from) {
        var now = clock.instant();
        var key = AddressKey.of(from);
        var count = counts.remove(key);
        boolean isFresh = count == null || !now.isBefore(count.since.plus(ProtectedLimits.ASKED_IN));
        var next = isFresh ? new Count(now, 1) : new Count(count.since, count.asked + 1);
        if (counts.size() >= ProtectedLimits.NETWORKS_MAX) counts.remove(counts.keySet().iterator().next());
        counts.put(key, next);
        return next.asked <= ProtectedLimits.ASKED_MAX;
    }
}
