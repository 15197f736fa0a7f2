package sigillo.correspondents;

import java.time.Duration;
import sigillo.base.FairPlaces;

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
    /** Certificates of before that an account's own mail may still be encrypted to; more than one only after stops. */
    static final int FORMER_MAX = 4;
    /**
     * What was served of an account and is shown to its browsers, so that they know it for theirs: some weeks of
     * changes.
     */
    static final int SERVED_SHOWN_MAX = 100;
    /** Of one answer, before what others have signed is left out. In octets. */
    static final int FETCHED_OCTETS_MAX = 256 << 10;
    /** Of one address: a person with a key of before, and one of now. */
    static final int FOUND_MAX = 3;
    /** Large providers send on once. */
    static final int REDIRECTS_MAX = 3;
    /** For all that is asked of an address: somebody waits for it. */
    static final Duration LOOKUP_WITHIN = Duration.ofSeconds(12);
    /** Of an account in {@link #LOOKUPS_IN}: letters to many people, and no list of addresses tried. */
    static final int LOOKUPS_MAX = 200;
    static final Duration LOOKUPS_IN = Duration.ofHours(1);
    /** Of it, for what one host is asked: who does not answer at once does not answer. */
    static final Duration HOST_WITHIN = Duration.ofSeconds(5);
    /**
     * Of all accounts at a time, some 1 MiB in memory each. A letter to several people asks two at once; who has waited
     * for long for domains that do not answer leaves some to the others.
     */
    static final FairPlaces.Rules LOOKUP_PLACES = new FairPlaces.Rules(12, 2, 4, Duration.ofSeconds(20),
        Duration.ofMinutes(10));
    /** What was found is asked for anew: keys are replaced. */
    static final Duration FOUND_KEPT = Duration.ofHours(12);
    /** That nothing was: people who get a key are not kept waiting a day. */
    static final Duration NOTHING_KEPT = Duration.ofMinutes(30);
    /** In memory, of all. In octets. */
    static final long KEPT_OCTETS_MAX = 1 << 20;
    /** What one takes beside its certificates. In octets. */
    static final int KEPT_EMPTY_OCTETS = 400;
    /** Entries of the log that are told at once. */
    public static final int ENTRIES_AT_ONCE = 500;
}
