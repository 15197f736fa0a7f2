package sigillo.imapd;

import java.time.Duration;

/**
 * How far a client may go.
 *
 * @param strangerIdleMax between two commands before sign-in: programs know their password, people are not asked here
 * @param idleMax between two commands afterwards: RFC 9051 section 5.4 wants 30 minutes at least
 * @param commandMax from the first octet of a command to its last, messages apart
 * @param messageGrace and {@code messageOctetsPerSecond}: a message must come no slower than that, after the grace
 * @param handshakeMax for TLS
 * @param strangerCommandsMax before sign-in: a program needs about five
 * @param badCommandsMax in a row; then a stranger is cut off, and who has signed in waits for each further answer
 * @param failedLoginsMax of one connection
 * @param failedLoginDelay before each answer that refuses, and before each BAD of too many; the directory slows down guessing beyond single connections
 * @param connectionsByAccountMax Thunderbird opens five, a phone two; each keeps a quarter of an octet a message of its mailbox,
 *     two where few of its UIDs are left, and shares that with others while nothing changes
 * @param stillHereEvery while a client idles: keeps the way through its router open, and finds out that it has gone
 * @param searchesMax that read messages at the same time, in the whole server: more than cores, so that a short one
 *     gets its turn beside long ones
 * @param messagesTogetherMax so many times the largest message is what those of one APPEND may have together: they wait in the
 *     spool until the last has come
 * @param arrangedMax messages that are sorted at the same time, in the whole server: 24 octets each, and up to as many for the
 *     result, in a heap of 56 MiB; one that is threaded counts as three, or by references as five
 * @param threadedMax messages of one THREAD=REFERENCES: 120 octets each, with those that are only referred to
 * @param keptResultsMax messages of all results that sessions have saved or keep up to date, in the whole server: four octets each
 * @param answerOctetsMax of long answers that are being told, in the whole server: {@link AnswerRoom}; of an account a third of it
 * @param answerPatience so long who finds no room among them waits, before he hears NO [LIMIT]
 * @param notifyPlacesMax what sessions keep for NOTIFY, in the whole server: {@link NotifyRoom}; of an account a third of it
 * @param intakeOctetsMax of the messages that one account has on their way in at the same time, over all its connections: a quarter
 *     of the spool
 * @param compressedMax connections under COMPRESS at the same time, in the whole server: about 300 KiB each, outside of the heap
 * @param aheadMax FETCH commands for which messages are read ahead at the same time, in the whole server: some 0.5 MiB each, also
 *     while their clients take their time; all others go on without
 * @param aheadAfter messages that are told by FETCH before any are read ahead, where reading was not practised until
 *     then: some seconds of a server that has just started, whose compiler needs the other core
 * @param inProgressEvery while a client waits for a search: programs show it, and give up a server that is silent
 */
public record ImapLimits(
        Duration strangerIdleMax, Duration idleMax, Duration commandMax, Duration messageGrace,
        long messageOctetsPerSecond, Duration handshakeMax, int strangerCommandsMax, int badCommandsMax,
        int failedLoginsMax, Duration failedLoginDelay, int connectionsByAccountMax, Duration stillHereEvery,
        int searchesMax, Duration inProgressEvery, int messagesTogetherMax,
        int arrangedMax, int threadedMax, int compressedMax, int aheadMax, int aheadAfter, long keptResultsMax, long answerOctetsMax,
        Duration answerPatience, int notifyPlacesMax, long intakeOctetsMax) {

    public static final ImapLimits DEFAULT = new ImapLimits(
        Duration.ofMinutes(1), Duration.ofMinutes(31), Duration.ofMinutes(2), Duration.ofMinutes(1), 200,
        Duration.ofSeconds(30), 30, 20, 4, Duration.ofSeconds(2),
        30, Duration.ofMinutes(4), 4, Duration.ofSeconds(10), 4, 500_000, 100_000, 100, 4, 40_000, 2_000_000, 6L << 20,
        Duration.ofSeconds(5), 15_000, 2L << 30);
}
