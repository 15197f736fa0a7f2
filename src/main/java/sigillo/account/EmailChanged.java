package sigillo.account;

/** The answer to {@link Account#change}. All but the first have changed nothing. */
public sealed interface EmailChanged {
    record Done() implements EmailChanged {}

    /** There is no such Email, or it would be in no mailbox. */
    record Gone() implements EmailChanged {}

    record NoSuchMailbox() implements EmailChanged {}

    /** Of mailboxes. */
    record OverLimit(String why) implements EmailChanged {}

    /** {@link AccountLimits}. */
    record TooManyKeywords() implements EmailChanged {}
}
