package sigillo.imapd;

import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import sigillo.account.Entry;
import sigillo.account.MetaScan;
import sigillo.account.TextScan;
import sigillo.imap.Returns.Option;
import sigillo.imap.Returns;
import sigillo.imap.SearchCommand;
import sigillo.imap.SearchKey;
import sigillo.imap.SortCommand;
import sigillo.imap.Status;
import sigillo.imap.ThreadCommand;
import sigillo.imapd.Criterion.Candidate;
import sigillo.imapd.Criterion.Cost;
import sigillo.search.Progress;
import sigillo.search.Searches;
import sigillo.store.StoreException;

/**
 * SEARCH and UID SEARCH: RFC 9051 section 6.4.4, RFC 4731, RFC 5182, RFC 7162 section 3.1.5. And what begins with a search: SORT
 * and THREAD, RFC 5256 section 3.
 */
final class Search {
    /** Keys times messages that a connection tries itself, about a hundredth of a second; what is more waits for its turn. */
    private static final long CHECKS_MAX = 1_000_000;

    /** Entries that are read at once: some hundred octets each. */
    private static final int PIECE = 1_000;

    private final SelectedMailbox mailbox;
    private final SearchCommand command;
    private final String tag;
    private final boolean asksModSeq;
    private final Criterion criterion;
    private final Arranging arranging;
    private final int octets; // what a message takes while it is arranged
    private SearchResult result = new SearchResult();
    private AnswerRoom.Held held = AnswerRoom.Held.NOTHING; // until it is told
    private final Unreadable unreadable = new Unreadable();

    private Search(SelectedMailbox mailbox, SearchCommand command, String tag, Arranging arranging, int octets) {
        this.arranging = arranging;
        this.octets = octets;
        this.mailbox = mailbox;
        this.command = command;
        this.tag = tag;
        this.asksModSeq = command.key().asksModSeq();
        this.criterion = new Criteria(mailbox).of(command.key());
    }

    static Status run(SelectedMailbox mailbox, SearchCommand command, String tag) throws IOException {
        return new Search(mailbox, command, tag, Arranging.NONE, 0).told("SEARCH");
    }

    static Status sort(SelectedMailbox mailbox, SortCommand command, String tag) throws IOException {
        Arranging sorting = (found, metas, progress) -> {
            var keys = new SortKeys(mailbox, metas, found, progress);
            return found.ordered(new Sorting(found.count(), keys).by(command.keys()));
        };
        return new Search(mailbox, command.search(), tag, sorting, ArrangingRoom.OCTETS).told("SORT");
    }

    private Status told(String word) throws IOException {
        try {
            return run(word);
        } finally {
            held.close();
        }
    }

    private Status run(String word) throws IOException {
        var refusal = refusal();
        if (refusal.isPresent()) return refusal.get();
        var telling = new Telling(mailbox, tag, command.uid(), result, asksModSeq);
        boolean extended = command.returns().isPresent() || word.equals("SEARCH") && mailbox.client().features().rev2();
        if (extended) telling.extended(command.returns().orElse(Returns.of(Option.ALL)));
        else telling.plain(word);
        var fails = unreadable.status();
        boolean isSaved = !saves() || fails.isPresent() || mailbox.save(telling.saved(command.returns().get()), () -> telling.toSave(command.returns().get()));
        if (command.returns().map(r -> r.has(Option.UPDATE)).orElse(false)) {
            mailbox.updates().add(tag, command.uid(), command.key(), result.count(), telling::uids);
        }
        // RFC 5182 section 2.1
        return isSaved ? ended(fails, word) : Status.no("NOTSAVED", "There is no room for this result");
    }

