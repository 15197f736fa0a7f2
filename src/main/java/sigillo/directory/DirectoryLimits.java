package sigillo.directory;

/** Bounds of the directory, with the reasons. */
public final class DirectoryLimits {
    private DirectoryLimits() {}

    /** The register is in memory, at about half a kilobyte an account. */
    public static final int ACCOUNTS_MAX = 100_000;
    public static final int ALIASES_MAX = 100_000;
    public static final int DOMAINS_MAX = 10_000;
    /** Aliases of aliases: deeper is a loop or a mistake. */
    public static final int ALIAS_DEPTH_MAX = 8;
    /** Targets of one alias, all levels together: more is a mailing list, and wants a list program. */
    public static final int ALIAS_TARGETS_MAX = 100;
    /** Masked addresses of one account: people have accounts at some hundred places. */
    public static final int MASKED_MAX = 300;
    /** With those that it deleted, which stay in memory for ever: who makes and deletes one a day has five years. */
    public static final int MASKED_MADE_MAX = 2_000;
    /** Of all accounts, with deleted ones: some 200 octets each. */
    public static final int MASKED_OF_ALL_MAX = 500_000;
    /** Aliases that one walk follows: bounds what a RCPT costs. */
    static final int ALIASES_FOLLOWED_MAX = 200;
}
