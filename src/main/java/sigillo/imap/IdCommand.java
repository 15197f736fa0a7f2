package sigillo.imap;

import java.util.List;
import java.util.Locale;

/**
 * RFC 2971 section 3.1. Of what the client says of itself its name and version are kept while it is connected, to tell programs
 * of one account apart: {@code client} is {@code name/version} in lower case, each cut to {@value #CHARACTERS_MAX} characters;
 * empty when it has no name.
 */
public record IdCommand(String client) implements ImapCommand.Any {
    private static final int CHARACTERS_MAX = 64;
    private static final String NONE = "";

    static IdCommand parse(Cursor in) throws Syntax {
        in.sp();
        if (in.skipWord("NIL")) return new IdCommand(NONE);
        List<String> values = in.list(GrammarLimits.ID_VALUES_MAX, IdCommand::value);
        var name = NONE;
        var version = NONE;
        for (int i = 0; i < values.size(); i += 2) {
            if (values.get(i) == null) throw new Syntax("A field of ID has a name");
            if (i + 1 == values.size()) throw new Syntax("The last field of ID has no value");
            if (values.get(i).equals("name")) name = text(values.get(i + 1));
            if (values.get(i).equals("version")) version = text(values.get(i + 1));
        }
        return new IdCommand(name.isEmpty() ? NONE : name + "/" + version);
    }

    /** Null for NIL. */
    private static String value(Cursor in) throws Syntax {
        var value = in.nstring();
        return value == null ? null : value.substring(0, Math.min(value.length(), CHARACTERS_MAX)).toLowerCase(Locale.ROOT);
    }

    private static String text(String value) { return value == null ? NONE : value; }
}