    private Status ended(Optional<Status> fails, String word) throws IOException {
        if (unreadable.locked().isPresent()) mailbox.out().status("*", unreadable.locked().get());
        return fails.orElse(Status.ok(word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT) + " completed"));
    }

    static Status thread(SelectedMailbox mailbox, ThreadCommand command, String tag) throws IOException {
        boolean byReferences = command.algorithm() == ThreadCommand.Algorithm.REFERENCES;
        var forest = new Forest[1];
        Arranging threading = (found, metas, progress) -> {
            var keys = new SortKeys(mailbox, metas, found, progress);
            forest[0] = byReferences
                ? new References(mailbox, metas, found, progress).forest() : OrderedSubject.forest(found.count(), keys);
            return found;
        };
        var search = new Search(mailbox, command.search(), tag, threading, byReferences ? Containers.OCTETS : OrderedSubject.OCTETS);
        try {
            var refusal = search.refusal();
            if (refusal.isPresent()) return refusal.get();
            if (forest[0] == null) forest[0] = new Forest(0);
            forest[0].write(mailbox.out(), place -> {
                int number = search.result.number(place);
                return command.search().uid() ? mailbox.view().uid(number) : number;
            });
            return search.ended(search.unreadable.status(), "THREAD");
        } finally {
            search.held.close();
        }
    }

    private boolean saves() { return command.returns().map(r -> r.has(Option.SAVE)).orElse(false); }

    /** Finds and arranges; or says why not. */
    private Optional<Status> refusal() throws IOException {
        if (mailbox.client().features().utf8() && command.charset().isPresent() && arranging == Arranging.NONE) {
            return Optional.of(Status.bad("No CHARSET once UTF-8 is enabled")); // RFC 6855 section 3
        }
        // RFC 5182 section 2.1: NO empties it, whatever the reason. The criterion has what was saved before
        if (saves()) mailbox.forgetSaved();
        if (!command.hasKnownCharset()) return Optional.of(Status.no("BADCHARSET (UTF-8 US-ASCII)", "Search in UTF-8"));
        if (asksModSeq) mailbox.enableCondstore();
        try {
            find();
            return Optional.empty();
        } catch (TooMany tooMany) {
            return Optional.of(Status.no("LIMIT", "These are too many messages at once"));
        }
    }

    // ---- finding ----

    private void find() throws IOException {
        var client = mailbox.client();
        boolean isShort = criterion.cost().compareTo(Cost.META) < 0 && checks() <= CHECKS_MAX;
        if (isShort && arranging == Arranging.NONE) look();
        else client.door().searches().run(client.user().account(), new SearchWait(client, tag), this::lookIntoMessages);
    }

    private long checks() { return (long) command.key().count() * mailbox.view().size(); }

    private void look() throws IOException {
        try (var looking = new Looking(new Progress())) {
            result = looking.through(narrowed(command.key()));
        }
    }

    private void lookIntoMessages(Progress progress) throws IOException {
        var among = narrowed(command.key());
        progress.begin(among.count());
        var searches = mailbox.client().door().searches();
        var slices = among.pieces(searches.slice()).iterator();
        result = SearchResult.of(searches.together(slices, progress, () -> new Looking(progress)));
        if (arranging != Arranging.NONE && !result.isEmpty()) arrange(progress);
    }

    /** Of a thread as much more is held as of a message that is sorted: {@link Forest} has three numbers of each. */
    private void arrange(Progress progress) throws IOException {
        try (var _ = mailbox.client().door().arranging().take(result.count(), octets, progress); var metas = mailbox.account().metas()) {
            result = arranging.arrange(result.listed(), metas, progress);
            held = mailbox.client().door().answers().take(mailbox.client().user().account(), result.octets() * (octets > ArrangingRoom.OCTETS ? 4 : 1));
        }
    }

    /** Numbers and UIDs that must hold anyway spare us reading the rest. */
    private Selection narrowed(SearchKey key) {
        var view = mailbox.view();
        return switch (key) {
            case SearchKey.Uids(var uids) when !uids.saved() -> Selection.byUid(view, uids);
            case SearchKey.Numbers(var numbers) when !numbers.saved() -> Selection.byNumber(view, numbers);
            case SearchKey.And(var keys) -> keys.stream().map(this::narrowed)
                .min(Comparator.comparingInt(Selection::count)).orElseThrow();
            default -> Selection.all(view);
        };
    }

    /** Looks through slices, on one thread; several do at the same time. */
    private final class Looking implements Searches.Looker<Selection, SearchResult> {
        private final MetaScan metas = mailbox.account().metas();
        private final TextScan texts = mailbox.account().scan();
        private final Progress progress;

        Looking(Progress progress) { this.progress = progress; }

        @Override public SearchResult through(Selection slice) throws IOException {
            var found = new SearchResult();
            if (criterion.cost() == Cost.NUMBER && !asksModSeq) byNumber(slice, found);
            else for (var piece : slice.pieces(PIECE)) byEntry(piece, found);
            return found;
        }

        private void byNumber(Selection slice, SearchResult found) throws IOException {
            for (var range : slice.ranges()) {
                for (int number = range.first(); number <= range.last(); number++) {
                    progress.step();
                    if (criterion.holds(new Candidate(number, mailbox.view().uid(number), null, texts))) found.add(number, 0);
                }
            }
        }

        private void byEntry(Selection piece, SearchResult found) throws IOException {
            for (var entry : mailbox.entries(piece)) {
                progress.step();
                int number = mailbox.view().number(entry.uid());
                if (holds(number, entry)) found.add(number, asksModSeq ? entry.modSeq() : 0);
            }
        }

        /** A message that is damaged is not found, and does not keep others from being found. */
        private boolean holds(int number, Entry entry) {
            try {
                return criterion.holds(new Candidate(number, entry.uid(), new Loaded(mailbox.account(), metas, entry), texts));
            } catch (StoreException | IOException why) {
                unreadable.add("message " + number + " of mailbox " + mailbox.id(), why);
                return false;
            }
        }

        @Override public void close() {
            metas.close();
            texts.close();
        }
    }
}
