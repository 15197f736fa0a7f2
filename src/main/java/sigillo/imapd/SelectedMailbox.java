package sigillo.imapd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import sigillo.account.Account;
import sigillo.account.AccountLimits;
import sigillo.account.Changes;
import sigillo.account.Entry;
import sigillo.account.Keyword;
import sigillo.account.Mailbox;
import sigillo.account.MailboxChanges;
import sigillo.account.MailboxId;
import sigillo.account.Subscription;
import sigillo.account.UidSet;
import sigillo.imap.FetchItem;
import sigillo.imap.ImapWriter;
import sigillo.imap.SequenceSet;
import sigillo.imap.Status;
import sigillo.store.StoreException;

/**
 * The mailbox that a client has selected, as far as the client knows it. {@link #tell} brings the client up to date; a
 * listener only notes, on the committing thread, that there is something to tell.
 */
final class SelectedMailbox implements AutoCloseable {
    /** RFC 5530 section 3: to who has examined it and wants to change something. */
    static final Status READ_ONLY = Status.no("NOPERM", "The mailbox is selected read-only");

    /** Beyond that, what cannot be told for long is told twice. */
    private static final int KNOWN_MAX = 2 * Fetch.PIECE;

    private static final System.Logger LOG = System.getLogger(SelectedMailbox.class.getName());

    private final Client client;
    private final MailboxId id;
    private final boolean readOnly;
    private final View view;
    private final Subscription subscription;
    private final Set<Keyword> keywords;
    private final RecentUids recent = new RecentUids();
    private final Map<Long, Entry> told = new HashMap<>(); // of the piece of a command that is being carried out
    private final SearchUpdates updates = new SearchUpdates(this);
    private List<FetchItem> ofNew = List.of();
    private volatile boolean changed = true; // since the revision that is told, until we have looked
    private boolean withheldFlags; // while a tell is for who does not want to hear of them now
    private boolean closed;
    private boolean takesKeywords = true;
    private boolean removalsPending;
    private long flagsTold;     // the revision up to which changes and new messages were told
    private long removalsTold;  // and removals: not later than the other
    private int[] saved = {};   // RFC 5182 section 2.1: the UIDs of the last search that saved its result

    /** {@code revision} is from before {@code mailbox} was read: what is newer is told later, perhaps twice. */
    SelectedMailbox(Client client, long revision, Mailbox mailbox, boolean readOnly) {
        this.client = client;
        this.id = mailbox.id();
        this.readOnly = readOnly;
        this.flagsTold = revision;
        this.removalsTold = revision;
        this.view = new View(client.account().uids(id));
        this.keywords = new HashSet<>(client.account().keywords(id));
        hear(view.highestUid());
        this.subscription = client.account().listen(this::note);
    }

    private void note(Changes changes) {
        if (!changes.mailboxes().contains(id)) return;
        changed = true;
        client.bell().ring();
    }

    Client client() { return client; }

    Account account() { return client.account(); }

    ImapWriter out() { return client.out(); }

    MailboxId id() { return id; }

    boolean readOnly() { return readOnly; }

    View view() { return view; }

    /** RFC 5465 section 5.1: what is told of each message that comes; RFC 9051 section 7.5.2: what nobody asked for has the UID. */
    void tellOfNew(List<FetchItem> items) {
        var all = new ArrayList<>(items);
        if (!items.isEmpty() && !items.contains(FetchItem.Plain.UID)) all.addFirst(FetchItem.Plain.UID);
        ofNew = List.copyOf(all);
    }

    private void tellNew(List<Entry> entries, int before) throws IOException {
        try (var metas = account().metas()) {
            var response = new FetchResponse(this, ofNew, new Unreadable());
            for (var entry : entries) {
                int number = view.number(entry.uid());
                if (number > before) response.write(number, new Loaded(account(), metas, entry));
            }
        }
    }

    /** Searches of which the client wants to hear more. */
    SearchUpdates updates() { return updates; }

    int[] saved() { return saved; }

