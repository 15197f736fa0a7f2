package sigillo.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sigillo.base.Octets;

/**
 * What one account keeps, and the only way to it. Methods may be called from any thread and block for the store; none
 * touches a socket. Writes are durable when they return. Paths join names with {@code /}; {@code INBOX} in any case is
 * the inbox.
 */
public final class Account {
    Account() { throw new UnsupportedOperationException(); }

    public AccountId id() { throw new UnsupportedOperationException(); }

    /** JMAP's state and IMAP's highest MODSEQ. */
    public long revision() { throw new UnsupportedOperationException(); }

    // ---- mailboxes ----

    /** All, parents before children, else by name; counters as of now. */
    public List<Mailbox> mailboxes() { throw new UnsupportedOperationException(); }

    public Optional<Mailbox> mailbox(MailboxId id) { throw new UnsupportedOperationException(); }

    public Optional<Mailbox> mailbox(String path) { throw new UnsupportedOperationException(); }

    public Optional<Mailbox> mailbox(Role role) { throw new UnsupportedOperationException(); }

    /** The path of a mailbox that exists: its names from the top, joined with {@code /}. */
    public String path(Mailbox mailbox) { throw new UnsupportedOperationException(); }

    /** Makes the mailbox and, as RFC 9051 section 6.3.4 wants, the parents that are missing. */
    public MailboxAnswer create(String path, Optional<Role> role) { throw new UnsupportedOperationException(); }

    /** Renames and moves with all children. For the inbox, as RFC 9051 section 6.3.6: its mail moves to a new mailbox. */
    public MailboxAnswer rename(MailboxId id, String path) { throw new UnsupportedOperationException(); }

    /** Removes a mailbox and its memberships; Emails that are nowhere else are gone. One with children is refused. */
    public MailboxAnswer delete(MailboxId id) { throw new UnsupportedOperationException(); }

    public MailboxAnswer subscribe(MailboxId id, boolean subscribed) { throw new UnsupportedOperationException(); }

    public MailboxAnswer role(MailboxId id, Optional<Role> role) { throw new UnsupportedOperationException(); }

    // ---- messages ----

    public Deposited deposit(Deposit deposit) { throw new UnsupportedOperationException(); }

    /** Visits the entries of a mailbox by UID until the visitor says false; reads in pages, holds no lock between them. */
    public void entries(MailboxId mailbox, UidSet uids, Predicate<Entry> visitor) { throw new UnsupportedOperationException(); }

    public Optional<Entry> entry(MailboxId mailbox, long uid) { throw new UnsupportedOperationException(); }

    /** The UIDs of a mailbox, sorted, four octets each: what an IMAP session keeps. */
    public int[] uids(MailboxId mailbox) { throw new UnsupportedOperationException(); }

    public Optional<Email> email(EmailId id) { throw new UnsupportedOperationException(); }

    /** The message, read piecewise; empty when it is gone. */
    public Optional<Octets> content(EmailId id) { throw new UnsupportedOperationException(); }

    public FlagsChanged flags(MailboxId mailbox, UidSet uids, FlagChange change) { throw new UnsupportedOperationException(); }

    /** New memberships of the same Emails; keywords are the Email's, \Deleted is not copied. All or nothing. */
    public Copied copy(MailboxId from, UidSet uids, MailboxId to) { throw new UnsupportedOperationException(); }

    public Copied move(MailboxId from, UidSet uids, MailboxId to) { throw new UnsupportedOperationException(); }

    /** Removes the memberships of the set that are marked \Deleted; the UIDs that went, sorted. */
    public List<Long> expunge(MailboxId mailbox, UidSet uids) { throw new UnsupportedOperationException(); }

    // ---- changes ----

    public MailboxChanges changes(MailboxId mailbox, long sinceRevision) { throw new UnsupportedOperationException(); }

    /** Calls the listener after each commit, in order, on a committing thread: it must only take note and return. */
    public Subscription listen(Consumer<Changes> listener) { throw new UnsupportedOperationException(); }

    /** Reads everything and counts again. For the operator; slow. */
    public Verified verify() { throw new UnsupportedOperationException(); }

    /** Every keyword in use in a mailbox: IMAP's FLAGS. Bounded by {@link AccountLimits}. */
    public Set<Keyword> keywords(MailboxId mailbox) { throw new UnsupportedOperationException(); }
}
