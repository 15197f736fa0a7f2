package sigillo.account;

import java.util.Optional;

/**
 * One thing that a commit touched. {@code mailbox}: itself, or where an Email was touched. {@code thread}: only of an
 * Email that is gone; empty for what was written before that was kept.
 */
public record Touched(long revision, Kind kind, MailboxId mailbox, Optional<EmailId> email, Optional<ThreadId> thread) {
    public enum Kind {
        EMAIL_CREATED,
        /** Its keywords, or the mailboxes that it is in. */
        EMAIL_CHANGED, EMAIL_DESTROYED,
        MAILBOX_CREATED,
        /** Not what is in it. */
        MAILBOX_CHANGED, MAILBOX_DESTROYED
    }

    static Touched of(long revision, LogRow.Item item) {
        var kind = switch (item.kind()) {
            case ARRIVED -> Kind.EMAIL_CREATED;
            case ADDED, CHANGED, REMOVED -> Kind.EMAIL_CHANGED;
            case DESTROYED -> Kind.EMAIL_DESTROYED;
            case MAILBOX_CREATED -> Kind.MAILBOX_CREATED;
            case MAILBOX_CHANGED -> Kind.MAILBOX_CHANGED;
            case MAILBOX_DESTROYED -> Kind.MAILBOX_DESTROYED;
        };
        return new Touched(revision, kind, new MailboxId(item.mailbox()), one(item.email()).map(EmailId::new),
            one(item.thread()).map(ThreadId::new));
    }

    private static Optional<Long> one(long value) { return value == 0 ? Optional.empty() : Optional.of(value); }
}