    /** So many UIDs, ascending. False, and nothing is saved or made, when there is no room for as many: RFC 5182 section 2.1. */
    boolean save(int count, Supplier<int[]> uids) {
        forgetSaved();
        if (!client.door().results().change(0, count)) return false;
        saved = uids.get();
        client.door().results().change(count, saved.length);
        return true;
    }

    void forgetSaved() {
        client.door().results().change(saved.length, 0);
        saved = new int[0];
    }

    @Override public void close() {
        closed = true;
        forgetSaved();
        updates.close();
        subscription.close();
        try {
            if (!readOnly && !client.features().rev2()) account().keepRecent(id); // who is at IMAP4rev2 costs no commit here
            account().keepUids(id);
        } catch (StoreException | IllegalStateException forgotten) { // messages are \Recent once more; the mailbox is read whole
            LOG.log(Level.DEBUG, "what is known of a mailbox could not be kept: " + forgotten.getMessage());
        }
    }

    // ---- what is \Recent ----

    /** This session hears of all messages up to this UID: those of which no other has are \Recent here. */
    private void hear(long highest) {
        // RFC 3501 section 6.3.2: EXAMINE takes it from nobody
        recent.add(readOnly ? account().recentFrom(id) : account().takeRecent(id, highest + 1), highest);
    }

    /** RFC 9051 appendix E has given it up. */
    boolean isRecent(long uid) { return !client.features().rev2() && recent.has(uid); }

    List<String> flags(Entry entry) { return FlagNames.flags(entry, isRecent(entry.uid())); }

    // ---- which messages ----

    /** Empty when a number is meant that no message has, which is an error where UIDs would be passed over. */
    Optional<Selection> select(SequenceSet set, boolean uid) {
        if (set.saved()) return Optional.of(Selection.ofUids(view, saved));
        if (uid) return Optional.of(Selection.byUid(view, set));
        return Selection.isInRange(view, set) ? Optional.of(Selection.byNumber(view, set)) : Optional.empty();
    }

    List<Entry> entries(Selection selection) { return entries(selection.uids()); }

    List<Entry> entries(UidSet uids) {
        var entries = new ArrayList<Entry>();
        account().entries(id, uids, entry -> entries.add(entry));
        return entries;
    }

    // ---- what the client is told ----

    /** RFC 7162 section 3.1: the first command that enables it is answered with HIGHESTMODSEQ. */
    void enableCondstore() throws IOException {
        if (client.features().enableCondstore()) client.news().tell(this::tellHighestModSeq);
    }

    /** Nothing when this is selected no longer. */
    void tellHighestModSeq() throws IOException {
        if (closed) return;
        var mailbox = account().mailbox(id);
        if (mailbox.isPresent()) tellHighestModSeq(mailbox.get());
    }

    void tellHighestModSeq(Mailbox mailbox) throws IOException {
        out().line("* OK [HIGHESTMODSEQ " + Math.max(1, mailbox.modSeq()) + "] Highest MODSEQ");
    }

    /**
     * Whether there may be keywords that no message has yet. While that cannot be read it is as it was: a STORE is done
     * when its flags are told.
     */
    boolean takesNewKeywords() {
        try {
            takesKeywords = account().takesNewKeywords();
        } catch (StoreException unreadable) {
            LOG.log(Level.DEBUG, "how many keywords there are cannot be read now: " + unreadable.getMessage());
        }
        return takesKeywords;
    }

    void tellFlags() throws IOException {
        out().raw("* FLAGS ").words(FlagNames.all(keywords)).crlf();
        var permanent = readOnly ? List.<String>of() : FlagNames.all(keywords);
        // RFC 9051 section 7.1: without it once no other keyword can be kept
        if (!readOnly && takesNewKeywords()) permanent.add("\\*");
        out().raw("* OK [PERMANENTFLAGS ").words(permanent).raw("] Flags that are kept").crlf();
    }

    /** Before keywords are shown that the client has never heard of: RFC 9051 section 7.3.5. */
    void introduce(List<Entry> entries) throws IOException {
        boolean isNew = false;
        for (var entry : entries) isNew |= keywords.addAll(entry.keywords());
        if (!isNew) return;
        if (keywords.size() > AccountLimits.KEYWORDS_OF_ACCOUNT_MAX) forgetUnused(entries);
        tellFlags();
    }

