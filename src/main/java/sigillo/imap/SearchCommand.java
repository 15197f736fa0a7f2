package sigillo.imap;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * RFC 9051 section 6.4.4. {@code charset} is in upper case and empty when none was named; the strings of the key are
 * decoded, unless the charset is one that we do not have: the key then is {@link SearchKey.All} and means nothing.
 */
public record SearchCommand(boolean uid, Optional<Set<Return>> returns, Optional<String> charset, SearchKey key)
        implements ImapCommand.OnMailbox {
    private static final Set<String> CHARSETS = Set.of("UTF-8", "US-ASCII", "ASCII");

    public SearchCommand { returns = returns.map(Set::copyOf); }

    /** RFC 4731 section 3.1; SAVE is RFC 5182's. */
    public enum Return { MIN, MAX, ALL, COUNT, SAVE }

    public boolean hasKnownCharset() { return charset.map(CHARSETS::contains).orElse(true); }

    static SearchCommand parse(Cursor in, boolean uid) throws Syntax {
        in.sp();
        var returns = Optional.<Set<Return>>empty();
        if (in.skipWord("RETURN ")) {
            var set = EnumSet.noneOf(Return.class);
            set.addAll(in.list(GrammarLimits.WORDS_MAX, SearchCommand::returnOption));
            returns = Optional.of(set);
            in.sp();
        }
        var charset = Optional.<String>empty();
        if (in.skipWord("CHARSET ")) {
            charset = Optional.of(in.astring().toUpperCase(Locale.ROOT));
            in.sp();
        }
        if (charset.isPresent() && !CHARSETS.contains(charset.get())) {
            in.skipAll();
            return new SearchCommand(uid, returns, charset, new SearchKey.All());
        }
        return new SearchCommand(uid, returns, charset, new SearchKeyParser(in).program());
    }

    private static Return returnOption(Cursor in) throws Syntax {
        return switch (in.word()) {
            case "MIN" -> Return.MIN;
            case "MAX" -> Return.MAX;
            case "ALL" -> Return.ALL;
            case "COUNT" -> Return.COUNT;
            case "SAVE" -> Return.SAVE;
            default -> throw new Syntax("Unknown result option of SEARCH");
        };
    }
}
