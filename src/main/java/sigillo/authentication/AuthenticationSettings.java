package sigillo.authentication;

import java.time.Duration;
import java.util.List;
import sigillo.net.Networks;

/**
 * {@code unchecked}: clients of whom nothing is asked. {@code trustedSealers}: domains whose ARC seals are believed, in
 * lower case. {@code deadline}: for all of a message together.
 */
public record AuthenticationSettings(boolean isOn, Networks unchecked, List<String> trustedSealers, Duration deadline) {
    /** RFC 7208 section 4.6.4: SPF alone should have 20 seconds. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    public static final AuthenticationSettings DEFAULT =
        new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), DEADLINE);

    public AuthenticationSettings {
        trustedSealers = List.copyOf(trustedSealers);
        if (!deadline.isPositive()) throw new IllegalArgumentException("deadline " + deadline);
    }
}
