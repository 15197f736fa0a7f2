package sigillo.imapd;

import java.io.IOException;
import java.util.Comparator;
import sigillo.account.Entry;
import sigillo.account.MetaScan;
import sigillo.account.TextScan;
import sigillo.imap.Returns.Option;
import sigillo.imap.Returns;
import sigillo.imap.SearchCommand;
import sigillo.imap.SearchKey;
import sigillo.imap.Status;
import sigillo.imapd.Criterion.Candidate;
import sigillo.imapd.Criterion.Cost;
import sigillo.search.Progress;
import sigillo.store.StoreException;

/** SEARCH and UID SEARCH: RFC 9051 section 6.4.4, RFC 4731, RFC 5182, RFC 7162 section 3.1.5. */
final class Search {
    private final SelectedMailbox mailbox;
    private final SearchCommand command;
    private final String tag;
    private final boolean asksModSeq;
    private final MetaScan metas;
    private final TextScan texts;
    private final Criterion criterion;
    private final SearchResult result = new SearchResult();
    private final Unreadable unreadable = new Unreadable();

    private Search(SelectedMailbox mailbox, SearchCommand command, String tag) {
        this.mailbox = mailbox;
        this.command = command;
        this.tag = tag;
        this.asksModSeq = command.key().asksModSeq();
        this.metas = mailbox.account().metas();
        this.texts = mailbox.account().scan();
        this.criterion = new Criteria(mailbox, texts).of(command.key());
    }

    static Status run(SelectedMailbox mailbox, SearchCommand command, String tag) throws IOException {
        boolean saves = command.returns().map(r -> r.has(Option.SAVE)).orElse(false);
        if (mailbox.client().features().utf8() && command.charset().isPresent()) {
            return Status.bad("No CHARSET once UTF-8 is enabled"); // RFC 6855 section 3
        }
        if (!command.hasKnownCharset()) {
            if (saves) mailbox.save(new int[0]); // RFC 5182 section 2.1
            return Status.no("BADCHARSET (UTF-8 US-ASCII)", "Search in UTF-8");
        }
        var search = new Search(mailbox, command, tag);
        if (search.asksModSeq) mailbox.enableCondstore();
        search.find();
        var telling = new Telling(mailbox, tag, command.uid(), search.result, search.asksModSeq);
        boolean extended = command.returns().isPresent() || mailbox.client().features().rev2();
        if (extended) telling.extended(command.returns().orElse(Returns.of(Option.ALL)));
        else telling.plain("SEARCH");
        var fails = search.unreadable.status();
        if (saves) mailbox.save(fails.isPresent() ? new int[0] : telling.toSave(command.returns().get())); // RFC 5182 section 2.1
        if (search.unreadable.locked().isPresent()) mailbox.out().status("*", search.unreadable.locked().get());
        return fails.orElse(Status.ok("Search completed"));
    }

    // ---- finding ----

    private void find() throws IOException {
        var client = mailbox.client();
        if (criterion.cost().compareTo(Cost.META) < 0) look(new Progress());
        else client.door().searches().run(client.user().account(), new SearchWait(client, tag), this::lookIntoMessages);
    }

    private void lookIntoMessages(Progress progress) throws IOException {
        try (metas; texts) {
            look(progress);
        }
    }

    private void look(Progress progress) throws IOException {
        var among = narrowed(command.key());
        progress.begin(among.count());
        if (criterion.cost() == Cost.NUMBER && !asksModSeq) byNumber(among);
        else for (var piece : among.pieces(Fetch.PIECE)) byEntry(piece, progress);
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

    private void byNumber(Selection among) throws IOException {
        for (var range : among.ranges()) {
            for (int number = range.first(); number <= range.last(); number++) {
                if (criterion.holds(new Candidate(number, mailbox.view().uid(number), null))) result.add(number, 0);
            }
        }
    }

    private void byEntry(Selection piece, Progress progress) throws IOException {
        for (var entry : mailbox.entries(piece)) {
            progress.step();
            int number = mailbox.view().number(entry.uid());
            if (holds(number, entry)) result.add(number, asksModSeq ? entry.modSeq() : 0);
        }
    }

    /** A message that is damaged is not found, and does not keep others from being found. */
    private boolean holds(int number, Entry entry) {
        try {
            return criterion.holds(new Candidate(number, entry.uid(), new Loaded(mailbox.account(), metas, entry)));
        } catch (StoreException | IOException why) {
            unreadable.add("message " + number + " of mailbox " + mailbox.id(), why);
            return false;
        }
    }
}
