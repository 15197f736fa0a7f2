package sigillo.main.setup;

import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import sigillo.base.Domain;
import sigillo.preflight.Check;
import sigillo.preflight.Checks;
import sigillo.preflight.OwnAddresses;
import sigillo.preflight.Preflight;
import sigillo.preflight.Result;

/** What {@code sigillo check} finds, of this machine and of a domain, each looked at once on a thread of its own when somebody asks first. Any thread. */
final class LookAtMachine {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** Of domains: who mistypes one is not to wait for another start. */
    private static final int DOMAINS_MAX = 20;

    private final Checks checks;
    private final Path data;
    private final Look machine = new Look();
    private final Map<Domain, Look> domains = new ConcurrentHashMap<>();

    LookAtMachine(Checks checks, Path data) {
        this.checks = checks;
        this.data = data;
    }

    /** Empty while it is looked at. */
    Optional<List<Result>> results() { return machine.results(own -> checks.of(Optional.empty(), own, data)); }

    /** Its MX, lists, and what its registry says; empty while it is looked at. Of too many none is. */
    Optional<List<Result>> results(Domain domain) {
        if (domains.size() >= DOMAINS_MAX && !domains.containsKey(domain)) return Optional.of(List.of());
        return domains.computeIfAbsent(domain, _ -> new Look()).results(own -> checks.ofDomain(domain, own));
    }

    /** Begun once. */
    private static final class Look {
        private boolean isBegun;
        private volatile Optional<List<Result>> results = Optional.empty();

        synchronized Optional<List<Result>> results(Function<List<InetAddress>, List<Check>> checks) {
            if (!isBegun) Thread.ofVirtual().name("look at machine").start(() -> look(checks));
            isBegun = true;
            return results;
        }

        private void look(Function<List<InetAddress>, List<Check>> checks) {
            try {
                results = Optional.of(Preflight.run(checks.apply(OwnAddresses.ofThisMachine()), DEADLINE));
            } catch (SocketException unreadable) {
                results = Optional.of(List.of());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
