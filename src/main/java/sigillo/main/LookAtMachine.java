package sigillo.main;

import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sigillo.preflight.Checks;
import sigillo.preflight.OwnAddresses;
import sigillo.preflight.Preflight;
import sigillo.preflight.Result;

/** What {@code sigillo check} finds, looked at once on a thread of its own when somebody asks first. Any thread. */
final class LookAtMachine {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Checks checks;
    private final Path data;
    private boolean isBegun;
    private volatile Optional<List<Result>> results = Optional.empty();

    LookAtMachine(Checks checks, Path data) {
        this.checks = checks;
        this.data = data;
    }

    /** Empty while it is looked at. */
    Optional<List<Result>> results() {
        begin();
        return results;
    }

    private synchronized void begin() {
        if (isBegun) return;
        isBegun = true;
        Thread.ofVirtual().name("look at machine").start(this::look);
    }

    private void look() {
        try {
            results = Optional.of(Preflight.run(checks.of(Optional.empty(), OwnAddresses.ofThisMachine(), data), DEADLINE));
        } catch (SocketException unreadable) {
            results = Optional.of(List.of());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