    /** More than there can be at a time: a client may take words away and make others as long as it likes. */
    private void forgetUnused(List<Entry> entries) {
        try {
            var used = account().keywords(id);
            keywords.clear();
            keywords.addAll(used);
            for (var entry : entries) keywords.addAll(entry.keywords());
        } catch (StoreException unreadable) {
            LOG.log(Level.DEBUG, "which keywords are in use cannot be read now: " + unreadable.getMessage());
        }
    }

    /** How a FETCH response begins: RFC 9051 section 7.5.2; with UIDONLY RFC 9586 section 3.3. */
    void fetchHead(int number, long uid) throws IOException {
        boolean uidOnly = client.features().uidOnly();
        out().raw("* ").number(uidOnly ? uid : number).raw(uidOnly ? " UIDFETCH (" : " FETCH (");
    }

    /** One FETCH response with what may have changed. */
    void tellEntry(int number, Entry entry, boolean withFlags) throws IOException {
        fetchHead(number, entry.uid());
        out().raw("UID ").number(entry.uid());
        if (withFlags) out().raw(" FLAGS ").words(flags(entry));
        if (client.features().condstore()) out().raw(" MODSEQ (").number(entry.modSeq()).raw(")");
        out().raw(")").crlf();
    }

    /** Whether the client may not have been told of a message's change that had this MODSEQ. */
    boolean isUntold(long modSeq) { return modSeq > flagsTold; }

    /** The client knows of this state of a message: the next {@link #tell}, which should come soon, leaves it out. */
    void known(Entry entry) {
        if (told.size() == KNOWN_MAX) told.clear();
        told.put(entry.uid(), entry);
    }

    /** As {@link #tell}; what cannot be read now is told with a later command. */
    void tellIfReadable(boolean removals) throws IOException { client.news().isTold(() -> tell(removals)); }

    /**
     * Tells what others (and we) have changed since the last time. {@code removals} says whether message numbers may
     * change now: never while a FETCH, STORE or SEARCH is answered, RFC 9051 section 7.5.1.
     */
    void tell(boolean removals) throws IOException {
        boolean due = changed || removals && removalsPending;
        if (!due) {
            if (!withheldFlags) told.clear();
            return;
        }
        changed = false;
        try {
            tellChanges(removals);
        } catch (IOException | RuntimeException notTold) { // the store could not be read: the next command tells it
            changed = true;
            throw notTold;
        }
        if (!withheldFlags) told.clear();
    }

    /**
     * As {@link #tell}, while nothing is asked. Who does not want to hear of flags then (RFC 5465 section 5.3) hears of them with
     * the next command: so what is told now is read once more then.
     */
    void tellBetweenCommands(boolean removals, boolean flags) throws IOException {
        withheldFlags = !flags;
        try {
            tell(removals);
        } finally {
            changed |= withheldFlags;
            withheldFlags = false;
        }
    }

    private void tellChanges(boolean removals) throws IOException {
        try (var since = Resync.Since.now(this, removals ? removalsTold : flagsTold)) {
            switch (since.changes()) {
                case MailboxChanges.Known known -> {
                    tellRemovals(numbers(known.vanished()), removals);
                    tellEntries(known.changed());
                    tellUpTo(known.revision(), removals);
                }
                case MailboxChanges.Resynchronise(long revision) -> {
                    readAnew(removals);
                    tellUpTo(revision, removals);
                }
            }
        }
    }

    private void tellUpTo(long revision, boolean removals) {
        if (withheldFlags) return;
        flagsTold = revision;
        if (!removals) return;
        removalsTold = revision;
        removalsPending = false;
    }

    private int[] numbers(List<Long> uids) {
        return uids.stream().mapToInt(view::number).filter(number -> number > 0).toArray();
    }

