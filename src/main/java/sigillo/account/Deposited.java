package sigillo.account;

/** What became of a {@link Deposit}. Surprises (a full disk) are {@link sigillo.store.StoreException}. */
public sealed interface Deposited {
    /** Durable. */
    record Kept(Email email) implements Deposited {}

    /** The delivery key was seen before; nothing was written. */
    record AlreadyThere() implements Deposited {}

    record NoSuchMailbox(MailboxId mailbox) implements Deposited {}

    /** A limit of the account: {@code why} is for people. */
    record OverLimit(String why) implements Deposited {}
}
