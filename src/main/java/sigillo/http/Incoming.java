package sigillo.http;

import java.io.InputStream;
import java.time.Duration;

/** A body that is on its way. {@code octets}: how long it is. */
public record Incoming(long octets, InputStream stream, Deadline deadline) {
    /** Moves the time when the whole request must be here. */
    public interface Deadline {
        void within(Duration time);
    }
}
