package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.message.MessageMeta;
import sigillo.store.Batch;
import sigillo.store.StoreException;

/**
 * What one account keeps, and the only way to it. Methods may be called from any thread and block for the store; none
 * touches a socket. Writes are durable when they return. Paths join names with {@code /}; {@code INBOX} in any case is
 * the inbox.
 *
 * <p>Surprises (a full or broken disk) are {@link sigillo.store.StoreException}; {@link IllegalStateException} says
 * that the account has been removed; {@link Locked} that content is asked for which does not open now: mail comes in, is
 * marked, copied, moved and removed all the same. What reads takes no turn among the writers and never waits for them.
 */
public final class Account {
    private final Context context;
    private final Mailboxes mailboxes;
    private final Reading reading;
    private final Folders folders;
    private final Deposits deposits;
    private final Copies copies;
    private final Removals removals;
    private final ExpungedMail expunged;
    private final ChangeLog log;
    private final Maildrops maildrops;
    private final Recents recents;
    private volatile MailboxId inbox;

    Account(Context context) {
        this.context = context;
        this.mailboxes = new Mailboxes(context, context.committed());
        this.reading = new Reading(context);
        this.removals = new Removals(context);
        this.expunged = new ExpungedMail(context);
        this.copies = new Copies(context, removals);
        this.folders = new Folders(context, removals, copies);
        this.deposits = new Deposits(context, removals);
        this.log = new ChangeLog(context);
        this.maildrops = new Maildrops(context);
        this.recents = new Recents(context);
    }

    public AccountId id() { return context.id(); }

    /** JMAP's state and IMAP's highest MODSEQ. */
    public long revision() { return context.transactions().partition().revision(); }

    /** What it holds of what it may hold. */
    public Usage usage() { return QuotaWork.usage(context.committed(), context.quotas().octetsMax(context.id())); }

    /** A message of so many octets was turned away before it came: since when; empty when it fits by now. */
    public Optional<Instant> full(long octets) {
        var max = context.quotas().octetsMax(context.id());
        if (max.isEmpty() || usage().takes(octets)) return Optional.empty();
        return Optional.of(context.transactions().write(tx -> {
            long now = tx.get(Keys.ACCOUNT).map(AccountRow::decode).orElseGet(AccountRow::new).octets;
            return new QuotaWork(tx).refused(now, max.getAsLong(), context.clock().instant());
        }));
    }

    // ---- mailboxes ----

    /** How many there are, about: so many {@link #mailboxes} tells. */
    public long mailboxCount() { return context.committed().get(Keys.ACCOUNT).map(AccountRow::decode).orElseGet(AccountRow::new).mailboxes; }

    /** What names of {@link #mailboxes} take in memory, about, beyond what short ones do; none is opened for that. */
    public long longNameOctets() { return mailboxes.longNameOctets(); }

    /** All, parents before children, else by name; counters as of now. */
    public List<Mailbox> mailboxes() { return mailboxes.all(); }

    public Optional<Mailbox> mailbox(MailboxId id) { return mailboxes.mailbox(id); }

    public Optional<Mailbox> mailbox(String path) { return mailboxId(path).flatMap(mailboxes::mailbox); }

    public Optional<Mailbox> mailbox(Role role) { return mailboxes.find(role).flatMap(mailboxes::mailbox); }

    /** Where mail comes in. It stays the same as long as the account is. */
    public MailboxId inbox() {
        var known = inbox;
        if (known != null) return known;
        var found = mailboxId(Role.INBOX)
            .orElseThrow(() -> new StoreException("account " + id() + " has no inbox", null));
        inbox = found;
        return found;
    }

    /** As {@link #mailbox(Role)}, for who does not need its name, which only opens with a key of the owner. */
    public Optional<MailboxId> mailboxId(Role role) { return mailboxes.find(role); }

    public Optional<MailboxId> mailboxId(String path) {
        return MailboxPath.parse(path) instanceof MailboxPath.Names names ? mailboxes.find(names) : Optional.empty();
    }

    /** Whether there are mailboxes below it. */
    public boolean hasChildren(MailboxId id) { return mailboxes.hasChildren(id); }

