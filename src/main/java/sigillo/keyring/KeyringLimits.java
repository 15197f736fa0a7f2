package sigillo.keyring;

import java.time.Duration;

/** Bounds of the keyring, with the reasons. */
final class KeyringLimits {
    private KeyringLimits() {}

    /** What arrives in this time shares a segment; a reader of the live server's memory learns no older arrivals from it. */
    static final Duration SEGMENT_TIME = Duration.ofHours(1);
    /** So many records share one at most. A mail is two records. */
    static final int SEGMENT_RECORDS = 1_000;
    /** Accounts of which something is held in memory, the least used gives way: some kilobytes each. */
    static final int RINGS_MAX = 2_000;
    /** Opened keys of segments held for an account, 32 octets each and their overhead; more are opened again. */
    static final int SEGMENTS_OPEN_MAX = 2_048;
}
