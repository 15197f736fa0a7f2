package sigillo.imap;

import java.util.List;
import java.util.Optional;
import sigillo.imap.FetchItem.Plain;

/** RFC 9051 section 6.4.5, with RFC 7162 section 3.1.4.1's CHANGEDSINCE. */
public record FetchCommand(boolean uid, SequenceSet messages, List<FetchItem> items, Optional<Long> changedSince)
        implements ImapCommand.OnMailbox {
    private static final List<FetchItem> FAST = List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE);
    private static final List<FetchItem> ALL =
        List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE);
    private static final List<FetchItem> FULL =
        List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE, Plain.BODY);

    public FetchCommand { items = List.copyOf(items); }

    static FetchCommand parse(Cursor in, boolean uid) throws Syntax {
        in.sp();
        var messages = SequenceSet.parse(in);
        in.sp();
        var items = items(in);
        var changedSince = Optional.<Long>empty();
        if (in.skip(' ')) {
            in.expect('(');
            if (!in.skipWord("CHANGEDSINCE ")) throw new Syntax("Unknown modifier of FETCH");
            // RFC 7162's grammar has no zero here. Thunderbird 153 says it where it knows nothing yet, and means all
            changedSince = Optional.of(in.number64());
            in.expect(')');
        }
        return new FetchCommand(uid, messages, items, changedSince);
    }

    private static List<FetchItem> items(Cursor in) throws Syntax {
        if (in.isAt('(')) return in.nonEmptyList(GrammarLimits.FETCH_ITEMS_MAX, FetchItem::parse);
        if (in.skipWord("ALL")) return ALL;
        if (in.skipWord("FULL")) return FULL;
        if (in.skipWord("FAST")) return FAST;
        return List.of(FetchItem.parse(in));
    }
}
