package sigillo.sieved;

import java.time.Duration;

/**
 * How far a client may go. The length of commands: {@link sigillo.managesieve.CommandLimits}.
 *
 * @param strangerMax from the beginning until somebody has signed in: programs know their password; long enough for who types
 * @param idleMax between two commands, once signed in: RFC 5804 asks for half an hour at least, since people write their
 *     rules meanwhile, and clients that keep to it are late at times
 * @param commandMax from the first octet of a command to its last: a script over a slow line
 * @param handshakeMax for TLS
 * @param strangerCommandsMax before sign-in: a program needs about five
 * @param badCommandsMax in a row
 * @param failedLoginsMax of one connection
 * @param failedLoginDelay before each answer that refuses; guessing beyond single connections is slowed down elsewhere
 * @param compilesMax scripts that are checked at one time, by all: each takes some megabytes for that moment
 * @param compileWait so long who wants one checked waits for others
 */
public record SieveDoorLimits(
        Duration strangerMax, Duration idleMax, Duration commandMax, Duration handshakeMax, int strangerCommandsMax,
        int badCommandsMax, int failedLoginsMax, Duration failedLoginDelay, int compilesMax, Duration compileWait) {

    public static final SieveDoorLimits DEFAULT = new SieveDoorLimits(
        Duration.ofMinutes(3), Duration.ofMinutes(31), Duration.ofMinutes(2), Duration.ofSeconds(30), 30, 20, 4,
        Duration.ofSeconds(2), 2, Duration.ofSeconds(20));
}