    /** As mailboxes have theirs: in NFC, and the inbox in capitals. What no mailbox can be called stays as it is. */
    public static String normalPath(String path) {
        return MailboxPath.parse(path) instanceof MailboxPath.Names names ? names.toString() : path;
    }

    /** The path of a mailbox that exists: its names from the top, joined with {@code /}. */
    public String path(Mailbox mailbox) { return mailboxes.path(mailbox.id()); }

    /** Makes the mailbox and, as RFC 9051 section 6.3.4 wants, the parents that are missing; not subscribed. */
    public MailboxAnswer create(String path, Optional<Role> role) { return folders.create(path, role); }

    /**
     * Renames and moves with all children. For the inbox, as RFC 9051 section 6.3.6: its mail moves to a new mailbox.
     */
    public MailboxAnswer rename(MailboxId id, String path) { return folders.rename(id, path); }

    /**
     * Renames and moves several with all children, in one commit: what counts is where they are in the end, so two may swap.
     * Parents must be there. Empty when it is done; else why none of them was.
     */
    public Optional<MailboxAnswer> renameTogether(Map<MailboxId, MailboxPlace> to) { return folders.renameTogether(to); }

    /**
     * Removes a mailbox and its memberships; Emails that are nowhere else are gone. One with children is refused. It
     * disappears at once; what is in it goes in commits of their own, at the latest when this is tidied. The answer has it
     * as it was.
     */
    public MailboxAnswer delete(MailboxId id) { return folders.delete(id); }

    /** As {@link #delete}, but {@link MailboxAnswer.NotAllowed} where something is in it. */
    public MailboxAnswer deleteEmpty(MailboxId id) { return folders.deleteEmpty(id); }

    public MailboxAnswer subscribe(MailboxId id, boolean subscribed) { return folders.subscribe(id, subscribed); }

    /** Of mailboxes that are gone and were subscribed then: RFC 9051 section 6.3.7. */
    public List<String> goneSubscriptions() { return new GoneSubscriptions(context).paths(); }

    /** What they take in memory, about; none is opened for that. */
    public long goneSubscriptionOctets() { return new GoneSubscriptions(context).octets(); }

    /** Takes one of {@link #goneSubscriptions} off; nothing when there is none. */
    public void unsubscribeGone(String path) { folders.unsubscribeGone(path); }

    /** At most one mailbox has each role; the inbox keeps its own. */
    public MailboxAnswer role(MailboxId id, Optional<Role> role) { return folders.role(id, role); }

    /** Where clients that show mailboxes put it: the smaller, the earlier; empty for none of its own. */
    public MailboxAnswer sortOrder(MailboxId id, OptionalLong sortOrder) { return folders.sortOrder(id, sortOrder); }

    // ---- what clients note ----

    /** Of a mailbox, or of the account: in no order. RFC 5464. Throws {@link Locked} as content does. */
    public List<Annotation> annotations(Optional<MailboxId> mailbox) { return new Annotations(context).all(mailbox); }

    /** Of all of them, as they are kept: what they take in memory, about. */
    public long annotationOctets(Optional<MailboxId> mailbox) { return new Annotations(context).octets(mailbox); }

    /** The one of that name, in any case of its letters. */
    public Optional<Annotation> annotation(Optional<MailboxId> mailbox, String name) { return new Annotations(context).one(mailbox, name); }

    /** By name, within {@link AnnotationLimits}; an empty value takes one away. All or none. */
    public AnnotationAnswer annotate(Optional<MailboxId> mailbox, Map<String, Optional<Bytes>> values) {
        return new Annotations(context).set(mailbox, values);
    }

    /**
     * One of a name, made of what it is in the moment of the commit: so of two who change it at once neither is lost.
     * {@code change} may be called again, and does nothing else.
     */
    public AnnotationAnswer annotate(Optional<MailboxId> mailbox, String name, UnaryOperator<Optional<Bytes>> change) {
        return new Annotations(context).change(mailbox, name, change);
    }

