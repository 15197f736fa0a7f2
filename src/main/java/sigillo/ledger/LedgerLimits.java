package sigillo.ledger;

import java.time.Duration;

/** Bounds of ledgers, with the reasons. */
public final class LedgerLimits {
    private LedgerLimits() {}

    /** Of an account: some years of ordinary use, one to two MiB. */
    static final int ENTRIES_MAX = 5_000;
    /** The oldest go together, since each time leaves an entry. */
    static final int LET_GO_AT_ONCE = 500;
    /** Told at once. */
    public static final int PAGE = 100;
    /** Names, networks, addresses; longer ones are cut. */
    static final int VALUE_CHARACTERS_MAX = 200;
    static final int VALUES_MAX = 8;
    /** A mail program signs in dozens of times an hour, and is one entry in it. */
    static final Duration SIGN_INS_TOGETHER = Duration.ofHours(1);
    /**
     * What was refused at the doors of an account is an entry for so long; each next one for twice as long, up to the
     * other.
     */
    static final Duration FAILURES_TOGETHER = Duration.ofHours(1);
    static final Duration FAILURES_TOGETHER_MAX = Duration.ofDays(1);
    /** Named in one entry, of those from which it was tried. */
    static final int NETWORKS_TOLD = 5;
    /**
     * Programs whose last entry is remembered, of all accounts: some 200 octets each; accounts where wrong passwords
     * were tried.
     */
    static final int REMEMBERED_MAX = 10_000;
    /** Of a line of an exported ledger. In octets. */
    public static final int LINE_OCTETS_MAX = 16 << 10;
}
