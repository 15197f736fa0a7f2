package sigillo.lists;

import java.time.Duration;

/** Bounds of lists, with the reasons. */
public final class ListLimits {
    private ListLimits() {}

    public static final int LISTS_MAX = 100;
    /** Each gets a copy of its own, with its own way to leave: more wants a program for that. */
    public static final int MEMBERS_MAX = 200;
    /** With all members, 400 MiB in the queue. */
    public static final long MESSAGE_OCTETS_MAX = 2L << 20;
    public static final int POSTS_A_DAY = 60;
    /** With {@code -bounce-}, a number and what makes it ours it stays below the 64 octets of RFC 5321 section 4.5.3.1.1. */
    public static final int NAME_OCTETS_MAX = 30;
    public static final int TITLE_CHARACTERS_MAX = 100;
    /** Questions whether one wants to join: nobody gets many, whoever asks for them in his name. */
    static final int ASKED_ADDRESS_A_DAY = 1;
    static final int ASKED_LIST_A_DAY = 50;
    static final int ASKED_A_DAY = 200;
    /** Answers to who asks for help, or leaves. */
    static final int ANSWERED_ADDRESS_A_DAY = 3;
    /** A question is good for so many days after its own. */
    static final int CONFIRM_DAYS = 3;
    /** Days on which mail came back, none of them long after the one before, until nothing more is sent. */
    static final int BOUNCE_DAYS_MAX = 5;
    static final int BOUNCES_FORGOTTEN_AFTER_DAYS = 14;
    static final Duration COUNTS_KEPT = Duration.ofDays(2);
    /** Of what comes back, so much is looked at. */
    static final int REPORT_OCTETS_MAX = 64 << 10;
    /** Posts of one list that wait for its owner; of authors of one domain, so that one stranger does not fill it. */
    static final int HELD_MAX = 20;
    static final int HELD_OF_DOMAIN_MAX = 8;
    static final long HELD_OCTETS_MAX = 10L << 20;
    static final long HELD_OCTETS_OF_ALL_MAX = 100L << 20;
    /** Then it goes. */
    static final Duration HELD_FOR = Duration.ofDays(7);
    /** What a stop left half-written. */
    static final Duration HELD_UNFINISHED_FOR = Duration.ofDays(1);
    /** Letters to the owner of a list: strangers make us write them. */
    static final int TOLD_A_DAY = 20;
    static final int SUBJECT_CHARACTERS_MAX = 120;
}
