package sigillo.account;

/** The answers to making, changing and removing mailboxes. */
public sealed interface MailboxAnswer {
    record Done(Mailbox mailbox) implements MailboxAnswer {}

    record Exists(MailboxId id) implements MailboxAnswer {}

    record NoSuchMailbox() implements MailboxAnswer {}

    /** {@code why} is for people: a slash, a control character, too long, not NFC-able, a loop of parents. */
    record BadName(String why) implements MailboxAnswer {}

    /** The inbox can be neither removed nor moved below another; RFC 9051 section 6.3.4 and RFC 8621 section 2. */
    record NotAllowed(String why) implements MailboxAnswer {}

    record HasChildren() implements MailboxAnswer {}

    record OverLimit(String why) implements MailboxAnswer {}
}
