package sigillo.moving;

import java.time.Duration;

/** What a source may take of us, with the reasons. What it may say at once: {@link sigillo.imap.FrameLimits#SERVER}. */
final class MovingLimits {
    private MovingLimits() {}

    /** Of one source; an account may have as many mailboxes. */
    static final int FOLDERS_MAX = 20_000;
    /** Octets of the name of a mailbox, characters of a label: RFC 9051 names no limit; real servers have some hundred. */
    static final int NAME_MAX = 1_000;
    /** What is held of all mailboxes of a source, about: 20,000 with usual names. */
    static final int LISTED_OCTETS_MAX = 8 << 20;
    /** What is held of a mailbox, and of each of its attributes, beside the octets. */
    static final int LISTED_OCTETS_EACH = 200;
    static final int ATTRIBUTE_OCTETS_EACH = 64;
    /** Labels of a message: a row of {@link Progress} has those of 256 messages and must stay below a MiB. */
    static final int LABELS_MAX = 200;
    /** Waits for a response that a command may take in all, whatever is said between. */
    static final int ANSWERS_WAITED = 6;
    /** What each message or mailbox that is told of adds to that: a list of 500,000 may take half a day. */
    static final Duration EACH_TOLD = Duration.ofMillis(100);
    /** Messages of a folder that are given and were not asked for. */
    static final int UNASKED_MAX = 1_000;
    /** Names of which it is known where they belong; others are looked up again. */
    static final int PLACES_HELD = 1_000;
    /** Characters of a reason why something is refused. */
    static final int REASON_MAX = 500;
    /** Challenges of one sign-in: LOGIN has two, a refused token one. */
    static final int CHALLENGES_MAX = 5;
    /** Messages asked for in one command: what is asked for again when a connection breaks. */
    static final int FETCH_MESSAGES = 50;
    /** Commands on their way, so that the source reads while we write. */
    static final int FETCHES_AT_ONCE = 4;
    /** Breaks in a row after which a run ends; it is continued by the next. */
    static final int BREAKS_MAX = 5;
    /** UIDs of one folder: four times four octets of each are held at most, beside all that a server does in 56 MB. */
    static final int MESSAGES_OF_FOLDER_MAX = 500_000;
    /** Of one look, for what is said twice or comes meanwhile. */
    static final int MESSAGES_OF_LOOK_MAX = MESSAGES_OF_FOLDER_MAX + 10_000;
    /** UIDs of all folders together, which are held when deletions are followed. */
    static final int MESSAGES_FOLLOWED_MAX = 1_000_000;
    /** Messages that lost a mailbox at the source, of one folder and run; what is more is for the next run. */
    static final int LEFT_MAX = 10_000;
    /** Messages after which what was taken is remembered. */
    static final int REMEMBERED_TOGETHER = 100;
    /** Rows of {@link Progress} in memory: 256 messages each, some kilobytes. */
    static final int PAGES_HELD = 8;
}