    /** The highest number first, so that each is right whichever way the client counts. */
    private void tellRemovals(int[] numbers, boolean now) throws IOException {
        if (numbers.length == 0) return;
        if (!now) {
            removalsPending = true;
            return;
        }
        updates.removed(numbers);
        if (client.features().vanished()) vanished(numbers);
        else for (int i = numbers.length; i-- > 0; ) out().raw("* ").number(numbers[i]).raw(" EXPUNGE").crlf();
        view.remove(numbers);
    }

    private void vanished(int[] numbers) throws IOException {
        var uids = new UidRanges(out());
        out().raw("* VANISHED ");
        for (int number : numbers) uids.add(view.uid(number));
        uids.end();
        out().crlf();
    }

    /** Whether messages have gone that the client still counts. */
    boolean hasUntoldRemovals() { return removalsPending; }

    /**
     * RFC 7162 section 3.2.8: up to where the client knows the mailbox, for the end of a command that has removed something.
     * Empty when there are changes that it does not know, and when that cannot be read now.
     */
    String modSeqCode() throws IOException {
        var code = new String[] {""};
        if (removalsPending || !told.isEmpty()) return code[0];
        client.news().isTold(() -> {
            long modSeq = account().mailbox(id).map(Mailbox::modSeq).orElse(removalsTold);
            code[0] = "HIGHESTMODSEQ " + Math.max(1, Math.min(modSeq, removalsTold));
        });
        return code[0];
    }

    private void tellEntries(List<Entry> entries) throws IOException {
        var changed = new ArrayList<Entry>();
        int before = view.size();
        if (!entries.isEmpty() && entries.getLast().uid() > view.highestUid()) hear(entries.getLast().uid());
        for (var entry : entries) {
            boolean isNew = entry.uid() > view.highestUid();
            if (isNew) view.add(entry.uid());
            if (isNew && withheldFlags) known(entry); // its flags too, as of any that is new
            if (entry.modSeq() > flagsTold && !entry.equals(told.get(entry.uid()))) changed.add(entry);
        }
        if (view.size() > before) tellExists();
        if (!withheldFlags) introduce(changed);
        tellKnown(changed, before);
        if (!ofNew.isEmpty()) tellNew(entries, before);
        updates.changed(entries.stream().filter(entry -> entry.modSeq() > flagsTold).toList());
    }

    /** Those among the first so many messages; the client will ask about the others. */
    private void tellKnown(List<Entry> entries, int count) throws IOException {
        if (withheldFlags) return;
        for (var entry : entries) {
            int number = view.number(entry.uid());
            if (number > 0 && number <= count) tellEntry(number, entry, true);
        }
    }

    void tellExists() throws IOException {
        out().raw("* ").number(view.size()).raw(" EXISTS").crlf();
        if (!client.features().rev2()) out().raw("* ").number(recent.count(view)).raw(" RECENT").crlf(); // RFC 3501 section 7.3.2
    }

    /** The change log does not reach back, or there is no room for it: compares what the client knows with what there is, by pages. */
    private void readAnew(boolean removals) throws IOException {
        updates.giveUp();
        var now = new View(account().uids(id));
        var gone = IntStream.rangeClosed(1, view.size()).filter(number -> now.number(view.uid(number)) == 0).toArray();
        tellRemovals(gone, removals);
        int before = view.size();
        long highest = view.highestUid();
        if (now.highestUid() > highest) hear(now.highestUid());
        for (int number = now.firstFrom(highest + 1); number <= now.size(); number++) view.add(now.uid(number));
        if (view.size() > before) tellExists();
        if (highest == 0) return;
        for (var piece : Selection.byUid(now, SequenceSet.upTo(highest)).pieces(Fetch.PIECE)) {
            var changed = new ArrayList<Entry>();
            account().entries(id, piece.uids(), entry -> entry.modSeq() <= flagsTold || changed.add(entry));
            introduce(changed);
            tellKnown(changed, view.size());
        }
    }

    /** Of all messages that there were when they were last told. */
    UidSet everything() { return view.isEmpty() ? new UidSet(List.of()) : Selection.all(view).uids(); }
}
