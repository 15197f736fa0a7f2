package sigillo.preflight;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** Asks another machine what time it is. */
public interface TimeSource {
    /** How far its clock is before ours; empty when it does not say. Blocks for seconds at most. */
    Optional<Duration> ahead(InetAddress server);
}
