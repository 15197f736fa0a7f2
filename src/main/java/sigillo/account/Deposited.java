package sigillo.account;

import java.time.Instant;

/** What became of a {@link Deposit}. Surprises (a full disk) are {@link sigillo.store.StoreException}. */
public sealed interface Deposited {
    /** Durable. */
    record Kept(Email email) implements Deposited {}

    /** The delivery key was seen before; nothing was written. */
    record AlreadyThere() implements Deposited {}

    record NoSuchMailbox(MailboxId mailbox) implements Deposited {}

    /** The account would hold more than it may ({@link Quotas}). {@code since}: mail is refused because it is full. */
    record OverQuota(Instant since) implements Deposited {}

    /** A limit of the account: {@code why} is for people. */
    record OverLimit(String why) implements Deposited {}
}
