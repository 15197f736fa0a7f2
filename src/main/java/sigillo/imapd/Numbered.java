package sigillo.imapd;

import sigillo.imap.CopyCommand;
import sigillo.imap.FetchCommand;
import sigillo.imap.ImapCommand;
import sigillo.imap.ReplaceCommand;
import sigillo.imap.SearchCommand;
import sigillo.imap.SearchKey;
import sigillo.imap.SequenceSet;
import sigillo.imap.SortCommand;
import sigillo.imap.StoreCommand;
import sigillo.imap.ThreadCommand;

/** Which commands name messages by their numbers: RFC 9586 section 3.1 refuses them once a client has enabled UIDONLY. */
final class Numbered {
    private Numbered() {}

    static boolean is(ImapCommand.OnMailbox command) {
        return switch (command) {
            case FetchCommand fetch -> !fetch.uid();
            case StoreCommand store -> !store.uid();
            case CopyCommand copy -> !copy.uid();
            case ReplaceCommand replace -> !replace.uid();
            case SearchCommand search -> is(search);
            case SortCommand sort -> is(sort.search());
            case ThreadCommand thread -> is(thread.search());
            default -> false;
        };
    }

    private static boolean is(SearchCommand search) { return !search.uid() || is(search.key()); }

    private static boolean is(SearchKey key) {
        return switch (key) {
            case SearchKey.Numbers(SequenceSet numbers) -> !numbers.saved();
            case SearchKey.And(var keys) -> keys.stream().anyMatch(Numbered::is);
            case SearchKey.Or(var one, var other) -> is(one) || is(other);
            case SearchKey.Not(var inner) -> is(inner);
            default -> false;
        };
    }
}
