package sigillo.directory;

/** Bounds of the directory, with the reasons. */
public final class DirectoryLimits {
    private DirectoryLimits() {}

    /** Aliases of aliases: deeper is a loop or a mistake. */
    public static final int ALIAS_DEPTH_MAX = 8;
    /** Targets of one alias, all levels together: more is a mailing list, and wants a list program. */
    public static final int ALIAS_TARGETS_MAX = 100;
    /** Longer passwords are no safer and cost hashing time. In UTF-8 octets. */
    public static final int PASSWORD_OCTETS_MAX = 1_024;
}
