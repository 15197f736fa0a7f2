package sigillo.popd;

import java.time.Duration;
import sigillo.account.AccountLimits;

/**
 * How far a client may go. The length of lines: {@link sigillo.pop.PopLineLimits}.
 *
 * @param strangerMax from the beginning until somebody has signed in: programs know their password; long enough for who types.
 *     Shorter than the ten minutes of RFC 1939 section 3: no session has begun that could lose anything (decision 0017)
 * @param idleMax between two commands: RFC 1939 section 3 wants ten minutes at least, and clients that keep to them are late
 *     at times
 * @param commandMax from the first octet of a command to its last
 * @param handshakeMax for TLS
 * @param strangerCommandsMax before sign-in: a program needs about five
 * @param badCommandsMax in a row
 * @param failedLoginsMax of one connection
 * @param failedLoginDelay before each answer that refuses; guessing beyond single connections is slowed down elsewhere
 * @param lockWait for another session of the account to end: a client that comes back at once may be quicker than we are
 * @param quietMax a session from which nothing comes and to which nothing goes for so long is ended when its owner signs in anew: a
 *     phone that has changed its network cannot end the one before
 * @param updatePiece messages that QUIT deletes in one commit
 * @param brokenNotedMax messages of which is known that they cannot be read whole, in the whole server
 * @param brokenNotedFor so long: afterwards they may have been repaired
 */
public record PopLimits(
        Duration strangerMax, Duration idleMax, Duration commandMax, Duration handshakeMax, int strangerCommandsMax,
        int badCommandsMax, int failedLoginsMax, Duration failedLoginDelay, Duration lockWait, Duration quietMax,
        int updatePiece, int brokenNotedMax, Duration brokenNotedFor) {

    public static final PopLimits DEFAULT = new PopLimits(
        Duration.ofMinutes(3), Duration.ofSeconds(630), Duration.ofMinutes(1), Duration.ofSeconds(30), 30,
        20, 4, Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(30), AccountLimits.ENTRIES_OF_COMMIT_MAX, 1_000, Duration.ofHours(1));
}
