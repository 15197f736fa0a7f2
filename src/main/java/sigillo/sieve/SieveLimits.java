package sigillo.sieve;

/** Bounds of scripts and of one run, with the reasons. */
public final class SieveLimits {
    private SieveLimits() {}

    /** Of one script. Rules that people or programs write are a few kilobytes; ManageSieve announces it. */
    public static final int SCRIPT_OCTETS_MAX = 128 << 10;
    /** Blocks within blocks. RFC 5228 section 2.10.5 asks for 15. */
    static final int BLOCK_DEPTH_MAX = 32;
    /** Tests within tests. RFC 5228 section 2.10.5 asks for 15. */
    static final int TEST_DEPTH_MAX = 32;
    /** Loops over parts within such loops. RFC 5703 section 3 asks for two. */
    static final int LOOP_DEPTH_MAX = 4;
    /** Behind them the rest is not told: who mends the first sees the others. */
    static final int ERRORS_MAX = 50;
    /** Arguments of one command. */
    static final int ARGUMENTS_MAX = 40;
    /** Of a command, test or tag. */
    static final int NAME_CHARACTERS_MAX = 32;
    /** All commands and tests of a script with those it includes: a tree of some hundred octets each. */
    static final int NODES_MAX = 20_000;
    /** Of all scripts that one includes: a list of strings takes ten times as much while it is run. */
    static final int INCLUDED_OCTETS_MAX = 128 << 10;
    /** Scripts within scripts, RFC 6609 section 3.2. */
    static final int INCLUDE_DEPTH_MAX = 10;
    /** Included scripts, in all depths together. */
    static final int INCLUDES_MAX = 30;

    /**
     * Of one run: a command or test is one, and each comparison costs by the length of what it compares, so that a run
     * is over in some hundred milliseconds.
     */
    static final int STEPS_MAX = 200_000;
    /** Characters that one step compares. */
    static final int CHARACTERS_PER_STEP = 512;
    /** Of those that a script names, which are looked for when it is put there. */
    static final int FOLDERS_MAX = 50;
    /** Actions of one run; who files a mail into more mailboxes wants something else. */
    static final int ACTIONS_MAX = 32;
    /** RFC 5228 section 10: a script must not turn one mail into many. ManageSieve announces it. */
    public static final int REDIRECTS_MAX = 4;
    /** Notifications of one run. */
    static final int NOTICES_MAX = 4;
    /** Of the value of a variable; RFC 5229 section 6 asks for 4000. */
    static final int VALUE_CHARACTERS_MAX = 16 << 10;
    /** RFC 5229 section 6 asks for 128. */
    static final int VARIABLES_MAX = 200;
    /** All values of variables and matches, and what is put together of them: half a megabyte of memory. */
    static final int VALUES_CHARACTERS_MAX = 256 << 10;
    /** What a match gives: ${0} and ${1} to ${9} at least; RFC 5229 section 3.2. */
    static final int MATCH_VALUES_MAX = 32;
    /** Of the body, what tests see of each part, and of all parts in one test. */
    static final int PART_OCTETS_MAX = 256 << 10;
    static final int BODY_OCTETS_MAX = 1 << 20;
    /** All that a run reads of bodies; the same test may stand a thousand times in a script. */
    static final long BODY_OCTETS_ALL_MAX = 16L << 20;
    /** Of a header with what a script has added. */
    static final int HEADER_OCTETS_MAX = 128 << 10;
    /** Of a value that is added to a header. RFC 5293 section 4. */
    static final int FIELD_CHARACTERS_MAX = 2048;
    /** States of a regular expression; its time is this times the length of what it reads. */
    static final int REGEX_STATES_MAX = 2000;
    /** Of all those that a script has written down, with those it includes: some megabytes. */
    static final int REGEX_STATES_ALL_MAX = 50_000;
    /** Of a count in a regular expression, as in {@code a{9}}. POSIX asks for 255. */
    static final int REGEX_REPEATS_MAX = 255;
    /** RFC 5230 section 4.1 and RFC 6131 section 2 leave both ends to us. */
    static final long VACATION_SECONDS_MIN = 60;
    static final long VACATION_SECONDS_MAX = 365L * 86_400;
    /** RFC 5230 section 4.1. */
    static final long VACATION_SECONDS = 7L * 86_400;
    /** RFC 7352 section 3.3: how long a message is known as seen. */
    static final long DUPLICATE_SECONDS = 7L * 86_400;
    static final long DUPLICATE_SECONDS_MAX = 90L * 86_400;
    /** Keywords that a run may set. */
    static final int FLAGS_MAX = 64;
    static final int FLAG_CHARACTERS_MAX = 128;
    static final int MAILBOX_CHARACTERS_MAX = 1000;
}
