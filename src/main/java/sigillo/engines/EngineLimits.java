package sigillo.engines;

import java.time.Duration;

/** Bounds of what a program that is asked can cost, with the reasons. */
final class EngineLimits {
    private EngineLimits() {}

    /** Failures in a row after which it is left alone: one may be a restart, and two a message that it cannot read. */
    static final int FAILURES_MAX = 3;
    /** How long it is left alone, first and at most. */
    static final Duration PAUSE = Duration.ofSeconds(5);
    static final Duration PAUSE_MAX = Duration.ofMinutes(5);
    /** Who waits for messages gives up so much later than the program that is asked, so that its reason is told. */
    static final Duration AFTER_DEADLINE = Duration.ofSeconds(1);
    /** Conversations at once: clamd has 10 threads and spamd 5 children, unless they are told otherwise. */
    static final int CLAMD_AT_ONCE = 8;
    static final int SPAMD_AT_ONCE = 5;
    static final int RSPAMD_AT_ONCE = 16;
    static final int MILTER_AT_ONCE = 16;
    /** Octets of messages that SpamAssassin is asked about: spamc's own limit, since it takes seconds for larger ones. */
    static final long SPAMD_OCTETS_MAX = 500 * 1024;
    /** Octets of those that Rspamd is asked about: its max_message, unless it is told otherwise. */
    static final long RSPAMD_OCTETS_MAX = 50L << 20;
    /** Octets of those that clamd is asked about: no size in it can be larger. */
    static final long CLAMD_OCTETS_MAX = 2L << 30;
    /** Octets that are written at once. */
    static final int PIECE = 64 * 1024;
    /** Answers of a milter that end no step, and their octets, of one message. */
    static final int MILTER_WISHES_MAX = 500;
    static final int MILTER_WISHES_OCTETS_MAX = 512 * 1024;
    /** Threads that ask for the address of a name: each is stuck as long as the system's resolver is. */
    static final int NAMES_AT_ONCE = 16;
    /** Addresses of a name that are tried. */
    static final int ADDRESSES_MAX = 4;
    /** A program that condemned a harmless message is asked about one again after this. */
    static final Duration CANARY_EVERY = Duration.ofMinutes(1);
}
