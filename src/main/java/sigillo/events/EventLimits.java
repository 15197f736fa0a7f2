package sigillo.events;

import java.time.Duration;

/** Bounds of scripts that run when mail is put somewhere or marked. */
final class EventLimits {
    private EventLimits() {}

    /** Of one command; the owner is told that the rest was left out. Twenty minutes or so of work. */
    static final int MESSAGES_MAX = 10_000;
    /** Messages in one piece of deferred work: it is to be over well before its lease is, and is done anew as a whole after a stop. */
    static final int PIECE = 100;
    /** Characters of all names of flags that a script hears have changed at one message; the rest of them is left out. */
    static final int FLAG_CHARACTERS_MAX = 4_096;
    /** A name of a script: ManageSieve takes none that is longer. */
    static final int NAME_OCTETS_MAX = 1_024;
    /** Half of the lease: what is left of a piece then becomes another. */
    static final Duration PIECE_MAX = Duration.ofMinutes(2);
}
