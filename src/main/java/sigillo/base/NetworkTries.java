package sigillo.base;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each network has tried something that is not slowed elsewhere. Any thread. */
public final class NetworkTries {
    /** Networks that are counted; the one that was counted longest ago gives way. */
    private static final int NETWORKS_MAX = 10_000;

    private final int max;
    private final Duration within;
    private final InstantSource clock;
    private final Map<AddressKey, Count> counts = new LinkedHashMap<>();

    /** {@code max}: of one network {@code within} some time, which begins with the first. */
    public NetworkTries(int max, Duration within, InstantSource clock) {
        this.max = max;
        this.within = within;
        this.clock = clock;
    }

    private record Count(Instant since, int tries) {}

    /** Whether it may once more; counted by that. */
    public synchronized boolean mayTry(InetAddress from) {
        var now = clock.instant();
        var key = AddressKey.of(from);
        var count = counts.remove(key);
        boolean isFresh = count == null || !now.isBefore(count.since.plus(within));
        var next = isFresh ? new Count(now, 1) : new Count(count.since, count.tries + 1);
        if (counts.size() >= NETWORKS_MAX) counts.remove(counts.keySet().iterator().next());
        counts.put(key, next);
        return next.tries <= max;
    }
}
