package sigillo.takeout;

import java.time.Duration;
import sigillo.base.FairPlaces;

/** Bounds of mail that is carried away or brought, with the reasons. */
final class TakeoutLimits {
    private TakeoutLimits() {}

    /**
     * Of all accounts at a time, some 1 MiB in memory each; an account has one. Ten gigabytes over the slowest lines
     * take days, and may: who has had a place for an hour leaves some to those who have not.
     */
    static final FairPlaces.Rules PLACES = new FairPlaces.Rules(16, 1, 4, Duration.ofHours(1), Duration.ofDays(1));
    /** Of them, that read, pack or compare with a core of two. Who waits for his peer does not. */
    static final int AT_WORK = 2;
    /** A file that is brought: services divide what is longer. In octets. */
    static final long OCTETS_MAX = 50L << 30;
    /** Until more of a file must have come; who puts it into mailboxes may take as long. */
    static final Duration SILENCE_MAX = Duration.ofMinutes(2);
    /**
     * What a peer must bring or take in a second of those in which it is waited for, once {@link #PACE_GRACE} of them
     * have passed: the slowest lines of people have this, and nobody keeps a place with an octet now and then. In
     * octets.
     */
    static final int PACE_OCTETS = 16 << 10;
    static final Duration PACE_GRACE = Duration.ofMinutes(5);
    /** What is written at once. In octets. */
    static final int PIECE_OCTETS = 32 << 10;
    static final int NAME_CHARACTERS_MAX = 300;
}
