package sigillo.learning;

import java.time.Duration;

/** Bounds of learning, with the reasons. */
final class LearningLimits {
    private LearningLimits() {}

    /** Some programs move one message after the other. */
    static final Duration GATHERED = Duration.ofSeconds(1);
    /** Of what is said in that time of one account so many messages are looked at, whichever: about a second of work. */
    static final int SAID_MAX = 200;
    /** Messages of an account that are learnt on a day because somebody said so. People move some; programs move all. */
    static final int LEARNT_OF_DAY_MAX = 500;
    /** With those of which the contrary was learnt before: a wrong move of very many can be taken back on the same day. */
    static final int SAID_OF_DAY_MAX = 2 * LEARNT_OF_DAY_MAX;
    /** Messages that stayed and are learnt as wanted at a time, and beside each that is junk. */
    static final int KEPT_MAX = 60;
    static final int KEPT_FOR_EACH = 3;
    /** The newest messages of so many mailboxes are looked through for such. */
    static final int KEPT_MAILBOXES_MAX = 20;
    static final int KEPT_ENTRIES_MAX = 300;
    /** Of one message, to whom its owner has written. */
    static final int RECIPIENTS_MAX = 20;
    /** Who has had a message in front of him for so long and did nothing wants it. */
    static final Duration STAYED = Duration.ofDays(2);
    /** Mail that is sent to thousands is small; nobody waits while 50 MiB are read for a lesson. */
    static final long MESSAGE_OCTETS_MAX = 4L << 20;
    /** Rows that hold what was learnt; then they become one. */
    static final int PIECES_MAX = 32;
    /** Messages of which it is remembered that they were learnt: an older one may be learnt once more. */
    static final int MARKS_MAX = 20_000;
    /** Classifiers in memory, half a MiB each. */
    static final int HELD_MAX = 24;
    /** Fewer say nothing: one wrong move is no rule. */
    static final int JUNK_MIN = 3;
    /** With so many the classifier is believed by half. */
    static final double HALF_BELIEVED = 2;
    /**
     * So much of what speaks for junk is believed, by how much that is wanted was learnt beside it: who has seen only junk takes much
     * for it. On SpamAssassin's mail, after 20 of junk alone, this takes 7 in 1,000 wanted ones for it instead of 31.
     */
    static double believedBeside(long wanted) { return (wanted + 4.0) / (wanted + 6.0); }

    /** So many accounts more say that something is of junk than say that it is not: nobody finds out what one other has said. */
    static final int AGREED_MIN = 3;
    /** Accounts that are heard: a millisecond each. */
    static final int HEARD_MAX = 5_000;
    static final Duration HEARD_EVERY = Duration.ofHours(1);
    static final Duration HEARD_FIRST = Duration.ofMinutes(1);
    /** What others say sends nothing to Junk alone: the line is 5.5. */
    static final double OF_ALL_MAX = 4;
    static final double OF_ALL_WANTED_MAX = 2;

    /** What it may add to the score, and take from it: mail that looks like wanted mail may still be a forgery of it. */
    static final double JUNK_WEIGHT_MAX = 12;
    static final double WANTED_WEIGHT_MAX = 4;
    /** A message that was only opened and looks as much like junk was not moved yet. */
    static final double LIKE_JUNK = 0;
}
