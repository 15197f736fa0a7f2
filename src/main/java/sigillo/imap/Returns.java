package sigillo.imap;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What of a result is told: RFC 4731 section 3.1; SAVE is RFC 5182's, PARTIAL RFC 9394's, RELEVANCY RFC 6203's, CONTEXT and
 * UPDATE RFC 5267's. {@code page} is there when PARTIAL is.
 */
public record Returns(Set<Option> options, Optional<PageRange> page) {
    public Returns { options = Set.copyOf(options); }

    public enum Option { MIN, MAX, ALL, COUNT, SAVE, PARTIAL, RELEVANCY, CONTEXT, UPDATE }

    public static Returns of(Option... options) { return new Returns(Set.of(options), Optional.empty()); }

    public boolean has(Option option) { return options.contains(option); }

    /** Behind the word RETURN and its space; takes the space behind the list too. */
    static Returns parse(Cursor in) throws Syntax {
        var options = EnumSet.noneOf(Option.class);
        var page = new PageRange[1];
        in.list(GrammarLimits.WORDS_MAX, option -> options.add(option(option, page)));
        in.sp();
        // RFC 9394 section 3.1
        if (options.contains(Option.ALL) && options.contains(Option.PARTIAL)) throw new Syntax("ALL and PARTIAL exclude each other");
        return new Returns(options, Optional.ofNullable(page[0]));
    }

    private static Option option(Cursor in, PageRange[] page) throws Syntax {
        return switch (in.word()) {
            case "MIN" -> Option.MIN;
            case "MAX" -> Option.MAX;
            case "ALL" -> Option.ALL;
            case "COUNT" -> Option.COUNT;
            case "SAVE" -> Option.SAVE;
            case "RELEVANCY" -> Option.RELEVANCY;
            case "CONTEXT" -> Option.CONTEXT;
            case "UPDATE" -> Option.UPDATE;
            case "PARTIAL" -> {
                if (page[0] != null) throw new Syntax("Only one PARTIAL");
                in.sp();
                page[0] = PageRange.parse(in);
                yield Option.PARTIAL;
            }
            default -> throw new Syntax("Unknown result option");
        };
    }
}
