package sigillo.authentication;

import java.time.Duration;
import java.util.List;
import sigillo.net.Networks;

/**
 * {@code unchecked}: clients of whom nothing is asked. {@code trustedSealers}: domains whose ARC seals are believed, in
 * lower case. {@code deadline}: for all of a message together. {@code patience}: how long mail is to come again that DNS
 * cannot decide, see {@link Findings#isUndecided}; zero for not at all.
 */
public record AuthenticationSettings(boolean isOn, Networks unchecked, List<String> trustedSealers, Duration deadline,
                                     Duration patience) {
    /** RFC 7208 section 4.6.4: SPF alone should have 20 seconds. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Two or three attempts of a sender: RFC 5321 section 4.5.4.1. */
    public static final Duration PATIENCE = Duration.ofMinutes(30);

    public static final AuthenticationSettings DEFAULT =
        new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), DEADLINE, PATIENCE);

    public AuthenticationSettings {
        trustedSealers = List.copyOf(trustedSealers);
        if (!deadline.isPositive()) throw new IllegalArgumentException("deadline " + deadline);
        if (patience.isNegative()) throw new IllegalArgumentException("patience " + patience);
    }
}
