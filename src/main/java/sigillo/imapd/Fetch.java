package sigillo.imapd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Entry;
import sigillo.account.FlagChange;
import sigillo.account.FlagList;
import sigillo.account.Keyword;
import sigillo.account.MailboxChanges;
import sigillo.account.MetaScan;
import sigillo.account.UidSet;
import sigillo.imap.FetchCommand;
import sigillo.imap.FetchItem.Plain;
import sigillo.imap.FetchItem;
import sigillo.imap.SequenceSet;
import sigillo.imap.Status;
import sigillo.search.Ahead;
import sigillo.store.StoreException;

/** FETCH and UID FETCH: RFC 9051 section 6.4.5, RFC 7162 section 3.1.4. */
final class Fetch {
    private static final System.Logger LOG = System.getLogger(Fetch.class.getName());

    /** Messages whose entries are held at a time. */
    static final int PIECE = 200;

    /** So many are worth a helper. */
    private static final int AHEAD_MIN = 2 * PIECE;

    /** Messages that are read ahead as wholes, at a time. */
    private static final int AHEAD_PIECE = 16;

    private final SelectedMailbox mailbox;
    private final FetchCommand command;
    private final MetaScan metas;
    private final FetchResponse response;
    private boolean marksSeen;
    private boolean someAreGone;
    private boolean someCannotBeDecoded;
    private final Unreadable unreadable = new Unreadable();

    private Fetch(SelectedMailbox mailbox, FetchCommand command, MetaScan metas) {
        this.mailbox = mailbox;
        this.metas = metas;
        this.command = command;
        var items = items(command);
        this.response = new FetchResponse(mailbox, items, unreadable);
        this.marksSeen = !mailbox.readOnly() && items.stream().anyMatch(Fetch::marksSeen);
    }

    static Status run(SelectedMailbox mailbox, FetchCommand command) throws IOException {
        boolean vanished = command.modifiers().vanished();
        if (vanished && !mailbox.client().features().qresync()) return Status.bad("Enable QRESYNC first"); // RFC 7162 section 3.2.6
        var named = mailbox.select(command.messages(), command.uid());
        if (named.isEmpty()) return Status.bad("There is no such message number");
        var selection = command.modifiers().page().map(named.get()::page).or(() -> named);
        if (command.modifiers().changedSince().isPresent() || command.items().contains(Plain.MODSEQ)) mailbox.enableCondstore();
        if (vanished) {
            var uids = command.messages().saved() ? Optional.<SequenceSet>empty() : Optional.of(command.messages());
            try (var resync = new Resync(mailbox, command.modifiers().changedSince().get(), uids, Optional.empty())) {
                resync.tellVanished();
            }
        }
        return within(mailbox, command, selection.get());
    }

    private static Status within(SelectedMailbox mailbox, FetchCommand command, Selection selection) throws IOException {
        try (var metas = mailbox.account().metas()) {
            return new Fetch(mailbox, command, metas).run(selection);
        }
    }

    private Status run(Selection selection) throws IOException {
        if (!isToldFromLog(selection)) {
            if (!isToldAhead(selection)) told(selection);
        }
        if (unreadable.status().isPresent()) return unreadable.status().get();
        if (unreadable.locked().isPresent()) {
            if (!response.hasTold()) return unreadable.locked().get();
            mailbox.out().status("*", unreadable.locked().get());
        }
        if (someCannotBeDecoded) return Status.no("UNKNOWN-CTE", "Some parts have an encoding that we do not know");
        // RFC 2180 section 4.1.2: those that another client has expunged; their numbers stay until we may say so
        if (someAreGone && !command.uid()) return Status.no("EXPUNGEISSUED", "Some messages have been expunged");
        return Status.ok("Fetch completed");
    }

    private void told(Selection selection) throws IOException {
        var flags = flags(selection);
        for (var piece : selection.pieces(PIECE)) {
            if (flags.isEmpty() || !isTold(piece, flags.get())) piece(piece);
        }
        if (response.needsMore()) mailbox.client().door().ahead().told(selection.count());
    }

    /** Many messages, of which more than flags is asked, are read on another core. False where that is not to be, or has no room. */
    private boolean isToldAhead(Selection selection) throws IOException {
        boolean isLong = selection.count() >= AHEAD_MIN && command.modifiers().changedSince().isEmpty();
        var door = mailbox.client().door();
        if (!isLong || marksSeen || !response.needsMore() || !door.ahead().take()) return false;
        var reading = new FetchAhead(mailbox.account(), mailbox.id(), response.needsContent());
        var pieces = FetchAhead.pieces(selection, response.needsContent() ? AHEAD_PIECE : PIECE);
        try (var ahead = door.searches().ahead(pieces, reading)) {
            while (ahead.hasNext()) told(ahead.next());
        } finally {
            door.ahead().giveBack();
        }
        return true;
    }

    private void told(Ahead.Taken<FetchAhead.Piece, List<Loaded>> piece) throws IOException {
        told(piece.slice().count(), piece.read().isPresent() ? piece.read().get() : loaded(mailbox.entries(piece.slice().uids())));
    }

