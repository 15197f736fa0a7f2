package sigillo.imap;

/** SELECT and EXAMINE: RFC 9051 sections 6.3.2 and 6.3.3, with RFC 7162 section 3.1.8's parameter. */
public record SelectCommand(String mailbox, boolean readOnly, boolean condstore) implements ImapCommand.AfterLogin {

    static SelectCommand parse(Cursor in, boolean readOnly) throws Syntax {
        in.sp();
        var mailbox = in.mailbox();
        boolean condstore = in.skip(' ');
        if (condstore) in.nonEmptyList(GrammarLimits.WORDS_MAX, SelectCommand::parameter);
        return new SelectCommand(mailbox, readOnly, condstore);
    }

    private static String parameter(Cursor in) throws Syntax {
        var name = in.word();
        if (!name.equals("CONDSTORE")) throw new Syntax("Unknown parameter of SELECT");
        return name;
    }
}
