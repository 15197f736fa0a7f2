package sigillo.scanners;

/** Bounds of what a program that is asked may make us read and keep, with the reasons. */
public final class ScannerLimits {
    private ScannerLimits() {}

    /** Octets of an answer of clamd: one line with the name of a virus. */
    public static final int CLAMD_ANSWER_MAX = 4 * 1024;
    /** Octets of an answer of spamd: some lines, and the names of the rules that matched. */
    public static final int SPAMD_ANSWER_MAX = 64 * 1024;
    /** Octets of an answer of Rspamd, HTTP and all: some hundred symbols with their options. */
    public static final int RSPAMD_ANSWER_MAX = 1024 * 1024;
    /** Depth of its JSON. */
    static final int DEPTH_MAX = 20;
    /** Names that are told of what was found, and characters of one. */
    public static final int NAMES_MAX = 12;
    static final int NAME_MAX = 100;
    /** Points that are believed, either way: nobody gives more. */
    static final double POINTS_MAX = 100_000;
}
