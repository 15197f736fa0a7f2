package sigillo.popd;

import java.time.Duration;

/**
 * How far a client may go. The length of lines: {@link sigillo.pop.PopLineLimits}.
 *
 * @param strangerMax from the beginning until somebody has signed in: programs know their password; long enough for who types
 * @param idleMax between two commands: RFC 1939 section 3 wants ten minutes at least, and clients that keep to them are late
 *     at times
 * @param commandMax from the first octet of a command to its last
 * @param handshakeMax for TLS
 * @param strangerCommandsMax before sign-in: a program needs about five
 * @param badCommandsMax in a row
 * @param failedLoginsMax of one connection
 * @param failedLoginDelay before each answer that refuses; guessing beyond single connections is slowed down elsewhere
 * @param lockWait for another session of the account to end: a client that comes back at once may be quicker than we are
 * @param brokenNotedMax messages of which is known that they cannot be read whole, in the whole server
 * @param brokenNotedFor so long: afterwards they may have been repaired
 */
public record PopLimits(
        Duration strangerMax, Duration idleMax, Duration commandMax, Duration handshakeMax, int strangerCommandsMax,
        int badCommandsMax, int failedLoginsMax, Duration failedLoginDelay, Duration lockWait, int brokenNotedMax,
        Duration brokenNotedFor) {

    public static final PopLimits DEFAULT = new PopLimits(
        Duration.ofMinutes(3), Duration.ofSeconds(630), Duration.ofMinutes(1), Duration.ofSeconds(30), 30,
        20, 4, Duration.ofSeconds(2), Duration.ofSeconds(2), 1_000, Duration.ofHours(1));
}
