package sigillo.imap;

import java.util.List;

/** RFC 9051 section 6.3.4, with RFC 6154 section 3's USE: attributes in upper case, with their backslash. */
public record CreateCommand(String mailbox, List<String> uses) implements ImapCommand.AfterLogin {
    public CreateCommand { uses = List.copyOf(uses); }

    static CreateCommand parse(Cursor in) throws Syntax {
        in.sp();
        var mailbox = in.mailbox();
        if (!in.skip(' ')) return new CreateCommand(mailbox, List.of());
        in.expect('(');
        if (!in.skipWord("USE ")) throw new Syntax("Unknown parameter of CREATE");
        var uses = in.list(GrammarLimits.WORDS_MAX, CreateCommand::attribute);
        in.expect(')');
        return new CreateCommand(mailbox, uses);
    }

    private static String attribute(Cursor in) throws Syntax {
        in.expect('\\');
        return "\\" + in.word();
    }
}
