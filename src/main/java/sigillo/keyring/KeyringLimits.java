package sigillo.keyring;

import java.time.Duration;

/** Bounds of the keyring, with the reasons. */
final class KeyringLimits {
    private KeyringLimits() {}

    /**
     * What arrives in this time shares a segment; a reader of the live server's memory learns no older arrivals from
     * it.
     */
    static final Duration SEGMENT_TIME = Duration.ofHours(1);
    /**
     * So long the key of a segment stays that is over, for deliveries that have begun with it; then it is wiped,
     * whether others come or not.
     */
    static final Duration SEGMENT_STAYS = Duration.ofMinutes(5);
    /** So many records share one at most. A mail is three records, or four. */
    static final int SEGMENT_RECORDS = 1_000;
    /**
     * Accounts of which something is held in memory, the least used that nobody has open gives way: some kilobytes
     * each.
     */
    static final int RINGS_MAX = 2_000;
    /** Opened keys of segments held for an account; more are opened again, some microseconds each. */
    static final int SEGMENTS_OPEN_MAX = 4_096;
    /** The same over all accounts: some 200 octets each. Beyond it, each account keeps no more than the next. */
    static final int SEGMENTS_OPEN_ALTOGETHER_MAX = 65_536;
    static final int SEGMENTS_OPEN_MIN = 64;
    /** Segments that are wrapped again in one commit. */
    static final int REWRAPPED_AT_A_TIME = 200;
    /** Deliveries that come while an epoch begins try with the new one; epochs do not follow each other so quickly. */
    static final int EPOCH_TRIES_MAX = 5;
    /** Work that waits for an account to be opened: what a year of an owner's absence may gather. */
    static final int DEFERRED_MAX = 1_000;
    /** Of one such thing. What is larger is kept elsewhere, and named. */
    static final int DEFERRED_OCTETS_MAX = 16 << 10;
    /** So often it may fail, in as many sessions; then it is no use to try again. */
    static final int DEFERRED_TRIES_MAX = 5;
    /** Who takes longer was stopped, or another does it too. */
    static final Duration LEASE = Duration.ofMinutes(5);
    /** Of one account, before the work of others goes on: there is one thread for all. */
    static final Duration TURN = Duration.ofSeconds(5);
    /** Slots of an account: a password, a recovery code, and what its devices and sessions have. */
    static final int SLOTS_MAX = 500;
}
