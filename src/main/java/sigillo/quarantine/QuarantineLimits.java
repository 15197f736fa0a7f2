package sigillo.quarantine;

import java.time.Duration;

/** Bounds of looking again, with the reasons. */
final class QuarantineLimits {
    private QuarantineLimits() {}

    /** How often it is asked whether the signatures are others, and first after a start. */
    static final Duration TURN_EVERY = Duration.ofHours(1);
    static final Duration TURN_FIRST = Duration.ofMinutes(5);
    /** Messages of an account that are looked at for one state of the signatures, the newest: some minutes of ClamAV. */
    static final int MESSAGES_MAX = 5_000;
    static final int MAILBOXES_MAX = 200;
    /** Rows that are read to find them, those of one mailbox after those of the other. */
    static final int ENTRIES_MAX = 100_000;
    /** Of a message: ClamAV's own bound, StreamMaxLength, is 25 MiB unless it is told otherwise. */
    static final long MESSAGE_OCTETS_MAX = 25L << 20;
    /** After so many it is noted how far it came: a session may end. */
    static final int NOTED_EVERY = 50;
    /** Messages of an account that are moved at one time: more are a fault of the signatures, not of the mail. */
    static final int MOVED_MAX = 50;
    /** Messages in a row of which ClamAV says nothing; then it is left for the next turn. */
    static final int SILENT_MAX = 3;
    /** Who was told to look and has not come to it for so long is told again. */
    static final Duration AWAITED = Duration.ofDays(30);
    /** Of a name, in a letter and in the log. */
    static final int NAME_CHARACTERS = 100;
}
