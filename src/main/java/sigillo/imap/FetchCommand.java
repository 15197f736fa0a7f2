package sigillo.imap;

import java.util.List;
import java.util.Optional;
import sigillo.imap.FetchItem.Plain;

/** RFC 9051 section 6.4.5, with modifiers. */
public record FetchCommand(boolean uid, SequenceSet messages, List<FetchItem> items, Modifiers modifiers)
        implements ImapCommand.OnMailbox {
    private static final List<FetchItem> FAST = List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE);
    private static final List<FetchItem> ALL =
        List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE);
    private static final List<FetchItem> FULL =
        List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE, Plain.BODY);

    public FetchCommand { items = List.copyOf(items); }

    /**
     * RFC 7162 section 3.1.4.1's CHANGEDSINCE and section 3.2.6's VANISHED; RFC 9394 section 3.2's PARTIAL, of which the
     * messages are counted in this mailbox's order.
     */
    public record Modifiers(Optional<Long> changedSince, boolean vanished, Optional<PageRange> page) {
        public static final Modifiers NONE = new Modifiers(Optional.empty(), false, Optional.empty());

        public static Modifiers changedSince(long modSeq) { return new Modifiers(Optional.of(modSeq), false, Optional.empty()); }
    }

    static FetchCommand parse(Cursor in, boolean uid) throws Syntax {
        in.sp();
        var messages = SequenceSet.parse(in);
        in.sp();
        var items = items(in);
        if (!in.skip(' ')) return new FetchCommand(uid, messages, items, Modifiers.NONE);
        return new FetchCommand(uid, messages, items, modifiers(in, uid));
    }

    private static Modifiers modifiers(Cursor in, boolean uid) throws Syntax {
        var all = new Modifiers[] {Modifiers.NONE};
        in.nonEmptyList(GrammarLimits.WORDS_MAX, one -> all[0] = modifier(one, all[0]));
        // RFC 7162 section 3.2.6 and RFC 9394 section 3.2
        if (all[0].vanished && (!uid || all[0].changedSince.isEmpty())) throw new Syntax("VANISHED belongs to UID FETCH with CHANGEDSINCE");
        if (all[0].page.isPresent() && !uid) throw new Syntax("PARTIAL belongs to UID FETCH");
        return all[0];
    }

    private static Modifiers modifier(Cursor in, Modifiers sofar) throws Syntax {
        switch (in.word()) {
            case "CHANGEDSINCE" -> {
                in.sp();
                // RFC 7162's grammar has no zero here. Thunderbird 153 says it where it knows nothing yet, and means all
                return new Modifiers(Optional.of(in.number64()), sofar.vanished, sofar.page);
            }
            case "VANISHED" -> { return new Modifiers(sofar.changedSince, true, sofar.page); }
            case "PARTIAL" -> {
                in.sp();
                return new Modifiers(sofar.changedSince, sofar.vanished, Optional.of(PageRange.parse(in)));
            }
            default -> throw new Syntax("Unknown modifier of FETCH");
        }
    }

    private static List<FetchItem> items(Cursor in) throws Syntax {
        if (in.isAt('(')) return FetchItem.bounded(in.nonEmptyList(GrammarLimits.FETCH_ITEMS_MAX, FetchItem::parse));
        if (in.skipWord("ALL")) return ALL;
        if (in.skipWord("FULL")) return FULL;
        if (in.skipWord("FAST")) return FAST;
        return List.of(FetchItem.parse(in));
    }
}
