package sigillo.imap;

import java.util.List;
import java.util.Locale;

/** By what messages are sorted: RFC 5256 section 3; DISPLAYFROM and DISPLAYTO are RFC 5957's, RELEVANCY RFC 6203's. */
public record SortKey(Field field, boolean reverse) {
    public enum Field { ARRIVAL, CC, DATE, FROM, SIZE, SUBJECT, TO, DISPLAYFROM, DISPLAYTO, RELEVANCY }

    static List<SortKey> list(Cursor in) throws Syntax { return in.nonEmptyList(GrammarLimits.SORT_KEYS_MAX, SortKey::parse); }

    private static SortKey parse(Cursor in) throws Syntax {
        var word = in.word();
        boolean reverse = word.equals("REVERSE");
        if (reverse) {
            in.sp();
            word = in.word();
        }
        for (var field : Field.values()) {
            if (field.name().equals(word.toUpperCase(Locale.ROOT))) return new SortKey(field, reverse);
        }
        throw new Syntax("Unknown sort key");
    }
}
