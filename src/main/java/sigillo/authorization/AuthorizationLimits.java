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
    /** Devices that wait altogether: strangers fill it, at some 2 KiB each, since an identifier may be as long. */
    static final int DEVICES_MAX = 1_000;
    /** Of one network, a household or an office. */
    static final int DEVICES_OF_NETWORK_MAX = 5;
    /** Of the 256 IPv4 addresses or 65,536 IPv6 networks around, which a stranger may have all. */
    static final int DEVICES_OF_SURROUNDINGS_MAX = 20;
    /** Clients that the operator names. */
    public static final int CLIENTS_MAX = 50;
}
