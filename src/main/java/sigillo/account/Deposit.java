package sigillo.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Octets;

/**
 * A message to be kept. {@code into} is not empty; the same mailbox twice gives two memberships. {@code deliveryKey}
 * makes a repeated deposit find the first one (a queue that was killed between our commit and its own): keys are
 * remembered for at least a week. {@code always}: also beyond what the account may hold, for what its owner must hear.
 * {@code popName}: what POP calls it, where another server has told clients so; not kept when it could be one of ours.
 * {@code clientText}: what its owner's browsers, and nobody else, are to read of it; it stays the caller's to close.
 */
public record Deposit(
        Octets content, List<MailboxId> into, Set<Keyword> keywords, boolean deleted, Instant receivedAt,
        Optional<String> deliveryKey, boolean always, Optional<Uidl> popName, Optional<ClientText> clientText) {
    public Deposit {
        into = List.copyOf(into);
        keywords = Set.copyOf(keywords);
        if (into.isEmpty()) throw new IllegalArgumentException("into no mailbox");
    }

    public Deposit(
            Octets content, List<MailboxId> into, Set<Keyword> keywords, boolean deleted, Instant receivedAt,
            Optional<String> deliveryKey) {
        this(content, into, keywords, deleted, receivedAt, deliveryKey, false, Optional.empty(), Optional.empty());
    }

    /** The same of other octets, which were encrypted; {@code text}: see {@link Deposit}. */
    public Deposit of(Octets other, Optional<ClientText> text) {
        return new Deposit(other, into, keywords, deleted, receivedAt, deliveryKey, always, popName, text);
    }

    /** See {@link Deposit}. */
    public Deposit beyondQuota() {
        return new Deposit(content, into, keywords, deleted, receivedAt, deliveryKey, true, popName, clientText);
    }

    /** See {@link Deposit}. */
    public Deposit named(Optional<Uidl> inPop) {
        return new Deposit(content, into, keywords, deleted, receivedAt, deliveryKey, always, inPop, clientText);
    }

    public static Deposit of(Octets content, MailboxId into, Instant receivedAt) {
        return new Deposit(content, List.of(into), Set.of(), false, receivedAt, Optional.empty());
    }
}
