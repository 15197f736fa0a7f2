package sigillo.filter;

import java.time.Duration;

/** Bounds of what strangers can make the filter keep and ask, with the reasons. */
final class FilterLimits {
    private FilterLimits() {}

    // ---- senders: Reputation ----

    /** Rows of some 50 octets: 10 MB. A house that gets 10,000 mails a day has fewer who are worth remembering. */
    static final int SENDERS_MAX = 200_000;
    /** In memory until they are kept, once a minute; some 200 octets each. */
    static final int UNKEPT_MAX = 20_000;
    /** Rows of one commit. */
    static final int PAGE = 500;
    /** What is known of a sender is half as much after so long. */
    static final double HALF_LIFE_DAYS = 30;
    /** Below it nothing is known: a quarter of a mail, after three months. */
    static final double WEIGHT_MIN = 0.03;
    /** Who waits goes before one of whom a mail is known. */
    static final double WEIGHT_OF_WAITING = 0.1;
    /** From so much of the bound on those go of whom least is known, until so much is there. */
    static final double FULL = 0.9;
    static final double ROOM_AFTER_TIDYING = 0.7;
    /** Where there are nearly as many as there may be. */
    static final Duration TIDIED_EVERY = Duration.ofHours(1);
    /** RFC 5321 section 4.5.4.1: a sender tries for four or five days. */
    static final Duration WAITING_KEPT = Duration.ofDays(5);

    // ---- lists of others in DNS: DnsLists ----

    /** Of one message, in one list; mail has few links that lead to different domains. */
    static final int NAMES_OF_LIST_MAX = 20;
    /** Of one message, in all lists. */
    static final int LIST_QUESTIONS_MAX = 100;
    static final Duration LIST_LOOKED_AT_EVERY = Duration.ofHours(1);
}
