package sigillo.imap;

import java.util.ArrayList;
import java.util.List;
import sigillo.imap.SearchKey.Received;
import sigillo.imap.SearchKey.Sent;
import sigillo.imap.SearchKey.When;

/** Reads search keys: RFC 9051 section 9's search-program, with those keys of RFC 3501 that it left out. */
final class SearchKeyParser {
    private final Cursor in;
    private int depth;
    private int keys;
    private boolean fuzzy;

    SearchKeyParser(Cursor in) { this.in = in; }

    /** All keys to the end of the command. */
    SearchKey program() throws Syntax { return and(); }

    /** RFC 6203's FUZZY was among them. */
    boolean isFuzzy() { return fuzzy; }

    private SearchKey and() throws Syntax {
        var all = new ArrayList<SearchKey>();
        do {
            all.add(key());
        } while (in.skip(' '));
        return all.size() == 1 ? all.getFirst() : new SearchKey.And(all);
    }

    private SearchKey key() throws Syntax {
        if (++keys > GrammarLimits.SEARCH_KEYS_MAX) throw new Syntax("Too many search keys");
        if (++depth > GrammarLimits.SEARCH_DEPTH_MAX) throw new Syntax("Search keys are nested too deep");
        var key = in.isAt('(') ? bracketed() : in.isAt('$') || in.isAt('*') || isDigit(in.peek())
            ? new SearchKey.Numbers(SequenceSet.parse(in)) : named(in.word());
        depth--;
        return key;
    }

    private SearchKey bracketed() throws Syntax {
        in.expect('(');
        var key = and();
        in.expect(')');
        return key;
    }

    private SearchKey named(String name) throws Syntax {
        return switch (name) {
            case "ALL" -> new SearchKey.All();
            case "ANSWERED" -> new SearchKey.HasFlag(Flag.ANSWERED);
            case "DELETED" -> new SearchKey.HasFlag(Flag.DELETED);
            case "DRAFT" -> new SearchKey.HasFlag(Flag.DRAFT);
            case "FLAGGED" -> new SearchKey.HasFlag(Flag.FLAGGED);
            case "SEEN" -> new SearchKey.HasFlag(Flag.SEEN);
            case "KEYWORD" -> new SearchKey.HasFlag(keyword());
            case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN", "UNKEYWORD" ->
                new SearchKey.Not(named(name.substring(2)));
            // RFC 3501 section 6.4.4
            case "RECENT" -> new SearchKey.Recent();
            case "NEW" -> new SearchKey.And(List.of(new SearchKey.Recent(), named("UNSEEN")));
            case "OLD" -> new SearchKey.Not(new SearchKey.Recent());
            case "NOT" -> new SearchKey.Not(next());
            case "FUZZY" -> {
                fuzzy = true;
                yield next(); // RFC 6203 section 3 leaves it to us what is near enough: what is looked for itself
            }
            case "SAVEDATESUPPORTED" -> new SearchKey.All(); // RFC 8514 section 4.3: every mailbox has them
            case "OR" -> new SearchKey.Or(next(), next());
            default -> withArgument(name);
        };
    }

    private SearchKey next() throws Syntax {
        in.sp();
        return key();
    }

    private Flag keyword() throws Syntax {
        in.sp();
        return new Flag(in.atom());
    }

    private SearchKey withArgument(String name) throws Syntax {
        return switch (name) {
            case "BCC", "CC", "FROM", "SUBJECT", "TO" -> new SearchKey.HasField(name, text());
            case "HEADER" -> new SearchKey.HasField(text(), text());
            case "BODY" -> new SearchKey.InBody(text());
            case "TEXT" -> new SearchKey.InText(text());
            case "BEFORE", "ON", "SINCE" -> { in.sp(); yield new Received(When.valueOf(name), ImapDate.date(in)); }
            case "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE" -> {
                in.sp();
                yield new SearchKey.Saved(When.valueOf(name.substring(5)), ImapDate.date(in));
            }
            case "OLDER", "YOUNGER" -> { in.sp(); yield new SearchKey.Within(name.equals("OLDER"), in.nzNumber()); }
            case "SENTBEFORE", "SENTON", "SENTSINCE" -> {
                in.sp();
                yield new Sent(When.valueOf(name.substring(4)), ImapDate.date(in));
            }
            case "LARGER" -> { in.sp(); yield new SearchKey.Larger(in.number64()); }
            case "SMALLER" -> { in.sp(); yield new SearchKey.Smaller(in.number64()); }
            case "UID" -> { in.sp(); yield new SearchKey.Uids(SequenceSet.parse(in)); }
            case "MODSEQ" -> modSeq();
            case "EMAILID" -> new SearchKey.EmailId(text());
            case "THREADID" -> new SearchKey.ThreadId(text());
            default -> throw new Syntax("Unknown search key");
        };
    }

    private String text() throws Syntax {
        in.sp();
        return in.astring();
    }

    /** RFC 7162 section 3.1.5: one MODSEQ a message, so the names of single flags are read and ignored. */
    private SearchKey modSeq() throws Syntax {
        in.sp();
        if (in.isStringNext()) {
            in.string();
            in.sp();
            if (!in.skipWord("PRIV") && !in.skipWord("SHARED") && !in.skipWord("ALL")) throw in.wrong("Entry type");
            in.sp();
        }
        return new SearchKey.ModSeq(in.number64());
    }

    private static boolean isDigit(int c) { return c >= '0' && c <= '9'; }
}
