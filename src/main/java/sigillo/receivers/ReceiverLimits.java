package sigillo.receivers;

import java.time.Duration;

/** Bounds of what is remembered. */
final class ReceiverLimits {
    /** Receivers and destinations in memory, some 500 octets each; the longest unused gives way. */
    static final int IN_MEMORY_MAX = 1_000;
    /** And in the store. */
    static final int KEPT_MAX = 5_000;
    static final Duration KEPT_FOR = Duration.ofDays(90);
    static final int DETOURS_MAX = 2_000;
    /** Rows of one commit. */
    static final int PAGE = 200;
    /** Of a message's header, in which is looked for what lists write. */
    static final int HEADER_OCTETS = 16 << 10;

    private ReceiverLimits() {}
}
