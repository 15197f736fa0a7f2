package sigillo.main.names;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sigillo.base.Domain;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.wkd.WkdLocation;

/**
 * Names that mail programs ask to set themselves up, and for the keys of people, as far as DNS leads them here: for those the certificate must be too, and of
 * others no authority would believe us. What DNS cannot say for a while stays as it was. Any thread.
 */
public final class ProgramNames {
    /** So long what was found is not looked at again: it is asked for several times while a certificate is ordered. */
    private static final Duration NEW = Duration.ofSeconds(30);
    private static final List<String> PREFIXES = List.of("autoconfig.", "autodiscover.", WkdLocation.HOST);

    private final String host;
    private final Resolver resolver;
    private final InstantSource clock;
    private final Map<String, Found> found = new HashMap<>();

    private record Found(boolean leadsHere, Instant at) {}

    public ProgramNames(String host, Resolver resolver, InstantSource clock) {
        this.host = host;
        this.resolver = resolver;
        this.clock = clock;
    }

    /** Blocks as DNS does. */
    public synchronized List<String> of(Collection<Domain> domains) {
        var all = domains.stream().flatMap(domain -> PREFIXES.stream().map(prefix -> prefix + domain.name())).toList();
        found.keySet().retainAll(Set.copyOf(all));
        return all.stream().filter(this::leadsHere).toList();
    }

    private boolean leadsHere(String name) {
        var before = Optional.ofNullable(found.get(name));
        if (before.filter(one -> one.at().plus(NEW).isAfter(clock.instant())).isPresent()) return before.get().leadsHere();
        boolean isSo = Stream.of(name, host).map(resolver::addresses).anyMatch(Answer.Temporary.class::isInstance)
            ? before.map(Found::leadsHere).orElse(false) : isHere(addresses(name));
        found.put(name, new Found(isSo, clock.instant()));
        return isSo;
    }

    private boolean isHere(Set<InetAddress> there) { return !there.isEmpty() && addresses(host).containsAll(there); }

    private Set<InetAddress> addresses(String name) {
        return resolver.addresses(name) instanceof Answer.Found<InetAddress>(var addresses, _) ? new HashSet<>(addresses) : Set.of();
    }
}
