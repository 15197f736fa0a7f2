package sigillo.resolver;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which DNS servers are asked. Empty {@code servers}: those of the system. {@code timeout}: for one try at one server.
 * {@code cacheEntriesMax}: records kept (an empty answer counts as one), about half a kilobyte each. {@code anchors}: what
 * signatures lead up to, as DS or DNSKEY records of a zone file; empty for the root's.
 */
public record ResolverSettings(
        List<InetSocketAddress> servers, Duration timeout, int cacheEntriesMax, Dnssec dnssec, Optional<String> anchors) {
    public static final ResolverSettings DEFAULT = new ResolverSettings(List.of(), Duration.ofSeconds(4), 10_000, Dnssec.AUTO, Optional.empty());

    public ResolverSettings {
        servers = List.copyOf(servers);
        if (!timeout.isPositive()) throw new IllegalArgumentException("timeout " + timeout);
        if (cacheEntriesMax < 1) throw new IllegalArgumentException("a cache of " + cacheEntriesMax);
    }

    /** Without signatures. */
    public ResolverSettings(List<InetSocketAddress> servers, Duration timeout, int cacheEntriesMax) {
        this(servers, timeout, cacheEntriesMax, Dnssec.OFF, Optional.empty());
    }
}