    /**
     * Another after each change of the annotation of that name, and the same until then; also while the account is
     * locked. Says nothing of its value.
     */
    public Bytes annotationMark(Optional<MailboxId> mailbox, String name) {
        return new Annotations(context).mark(mailbox, name);
    }

    // ---- messages ----

    /** Keywords beyond {@link AccountLimits} are left out; the answer has those that were kept. */
    public Deposited deposit(Deposit deposit) { return deposits.deposit(deposit); }

    /**
     * Many at once, as an import does: they get UIDs in their order, and other work goes first. Those of a full list may
     * be several commits; when it throws, some are kept and some are not.
     */
    public List<Deposited> deposit(List<Deposit> many) { return many.isEmpty() ? List.of() : deposits.depositAll(many); }

    /**
     * All or none of them, as one APPEND of several messages wants it. The answers of all; or, when one was refused, its answer
     * alone. A stop in the middle of very many may leave the first ones.
     */
    public List<Deposited> depositTogether(List<Deposit> many) { return deposits.depositTogether(many); }

    /** A message comes in and the one of {@code uid} goes, in one commit; empty, with nothing kept, when that is gone already. */
    public Optional<Deposited> replace(Deposit deposit, MailboxId mailbox, long uid) {
        return deposits.replace(deposit, mailbox, uid);
    }

    /**
     * Other octets take the place of an Email, in one commit: in its mailboxes, with its keywords, date and thread, as
     * another Email with new UIDs. What was there cannot be had back. Empty, with nothing kept, when it is gone already.
     */
    public Optional<Deposited> exchange(EmailId email, Octets content) { return deposits.exchange(email, content); }

    /**
     * Visits the entries of a mailbox by UID until the visitor says false; reads in pages, holds no lock between them.
     */
    public void entries(MailboxId mailbox, UidSet uids, Predicate<Entry> visitor) {
        reading.entries(mailbox, uids, visitor);
    }

    public Optional<Entry> entry(MailboxId mailbox, long uid) { return reading.entry(mailbox, uid); }

    /** The UIDs of a mailbox: what an IMAP session keeps. The caller's own. */
    public UidList uids(MailboxId mailbox) { return context.lists().read(context, log, mailbox); }

    /** Which flags the messages of a mailbox have now, for who tells many of them; empty of a small mailbox. */
    public Optional<FlagList> flags(MailboxId mailbox) { return context.lists().flags(context, log, mailbox); }

    /**
     * Sees to it that the first who asks for {@link #uids} after a start need not have the whole mailbox read, where that is large.
     * Writes seldom, and never for a small one.
     */
    public void keepUids(MailboxId mailbox) { context.lists().pack(context, log, mailbox); }

    public Optional<Email> email(EmailId id) { return reading.email(id); }

    /** Which thread an Email is in; empty when it is gone. */
    public Optional<ThreadId> thread(EmailId id) { return reading.thread(id); }

    /** The Emails of a thread, in the order in which they came here; none when there is no such thread. */
    public List<EmailId> emails(ThreadId thread) { return reading.emails(thread); }

    /** Those that have this Message-ID, without its angles: some, where there are many. */
    public List<EmailId> named(String messageId) { return reading.named(messageId, true); }

    /** Those that refer to this Message-ID as to what they are about: some, where there are many. */
    public List<EmailId> about(String messageId) { return reading.named(messageId, false); }

    /**
     * The message, read piecewise; empty when it is gone. Reading on after it went throws
     * {@link sigillo.store.StoreException}.
     */
    public Optional<Octets> content(EmailId id) { return reading.content(id); }

    /** Envelope, structure and preview, without reading the message; empty when it is gone. */
    public Optional<MessageMeta> meta(EmailId id) { return reading.meta(id); }

    /** As {@link #meta}, of many Emails; to be closed. */
    public MetaScan metas() { return new MetaScan(context, reading); }

    /**
     * Client text records, the newest first: those of Emails before {@code before}, within the bounds; one where that
     * alone is beyond {@code octetsMax}. Throws {@link Locked} as content does.
     */
    public ClientTexts.Page clientTexts(Optional<EmailId> before, int most, long octetsMax) {
        return new ClientTexts(context).page(before, most, octetsMax);
    }

