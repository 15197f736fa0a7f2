package sigillo.takeout;

import java.time.Duration;

/** Bounds of mail that is carried away or brought, with the reasons. */
final class TakeoutLimits {
    private TakeoutLimits() {}

    /** Of all accounts at a time: each reads, packs or compares with a core of two. */
    static final int AT_ONCE = 2;
    /** A file that is brought: services divide what is longer. In octets. */
    static final long OCTETS_MAX = 50L << 30;
    /** Until more of a file must have come; who puts it into mailboxes may take as long. */
    static final Duration SILENCE_MAX = Duration.ofMinutes(2);
    /** What is written at once. In octets. */
    static final int PIECE_OCTETS = 32 << 10;
    static final int NAME_CHARACTERS_MAX = 300;
}