    private void told(int count, List<Loaded> messages) throws IOException {
        if (messages.size() < count) someAreGone = true;
        tell(messages);
    }

    private List<Loaded> loaded(List<Entry> entries) {
        return entries.stream().map(entry -> new Loaded(mailbox.account(), metas, entry)).toList();
    }

    private static List<FetchItem> items(FetchCommand command) {
        var items = new ArrayList<>(command.items());
        // RFC 9051 section 6.4.9, RFC 7162 section 3.1.4.1
        if (command.uid() && !items.contains(Plain.UID)) items.addFirst(Plain.UID);
        if (command.modifiers().changedSince().isPresent() && !items.contains(Plain.MODSEQ)) items.add(Plain.MODSEQ);
        return items;
    }

    private static boolean marksSeen(FetchItem item) {
        return switch (item) {
            case Plain _, FetchItem.BinarySize _ -> false;
            case FetchItem.Body body -> !body.peek();
            case FetchItem.Binary binary -> !binary.peek();
        };
    }

    /** The change log names what has changed since, which spares reading all the rest. False when it cannot tell. */
    private boolean isToldFromLog(Selection selection) throws IOException {
        if (command.modifiers().changedSince().isEmpty() || selection.count() <= PIECE) return false;
        try (var since = Resync.Since.of(mailbox, command.modifiers().changedSince().get())) {
            if (!(since.changes() instanceof MailboxChanges.Known(_, var changed, _))) return false;
            var wanted = changed.stream()
                .filter(entry -> selection.contains(mailbox.view().number(entry.uid()))).toList();
            for (int from = 0; from < wanted.size(); from += PIECE) {
                tell(loaded(wanted.subList(from, Math.min(wanted.size(), from + PIECE))));
            }
        }
        return true;
    }

    /** Those of most messages are told by what is kept of the mailbox. Empty where they are read with each message. */
    private Optional<FlagList> flags(Selection selection) {
        boolean isOfMost = selection.count() > mailbox.view().size() / 2;
        boolean isOfAll = command.modifiers().changedSince().isEmpty();
        return isOfMost && isOfAll && response.isOfFlags() ? mailbox.account().flags(mailbox.id()) : Optional.empty();
    }

    /** False, and nothing is told, where some have keywords beside IMAP's flags. */
    private boolean isTold(Selection piece, FlagList flags) throws IOException {
        for (var range : piece.ranges()) {
            for (int number = range.first(); number <= range.last(); number++) {
                int bits = flags.of(mailbox.view().uid(number));
                if (bits != FlagList.GONE && (bits & FlagList.OTHERS) != 0) return false;
            }
        }
        for (var range : piece.ranges()) {
            for (int number = range.first(); number <= range.last(); number++) {
                long uid = mailbox.view().uid(number);
                int bits = flags.of(uid);
                if (bits == FlagList.GONE) someAreGone = true;
                else response.write(number, uid, bits);
            }
        }
        return true;
    }

    private void piece(Selection piece) throws IOException { told(piece.count(), loaded(mailbox.entries(piece))); }

    private void tell(List<Loaded> messages) throws IOException {
        mailbox.introduce(messages.stream().map(Loaded::entry).toList());
        var unseen = new ArrayList<Entry>();
        for (var message : messages) {
            var entry = message.entry();
            if (command.modifiers().changedSince().isPresent() && entry.modSeq() <= command.modifiers().changedSince().get()) continue;
            switch (response.write(mailbox.view().number(entry.uid()), message.by(metas))) {
                case YES -> { if (!entry.seen()) unseen.add(entry); }
                case GONE -> someAreGone = true;
                case UNKNOWN_ENCODING -> someCannotBeDecoded = true;
                case UNREADABLE -> { } // told at the end
            }
        }
        if (marksSeen && !unseen.isEmpty()) markSeen(unseen);
    }

    /**
     * After they were written, in one commit, and told: RFC 9051 section 6.4.5.1. Where the store takes nothing they stay
     * unseen, because reading goes on also with a full disk.
     */
    private void markSeen(List<Entry> unseen) throws IOException {
        for (var entry : marked(unseen)) {
            mailbox.tellEntry(mailbox.view().number(entry.uid()), entry, true);
            mailbox.known(entry);
        }
        mailbox.tellIfReadable(false);
    }

    private List<Entry> marked(List<Entry> unseen) {
        var uids = new UidSet(unseen.stream().map(e -> new UidSet.Range(e.uid(), e.uid())).toList());
        var change = new FlagChange(FlagChange.Mode.ADD, Set.of(Keyword.SEEN), false, Optional.empty());
        try {
            var happened = Happened.in(mailbox.client(), mailbox.id());
            happened.ifPresent(one -> one.before(uids));
            var now = mailbox.account().flags(mailbox.id(), uids, change).now();
            happened.ifPresent(one -> one.marked(now));
            return now;
        } catch (StoreException refused) {
            LOG.log(Level.WARNING, "what was read cannot be marked as seen: " + refused.getMessage());
            marksSeen = false;
            return List.of();
        }
    }
}
