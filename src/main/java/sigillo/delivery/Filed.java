package sigillo.delivery;

import sigillo.smtp.SmtpReply;
import sigillo.store.StoreException;

/** What became of a message that was to be filed into one account. */
sealed interface Filed {
    /** Durable; now, or at an earlier attempt. */
    record Kept() implements Filed {}

    /** The account takes no more, for now or for good; its owner can change that. */
    record Full(SmtpReply reply) implements Filed {}

    /** Its owner's script does not want it, and says why. RFC 5429. */
    record Refused(SmtpReply reply) implements Filed {}

    /** The account is not there any more. */
    record Gone() implements Filed {}

    /** Ours: nothing was written. */
    record Trouble(StoreException why) implements Filed {}

    /** RFC 5321 section 4.2.2, RFC 3463 section 3.3. */
    SmtpReply MAILBOX_FULL = SmtpReply.of(452, "4.2.2", "The mailbox takes no more mail now");
    SmtpReply MAILBOX_FULL_FOR_LONG = SmtpReply.of(552, "5.2.2", "The mailbox has been full for long");

    /** RFC 3463 section 3.4: no space left is 4.3.1. RFC 5321 section 4.2.2 gives 452 for it and 451 for the rest. */
    static SmtpReply reply(StoreException trouble) {
        return trouble.isFull()
            ? SmtpReply.of(452, "4.3.1", "No space left here, please try again later")
            : SmtpReply.of(451, "4.3.0", "Trouble here, please try again later");
    }
}