    /** How many {@link #clientTexts} there are. */
    public long clientTextCount() { return new ClientTexts(context).count(); }

    /**
     * Its owner's browser has them; those that are gone are passed over. In one commit: whoever calls bounds the
     * number.
     */
    public void forgetClientTexts(List<EmailId> taken) { new ClientTexts(context).forget(taken); }

    /** Looks for texts in many Emails; to be closed. */
    public TextScan scan() { return new TextScan(context, reading); }

    /**
     * A change of keywords is one of the Email: all its memberships get the new MODSEQ. Keywords beyond
     * {@link AccountLimits} are left out, as the answer shows. More than {@link AccountLimits#ENTRIES_OF_COMMIT_MAX}
     * entries change in several commits; the answer holds them all, so ask for large sets piece by piece.
     */
    public FlagsChanged flags(MailboxId mailbox, UidSet uids, FlagChange change) {
        var now = new ArrayList<Entry>();
        var before = new ArrayList<Long>();
        var refused = new ArrayList<Long>();
        var changedBeside = new HashMap<Long, Long>();
        var lane = Batch.Lane.PROMPT;
        for (var next = Optional.of(1L); next.isPresent(); lane = Batch.Lane.BULK) {
            long from = next.get();
            var page = context.transactions().write(lane,
                tx -> new FlagWork(context, tx, mailbox, change, changedBeside).run(uids, from));
            now.addAll(page.changed().now());
            before.addAll(page.changed().before());
            refused.addAll(page.changed().refused());
            changedBeside.putAll(page.beside());
            next = page.next();
        }
        return new FlagsChanged(now, before, refused);
    }

    /** Keywords and mailboxes of one Email, in one commit. */
    public EmailChanged change(EmailId id, EmailChange change) {
        try {
            return context.transactions().write(tx -> {
                new EmailWork(context, tx, id).run(change);
                return new EmailChanged.Done();
            });
        } catch (EmailWork.Refused refused) {
            return refused.why();
        }
    }

    /**
     * New memberships of the same Emails; keywords are the Email's, \Deleted is not copied. All or nothing, but when
     * the server is stopped in the middle of more than {@link AccountLimits#ENTRIES_OF_COMMIT_MAX}.
     */
    public Copied copy(MailboxId from, UidSet uids, MailboxId to) { return copies.copy(from, uids, to); }

    /** Each message is moved whole; also within a mailbox, where it gets a new UID. */
    public Copied move(MailboxId from, UidSet uids, MailboxId to) { return copies.move(from, uids, to); }

    /** Removes the memberships of the set that are marked \Deleted; the UIDs that went, sorted. */
    public List<Long> expunge(MailboxId mailbox, UidSet uids) { return removals.expunge(mailbox, uids); }

    /** Removes the memberships of the set, marked or not; the UIDs that went, sorted. */
    public List<Long> remove(MailboxId mailbox, UidSet uids) { return removals.removeAll(mailbox, uids); }

    // ---- what no session has seen ----

    /** From which UID on no session has been told of a message of the mailbox: IMAP's \Recent, RFC 3501 section 2.3.2. */
    public long recentFrom(MailboxId mailbox) { return recents.from(mailbox); }

    /** As {@link #recentFrom}; the caller tells of those before {@code end}, and nobody else is the first to do so. */
    public long takeRecent(MailboxId mailbox, long end) { return recents.take(mailbox, end); }

    /** So that what was taken stays so over a restart. Else it is written with the next message that comes or changes. */
    public void keepRecent(MailboxId mailbox) { recents.keep(mailbox); }

    /** How many messages of the mailbox no session has been told of. */
    public long countRecent(Mailbox mailbox) { return recents.count(mailbox); }

    // ---- as POP sees it ----

    /** A mailbox as it is now, without what POP has deleted and is kept. */
    public Maildrop maildrop(MailboxId mailbox) { return maildrops.read(mailbox); }

