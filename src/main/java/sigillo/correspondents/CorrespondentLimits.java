package sigillo.correspondents;

import java.time.Duration;

/** Bounds of what is published and looked up, with the reasons. */
public final class CorrespondentLimits {
    private CorrespondentLimits() {}

    /** As it is served for one address: RSA of 4,096 bits with some subkeys has 8 KiB. In octets. */
    static final int PUBLISHED_OCTETS_MAX = 32 << 10;
    /** With all its user IDs, as its owner gave it. In octets. */
    static final int OWN_OCTETS_MAX = 256 << 10;
    /** Addresses of one account under which it is found; the log has an entry for each. */
    static final int ADDRESSES_MAX = 20;
    /** Of an account in {@link #CHANGES_IN}: the log grows by each, for good. */
    static final int CHANGES_MAX = 20;
    static final Duration CHANGES_IN = Duration.ofDays(1);
    /** Entries of the log that are told at once. */
    public static final int ENTRIES_AT_ONCE = 500;
}
