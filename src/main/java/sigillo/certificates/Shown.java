package sigillo.certificates;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How it is with the certificates, for people. {@code served}: the first is for the host. {@code orders}: whether this server
 * orders; {@code otherwise}: why it does not, in a sentence. {@code nextTry}: when it is ordered, {@code why} then, and {@code
 * failed} what went wrong last. {@code missing}: names that are wanted and not in it, and why. {@code tlsa}: what DNS should
 * show of the key in use; {@code nextTlsa}: also of a key that is to follow, in use at {@code nextKeyAt} if it shows it.
 */
public record Shown(
        List<Line> served, boolean orders, Optional<String> otherwise, Optional<Instant> nextTry, String why, Optional<String> failed,
        Map<String, String> missing, Optional<String> tlsa, Optional<String> nextTlsa, Optional<Instant> nextKeyAt) {

    /** {@code from}: of whom it is, for people; {@code until} its end. */
    public record Line(List<String> names, String issuer, String serial, Instant begins, Instant until, String from) {
        static final String OWN = "made by this server: no program trusts it";

        public boolean isOwn() { return from.equals(OWN); }
    }
}
