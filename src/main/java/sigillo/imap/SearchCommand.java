package sigillo.imap;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * RFC 9051 section 6.4.4. {@code charset} is in upper case and empty when none was named; the strings of the key are
 * decoded, unless the charset is one that we do not have: the key then is {@link SearchKey.All} and means nothing.
 */
public record SearchCommand(boolean uid, Optional<Returns> returns, Optional<String> charset, SearchKey key)
        implements ImapCommand.OnMailbox {
    private static final Set<String> CHARSETS = Set.of("UTF-8", "US-ASCII", "ASCII");

    public boolean hasKnownCharset() { return charset.map(CHARSETS::contains).orElse(true); }

    static SearchCommand parse(Cursor in, boolean uid) throws Syntax {
        in.sp();
        var returns = in.skipWord("RETURN ") ? Optional.of(Returns.parse(in)) : Optional.<Returns>empty();
        if (!in.skipWord("CHARSET ")) return program(in, uid, returns, Optional.empty());
        return withCharset(in, uid, returns);
    }

    /** From the name of the charset on: RFC 5256 section 3 always has one. */
    static SearchCommand withCharset(Cursor in, boolean uid, Optional<Returns> returns) throws Syntax {
        var charset = in.astring().toUpperCase(Locale.ROOT);
        in.sp();
        if (CHARSETS.contains(charset)) return program(in, uid, returns, Optional.of(charset));
        in.skipAll();
        return new SearchCommand(uid, returns, Optional.of(charset), new SearchKey.All());
    }

    private static SearchCommand program(Cursor in, boolean uid, Optional<Returns> returns, Optional<String> charset)
            throws Syntax {
        var keys = new SearchKeyParser(in);
        var command = new SearchCommand(uid, returns, charset, keys.program());
        // RFC 6203 section 4
        if (!keys.isFuzzy() && returns.isPresent() && returns.get().has(Returns.Option.RELEVANCY)) {
            throw new Syntax("RELEVANCY needs a FUZZY key");
        }
        return command;
    }
}
