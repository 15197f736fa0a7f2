package sigillo.authorization;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Bounds of what programs may ask for, with the reasons. */
public final class AuthorizationLimits {
    private AuthorizationLimits() {}

    /** How long a device waits for its person: to find a browser and sign in there. RFC 8628 */
    public static final Duration DEVICE_LIFE = Duration.ofMinutes(10);
    /** Between two questions of a device, at first; each that comes too soon makes it longer. RFC 8628 */
    public static final Duration INTERVAL = Duration.ofSeconds(5);
    static final Duration INTERVAL_MAX = Duration.of(60, ChronoUnit.SECONDS);
    /** Devices that wait altogether: strangers fill it, at some 500 octets each. */
    static final int DEVICES_MAX = 1_000;
    /** Of one network, a household or an office. */
    static final int DEVICES_OF_NETWORK_MAX = 5;
    /** Clients that the operator names. */
    public static final int CLIENTS_MAX = 50;
}
