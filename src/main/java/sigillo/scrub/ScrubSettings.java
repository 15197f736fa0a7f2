package sigillo.scrub;

import java.time.Duration;

/** {@code octetsPerSecond}: no more is read. {@code every}: a pass begins so long after the one before, or later. */
public record ScrubSettings(long octetsPerSecond, Duration every) {
    public ScrubSettings {
        if (octetsPerSecond < 1) throw new IllegalArgumentException("nothing would be read");
    }
}
