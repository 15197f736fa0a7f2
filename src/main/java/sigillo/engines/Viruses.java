package sigillo.engines;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.filter.Engine;
import sigillo.trace.TraceId;

/** ClamAV, asked about what was taken before, with the care that it is asked with about mail that comes. Any thread. */
public final class Viruses {
    private final Guarded guarded;
    private final ClamdAsking asking;
    private final Duration deadline;
    private final Domain hostname;
    private final InstantSource clock;

    Viruses(Guarded guarded, ClamdAsking asking, Duration deadline, Domain hostname, InstantSource clock) {
        this.guarded = guarded;
        this.asking = asking;
        this.deadline = deadline;
        this.hostname = hostname;
        this.clock = clock;
    }

    /** Its version and that of its signatures, where it says the latter; empty when it gives no answer. Blocks. */
    public Optional<String> signatures() {
        try {
            return asking.version(System.nanoTime() + deadline.toNanos());
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    /** What it says of a message. Blocks. Throws {@link IOException} when that cannot be read. */
    public Engine.Said look(Octets message) throws IOException, InterruptedException {
        return guarded.look(Canary.about(hostname, clock.instant(), TraceId.fresh(), message));
    }
}
