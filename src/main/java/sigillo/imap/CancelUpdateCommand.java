package sigillo.imap;

import java.util.List;

/** RFC 5267 section 4.3.4: searches, by their tags, of which nothing more shall be told. */
public record CancelUpdateCommand(List<String> tags) implements ImapCommand.OnMailbox {
    public CancelUpdateCommand { tags = List.copyOf(tags); }

    static CancelUpdateCommand parse(Cursor in) throws Syntax {
        in.sp();
        return new CancelUpdateCommand(in.rest(GrammarLimits.WORDS_MAX, Cursor::string));
    }
}
