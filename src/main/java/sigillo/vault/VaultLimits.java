package sigillo.vault;

import java.time.Duration;

/** Bounds of what browsers keep here, with the reasons. */
public final class VaultLimits {
    private VaultLimits() {}

    /** A password, a recovery code, some passkeys. */
    public static final int SLOTS_MAX = 16;
    /** A key of 32 octets with nonce and tag has 60; formats to come may have more. In octets. */
    public static final int WRAPPED_OCTETS_MAX = 1 << 10;
    /** Numbers of passkeys, or what a browser makes up. */
    static final int SLOT_ID_CHARACTERS_MAX = 64;
    /** A month of a search index, or all pins of a person who knows many. In octets. */
    public static final long BLOB_OCTETS_MAX = 4L << 20;
    /** So begin names of shards of a search index, which grows with the mail that anybody sends. */
    static final String SEARCH = "search.";
    /** Twenty years by the month, two shards each. */
    static final int SEARCH_BLOBS_MAX = 500;
    /** Of an account: an index of some 100,000 mails. In octets. */
    static final long SEARCH_OCTETS_MAX = 128L << 20;
    /** Of an account, with those of the index: they leave room for keys, their log and pins. */
    static final int BLOBS_MAX = SEARCH_BLOBS_MAX + 20;
    /** As {@link #BLOBS_MAX}. Not counted in the account's quota, which is of mail. In octets. */
    static final long OCTETS_MAX = SEARCH_OCTETS_MAX + (16L << 20);
    /** As it lies in rows. In octets. */
    static final int PIECE_OCTETS = 256 << 10;
    /** An index that is made anew writes all of its shards once, and one that grows some each hour. */
    static final int PUTS_IN_WINDOW_MAX = 1_000;
    static final long OCTETS_IN_WINDOW_MAX = 256L << 20;
    public static final Duration WINDOW = Duration.ofMinutes(30);
    /** Written at the same time, of all accounts: each takes two pieces in memory. */
    static final int AT_ONCE = 8;
    /** Nothing of it comes for so long, or not all of it: it is given up. */
    public static final Duration SILENCE_MAX = Duration.ofSeconds(20);
    /** Of one writing in all: a slow line brings 4 MiB in it. Few are written at a time, of all accounts together. */
    public static final Duration WRITING_MAX = Duration.ofMinutes(10);
    /** Longer than any writing takes: pieces that no blob names by then were left by a stop. */
    static final Duration LEFT_AFTER = Duration.ofHours(1);
}
