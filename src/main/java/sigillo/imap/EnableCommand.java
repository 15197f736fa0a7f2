package sigillo.imap;

import java.util.List;

/** RFC 5161 section 3.1. Capabilities in upper case; unknown ones are not an error. */
public record EnableCommand(List<String> capabilities) implements ImapCommand.AfterLogin {
    public EnableCommand { capabilities = List.copyOf(capabilities); }

    static EnableCommand parse(Cursor in) throws Syntax {
        in.sp();
        return new EnableCommand(in.rest(GrammarLimits.WORDS_MAX, Cursor::word));
    }
}
