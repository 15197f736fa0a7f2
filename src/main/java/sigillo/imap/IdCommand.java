package sigillo.imap;

import java.util.List;

/** RFC 2971 section 3.1. What the client says of itself is read and forgotten: it is no business of ours. */
public record IdCommand() implements ImapCommand.Any {

    static IdCommand parse(Cursor in) throws Syntax {
        in.sp();
        if (in.skipWord("NIL")) return new IdCommand();
        List<Boolean> values = in.list(GrammarLimits.ID_VALUES_MAX, value -> value.nstring() != null);
        for (int i = 0; i < values.size(); i += 2) {
            if (!values.get(i)) throw new Syntax("A field of ID has a name");
        }
        if (values.size() % 2 != 0) throw new Syntax("The last field of ID has no value");
        return new IdCommand();
    }
}
