package sigillo.delivery;

import sigillo.smtp.SmtpReply;
import sigillo.store.StoreException;

/** What became of a message that was to be filed into one account. */
sealed interface Filed {
    /** Durable; now, or at an earlier attempt. */
    record Kept() implements Filed {}

    /** The account takes no more; its owner can change that. */
    record Full() implements Filed {}

    /** The account is not there any more. */
    record Gone() implements Filed {}

    /** Ours: nothing was written. */
    record Trouble(StoreException why) implements Filed {}

    SmtpReply MAILBOX_FULL = SmtpReply.of(452, "4.2.2", "The mailbox takes no more mail now");

    /** RFC 3463 section 3.4: no space left is 4.3.1. RFC 5321 section 4.2.2 gives 452 for it and 451 for the rest. */
    static SmtpReply reply(StoreException trouble) {
        return trouble.isFull()
            ? SmtpReply.of(452, "4.3.1", "No space left here, please try again later")
            : SmtpReply.of(451, "4.3.0", "Trouble here, please try again later");
    }
}
