package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.account.Entry;
import sigillo.account.MailboxChanges;
import sigillo.account.UidList;
import sigillo.account.UidSet;
import sigillo.imap.SequenceMatches;
import sigillo.imap.SequenceSet;

/**
 * Tells a client that comes back what has gone and what has changed since a MODSEQ: RFC 7162 sections 3.2.5 and 3.2.6. By the
 * change log; where that does not reach back so far, every UID that the client may know and that is not there has gone (RFC
 * 7162 section 3.2.5.1 allows to name more than needed).
 */
final class Resync implements AutoCloseable {
    private final SelectedMailbox mailbox;
    private final long since;
    private final long highest; // UID that any message has had
    private final List<SequenceSet.Range> known;
    private final Optional<SequenceMatches> matches;
    private final Since told;
    private View later;

    /** {@code uids}: those that the client asks about; all when it names none. {@code matches}: RFC 7162 section 3.2.5.2. */
    Resync(SelectedMailbox mailbox, long since, Optional<SequenceSet> uids, Optional<SequenceMatches> matches) throws IOException {
        this.mailbox = mailbox;
        this.since = since;
        this.highest = Math.max(1, mailbox.account().mailbox(mailbox.id()).map(box -> box.uidNext() - 1).orElse(1L));
        this.known = SequenceSet.packed(uids.orElse(SequenceSet.upTo(highest)).resolve(highest).stream()
            .filter(range -> range.first() <= highest)
            .map(range -> new SequenceSet.Range(range.first(), Math.min(range.last(), highest))).toList());
        this.matches = matches;
        this.told = Since.of(mailbox, since);
    }

    /** What has changed, in a room that was taken before it was read; to be closed when it is told. */
    record Since(MailboxChanges changes, AnswerRoom.Held held) implements AutoCloseable {
        /** Who waits for room holds eight octets of each. Throws {@link TooMany} when there is none. */
        static Since of(SelectedMailbox mailbox, long modSeq) throws IOException { return of(mailbox, modSeq, AnswerRoom::take); }

        /** What is told beside an answer: who finds no room for it does not wait, and reads the mailbox anew, in pieces. */
        static Since now(SelectedMailbox mailbox, long modSeq) throws IOException {
            long revision = mailbox.account().revision(); // from before
            try {
                return of(mailbox, modSeq, AnswerRoom::takeNow);
            } catch (TooMany none) {
                return new Since(new MailboxChanges.Resynchronise(revision), AnswerRoom.Held.NOTHING);
            }
        }

        private interface Taking {
            AnswerRoom.Held take(AnswerRoom room, AccountId account, long octets) throws TooMany;
        }

        private static Since of(SelectedMailbox mailbox, long modSeq, Taking taking) throws IOException {
            var client = mailbox.client();
            var held = new AnswerRoom.Held[] {AnswerRoom.Held.NOTHING};
            try {
                var changes = client.account().changes(mailbox.id(), modSeq, entries -> held[0] =
                    taking.take(client.door().answers(), client.user().account(), (long) entries * AnswerRoom.ENTRY_OCTETS));
                if (changes instanceof MailboxChanges.Known(_, var changed, var vanished))
                    held[0].only((long) changed.size() * AnswerRoom.ENTRY_OCTETS + vanished.size() * 24L);
                return new Since(changes, held[0]);
            } catch (IOException | RuntimeException cannot) {
                held[0].close();
                throw cannot;
            }
        }

        @Override public void close() { held.close(); }
    }

    @Override public void close() { told.close(); }

    void tellVanished() throws IOException {
        var uids = new Vanished();
        switch (told.changes) {
            case MailboxChanges.Known(_, _, var vanished) -> {
                for (long uid : vanished) if (isKnown(uid)) uids.add(uid, uid);
            }
            case MailboxChanges.Resynchronise _ -> {
                long from = unmoved() + 1;
                for (var range : known) if (range.last() >= from) gaps(Math.max(range.first(), from), range.last(), uids);
            }
        }
        uids.end();
    }

    /** Up to this UID nothing has gone that the client knows of, whatever the log has forgotten. */
    private long unmoved() {
        var view = mailbox.view();
        return matches.map(m -> m.highestUnmoved((number, uid) -> number <= view.size() && view.uid((int) number) == uid)).orElse(0L);
    }

    private boolean isKnown(long uid) {
        int low = 0;
        int high = known.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (known.get(middle).last() < uid) low = middle + 1;
            else high = middle;
        }
        return low < known.size() && known.get(low).first() <= uid;
    }

    /** The UIDs of a range that no message has, also of those that have come since the client was told of any. */
    private void gaps(long first, long last, Vanished uids) throws IOException {
        long told = mailbox.view().highestUid();
        if (first <= told) gaps(mailbox.view(), first, Math.min(last, told), uids);
        if (last > told) gaps(later(), Math.max(first, told + 1), last, uids);
    }

    /** RFC 7162 section 3.2.10: what is there has not vanished, though it is not in the view yet. */
    private View later() {
        if (later == null) {
            later = new View(new UidList());
            var above = new UidSet(List.of(new UidSet.Range(mailbox.view().highestUid() + 1, highest)));
            mailbox.account().entries(mailbox.id(), above, entry -> {
                later.add(entry.uid());
                return true;
            });
        }
        return later;
    }

    private void gaps(View view, long first, long last, Vanished uids) throws IOException {
        long next = first;
        for (int number = view.firstFrom(first); number <= view.size() && view.uid(number) <= last; number++) {
            if (view.uid(number) > next) uids.add(next, view.uid(number) - 1);
            next = view.uid(number) + 1;
        }
        if (next <= last) uids.add(next, last);
    }

    /** What is in the mailbox and has changed, of what the client asks about. */
    void tellChanged() throws IOException {
        switch (told.changes) {
            case MailboxChanges.Known(_, var changed, _) -> tell(changed);
            case MailboxChanges.Resynchronise _ -> {
                var asked = Selection.byUid(mailbox.view(), new SequenceSet(known, false));
                for (var piece : asked.pieces(Fetch.PIECE)) tell(mailbox.entries(piece));
            }
        }
    }

    private void tell(List<Entry> entries) throws IOException {
        var wanted = new ArrayList<Entry>();
        for (var entry : entries) {
            if (entry.modSeq() > since && isKnown(entry.uid()) && mailbox.view().number(entry.uid()) > 0) wanted.add(entry);
        }
        mailbox.introduce(wanted);
        for (var entry : wanted) mailbox.tellEntry(mailbox.view().number(entry.uid()), entry, true);
    }

    /** One response, which begins with the first UID: none is no response. */
    private final class Vanished {
        private final UidRanges ranges = new UidRanges(mailbox.out());
        private boolean hasBegun;

        /** What is still in the view is told as any removal, with its number. */
        void add(long first, long last) throws IOException {
            if (first == last && mailbox.view().number(first) > 0) return;
            if (!hasBegun) mailbox.out().raw("* VANISHED (EARLIER) ");
            hasBegun = true;
            ranges.add(first, last);
        }

        void end() throws IOException {
            if (!hasBegun) return;
            ranges.end();
            mailbox.out().crlf();
        }
    }
}