    /** What POP calls those of the set that are there, by UID, until the visitor says false. */
    public void popNames(MailboxId mailbox, UidSet uids, NameVisitor visitor) { maildrops.names(mailbox, uids, visitor); }

    /** What POP calls one that went while a session was open. */
    public Uidl popNameOfGone(long uid) { return maildrops.gone(uid); }

    /** All names that were given by another server, in no order. */
    public void givenPopNames(Consumer<Uidl> visitor) { maildrops.given(visitor); }

    /** Sees what POP calls a message. */
    public interface NameVisitor {
        boolean visit(long uid, Uidl name);
    }

    // ---- what was expunged ----

    /** The last first; nothing where the server's settings keep nothing. */
    public List<Expunged> expunged(int max) { return expunged.newest(max); }

    /** As {@link #content}; empty when it is back, or its time has ended. */
    public Optional<Octets> content(Expunged one) { return expunged.content(one); }

    /**
     * Brings it back into a mailbox, as a new Email with its keywords and its date. {@link Deposited.AlreadyThere} when
     * it is back already, or its time has ended.
     */
    public Deposited undelete(Expunged one, MailboxId into) {
        var row = expunged.row(one);
        var content = expunged.content(one);
        if (row.isEmpty() || content.isEmpty()) return new Deposited.AlreadyThere();
        return deposits.undelete(one, row.get(), content.get(), into);
    }

    // ---- changes ----

    public MailboxChanges changes(MailboxId mailbox, long sinceRevision) { return log.changes(mailbox, sinceRevision); }

    /** {@code room}: asked at most once, and not where none has changed or the mailbox is to be read anew. */
    public <E extends Exception> MailboxChanges changes(
            MailboxId mailbox, long sinceRevision, MailboxChanges.Room<E> room) throws E {
        return log.changes(mailbox, sinceRevision, room);
    }

    /**
     * Visits what was touched since a revision and not after {@code until}, in the order of commits, until the visitor says
     * false: what JMAP's changes are made of. False when that is not known any more, or is too much; then what was visited does
     * not count.
     */
    public boolean touched(long since, long until, Predicate<Touched> visitor) { return log.visit(since, until, visitor); }

    /**
     * The last revision up to {@code until} that touched such a thing; a later one where that is long ago; where it is not behind
     * {@code since}, {@code since} at most.
     */
    public long lastTouched(long since, long until, Predicate<Touched> is) { return log.last(since, until, is); }

    /** Calls the listener after each commit, in order, on a committing thread: it must only take note and return. */
    public Subscription listen(Consumer<Changes> listener) { return new Listening(this, context.listeners().add(listener)); }

    /** Holds the account, so that whoever opens it meanwhile gets the same and is heard. */
    private record Listening(Account account, Subscription place) implements Subscription {
        @Override public void close() { place.close(); }
    }

    /**
     * Every keyword in use in a mailbox, and IMAP's system flags always: IMAP's FLAGS. Bounded by
     * {@link AccountLimits}.
     */
    public Set<Keyword> keywords(MailboxId mailbox) { return reading.keywords(mailbox); }

    /** Whether a keyword that no message has yet can be kept: false once there are as many as {@link AccountLimits} allows. */
    public boolean takesNewKeywords() { return reading.takesNewKeywords(); }

    // ---- housekeeping ----

    /** {@code subject}: as exact as what is remembered of it. */
    public Notes notes(String subject) { return new Notes(context, subject); }

    /** Reads everything and counts again. For the operator; slow. Others may work meanwhile. */
    public Verified verify() { return new Inspection(context).run(); }

    /**
     * Forgets what has grown old (change log, delivery keys, what was expunged), ends removals that a stop interrupted, writes lists of
     * the UIDs of large mailboxes, and deletes blobs that no Email names. To be called once in a while; gives way to other work. Returns the number of such blobs.
     */
    public long tidy() {
        log.trim();
        folders.clearDoomed();
        removals.expire();
        var sweep = new Sweep(context);
        sweep.forgetDeliveries();
        long orphans = sweep.deleteOrphans();
        mailboxes.ids().forEach(this::keepUids);
        return orphans;
    }
}
