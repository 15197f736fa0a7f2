package sigillo.imapd;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import sigillo.account.Entry;
import sigillo.account.FlagChange;
import sigillo.account.FlagsChanged;
import sigillo.account.Keyword;
import sigillo.imap.Flag;
import sigillo.imap.SequenceSet;
import sigillo.imap.Status;
import sigillo.imap.StoreCommand;

/** STORE and UID STORE: RFC 9051 section 6.4.6, RFC 7162 section 3.1.3. */
final class Store {
    /** Of MODIFIED, which is held whole: some 40,000 messages, where no two are beside each other. */
    private static final int MODIFIED_CHARACTERS_MAX = 256 << 10;

    private final SelectedMailbox mailbox;
    private final StoreCommand command;
    private final FlagChange change;
    private final SearchResult refused = new SearchResult();
    private boolean someAreGone;
    private boolean someKeywordsLeftOut;

    private Store(SelectedMailbox mailbox, StoreCommand command, Set<Keyword> keywords) {
        this.mailbox = mailbox;
        this.command = command;
        var mode = switch (command.mode()) {
            case ADD -> FlagChange.Mode.ADD;
            case REMOVE -> FlagChange.Mode.REMOVE;
            case REPLACE -> FlagChange.Mode.REPLACE;
        };
        this.change = new FlagChange(mode, keywords, command.flags().contains(Flag.DELETED), command.unchangedSince());
    }

    static Status run(SelectedMailbox mailbox, StoreCommand command) throws IOException {
        if (mailbox.readOnly()) return SelectedMailbox.READ_ONLY;
        var selection = mailbox.select(command.messages(), command.uid());
        if (selection.isEmpty()) return Status.bad("There is no such message number");
        var keywords = FlagNames.keywords(command.flags());
        if (keywords.isEmpty()) return Status.no("CANNOT", "No such keyword can be kept");
        if (command.unchangedSince().isPresent()) mailbox.enableCondstore();
        return new Store(mailbox, command, keywords.get()).run(selection.get());
    }

    private Status run(Selection selection) throws IOException {
        var happened = Happened.in(mailbox.client(), mailbox.id());
        for (var piece : selection.pieces(Fetch.PIECE)) {
            happened.ifPresent(one -> one.before(piece.uids()));
            var answer = mailbox.account().flags(mailbox.id(), piece.uids(), change);
            if (answer.now().size() + answer.refused().size() < piece.count()) someAreGone = true;
            happened.ifPresent(one -> one.marked(answer.now()));
            refused(answer.refused());
            tell(answer);
            mailbox.tellIfReadable(false); // now, so that the log names no more than this piece
        }
        return status();
    }

    /** By their numbers now, ascending: none of them goes from the view, but at its end. */
    private void refused(List<Long> uids) {
        uids.stream().mapToInt(uid -> mailbox.view().number(uid)).filter(number -> number > 0).sorted().forEach(number -> refused.add(number, 0));
    }

    private void tell(FlagsChanged answer) throws IOException {
        mailbox.introduce(answer.now());
        for (int i = 0; i < answer.now().size(); i++) {
            // RFC 9051 section 6.4.6: told although the client asked for silence, because others have changed it
            boolean told = !command.silent() || mailbox.isUntold(answer.before().get(i));
            tell(answer.now().get(i), told);
        }
    }

    private void tell(Entry entry, boolean told) throws IOException {
        boolean complete =
            command.mode() == StoreCommand.Mode.REMOVE || entry.keywords().containsAll(change.keywords());
        if (!complete) someKeywordsLeftOut = true;
        // RFC 7162 section 3.1.3: the MODSEQ is told even when the flags are not
        if (told || !complete || mailbox.client().features().condstore()) {
            mailbox.tellEntry(mailbox.view().number(entry.uid()), entry, told || !complete);
        }
        mailbox.known(entry);
    }

    private Status status() throws IOException {
        // RFC 9051 section 7.1: the client hears that there will be no other keyword
        if (someKeywordsLeftOut && !mailbox.takesNewKeywords()) mailbox.tellFlags();
        var code = refused.isEmpty() ? "" : "MODIFIED " + SequenceSet.format(refusedNames());
        if (code.length() > MODIFIED_CHARACTERS_MAX) return Status.no("LIMIT", "More messages were changed by others than can be named");
        if (someKeywordsLeftOut) return Status.no(code.isEmpty() ? "LIMIT" : code, "There are too many keywords");
        if (!refused.isEmpty()) return Status.ok(code, "Some messages were changed by others");
        // RFC 5530 section 3; OK also when none is there, which RFC 2180 section 4.2.2 has as NO: the client has nothing to do
        // but to hear of it, programs show a NO to people, and imaptest (2022) counts it as an error
        if (someAreGone && !command.uid()) return Status.ok("EXPUNGEISSUED", "Stored, but some messages have been expunged");
        return Status.ok("Store completed");
    }

    private LongStream refusedNames() {
        return IntStream.generate(refused.from(0)::nextInt).limit(refused.count()).mapToLong(number -> command.uid() ? mailbox.view().uid(number) : number);
    }
}
