package sigillo.queue;

import java.time.Duration;

/** Bounds of the queue, with the reasons. What an operator may want to change is in {@link QueueSettings}. */
public final class QueueLimits {
    private QueueLimits() {}

    /** One batch writes four small rows a recipient: this keeps it around one MiB. */
    public static final int RECIPIENTS_MAX = 2_000;
    /** Recipients of one attempt: RFC 5321 section 4.5.3.1.8 makes every server take 100. */
    static final int RECIPIENTS_OF_AN_ATTEMPT_MAX = 100;
    /** Attempts in one turn of a destination while others wait: enough to make use of a connection. */
    static final int ATTEMPTS_OF_A_TURN_MAX = 20;
    /** Rows looked at for one claim: rows of entries that others carry are passed over. */
    static final int ROWS_OF_A_CLAIM_MAX = 2_000;
    /** Recipients shown of an entry in a listing, and entries in a page. */
    public static final int SHOWN_RECIPIENTS_MAX = 100;
    public static final int PAGE_MAX = 1_000;
    /** Entries that one commit of an operator's order or of the deadlines changes. */
    static final int ENTRIES_OF_A_COMMIT_MAX = 100;
    /** Keys of entries that one commit wraps anew; some 80 octets each. */
    static final int KEYS_OF_A_COMMIT = 500;
    /** A peer's reply is kept up to this: a listing and a notification quote it. */
    static final int REPLY_CHARACTERS_MAX = 1_000;
    /** Delay notices and giving up are matters of hours. */
    static final Duration DEADLINES_EVERY = Duration.ofMinutes(1);
    /** An entry whose time stands still (our own fault) is looked at again after this. */
    static final Duration STANDING_STILL = Duration.ofMinutes(30);
    /** What an operator gives up is not tried so long: by then a look of the deadlines has done it, also one that had to be repeated. */
    static final Duration GIVEN_UP_WITHIN = Duration.ofMinutes(10);
    /** How often the queue writes down that it is alive, so that a longer stop is known as such at the next start. */
    static final Duration ALIVE_EVERY = Duration.ofMinutes(10);
    /** How often the time indexes are read from their beginning: what lies before the floor of a look is found by then. */
    static final Duration WHOLE_LOOK_EVERY = Duration.ofMinutes(10);
    /** A blob without an entry may belong to one of which a cluster cannot say yet whether it was put in. */
    static final Duration ORPHAN_GRACE = Duration.ofMinutes(10);
    /** Of blobs that one sweep deletes: it keeps their ids. */
    static final int ORPHANS_AT_ONCE = 10_000;
    /** Alarms that are raised again at a start: one for each entry that was put aside. */
    static final int REMINDERS_MAX = 100;
    /** How soon a result that the store would not take is offered again. */
    static final Duration STORE_RETRY = Duration.ofSeconds(1);
    /** How soon another server is asked again for what it has in hand: its attempt may take minutes. */
    static final Duration ELSEWHERE_RETRY = Duration.ofSeconds(10);
    /** How long an attempt may last, with the time-outs of RFC 5321 section 4.5.3.2, at a peer that is slow in each. */
    static final Duration ATTEMPT_MAX = Duration.ofHours(1);
    /** How far clocks of servers may be apart: what another has put in is looked for so long before now. */
    static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(1);
    /**
     * How long a message is watched that no entry names, where another server may be putting it in: nobody here knows
     * what is under way there.
     */
    static final Duration ORPHAN_GRACE_OF_SEVERAL = Duration.ofDays(1);
    /** When a message that could not be read is tried again. */
    static final Duration UNREADABLE_RETRY = Duration.ofMinutes(1);
    /**
     * A message that cannot be read now is waited for so long before its sender is told without it; and so many entries in
     * a row that cannot be read or written end a look for what is due.
     */
    static final Duration READ_PATIENCE = Duration.ofMinutes(10);
    static final int FAILURES_OF_A_LOOK_MAX = 3;
    /** What an owner may note with a message, to find it there again. In characters. */
    public static final int TICKET_CHARACTERS_MAX = 64 << 10;
    /** Of what was said of a recipient, in a ticket. In characters. */
    static final int TOLD_CHARACTERS_MAX = 300;
    /** Of one owner; beyond, the oldest that are decided go. */
    public static final int TICKETS_MAX = 5_000;
    /** Recipients of a message with a ticket: it is written anew with each of them. */
    public static final int TICKET_RECIPIENTS_MAX = 500;
    /** How long what became of a message is told. */
    public static final Duration TICKETS_KEPT = Duration.ofDays(30);
    /** A peer may ask for a later attempt, but not for next year. */
    static final Duration RETRY_AFTER_MAX = Duration.ofHours(6);
    /** How long a stop waits for attempts that were told to end. */
    static final Duration STOP_WITHIN = Duration.ofSeconds(5);
}
