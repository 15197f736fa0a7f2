package sigillo.imap;

import java.util.List;
import java.util.Optional;

/** SORT and UID SORT: RFC 5256 section 3; with RETURN RFC 5267 section 3 (ESORT). */
public record SortCommand(SearchCommand search, List<SortKey> keys) implements ImapCommand.OnMailbox {
    public SortCommand { keys = List.copyOf(keys); }

    static SortCommand parse(Cursor in, boolean uid) throws Syntax {
        in.sp();
        var returns = in.skipWord("RETURN ") ? Optional.of(Returns.parse(in)) : Optional.<Returns>empty();
        // RFC 5267 section 4 has them for CONTEXT=SORT
        boolean isContext = returns.map(r -> r.page().isPresent() || r.has(Returns.Option.UPDATE)
            || r.has(Returns.Option.CONTEXT)).orElse(false);
        if (isContext) throw new Syntax("This result option is for SEARCH only");
        var keys = SortKey.list(in);
        in.sp();
        return new SortCommand(SearchCommand.withCharset(in, uid, returns), keys);
    }
}
