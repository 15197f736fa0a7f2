package sigillo.imap;

/** RFC 9051 section 6.3.5. */
public record DeleteCommand(String mailbox) implements ImapCommand.AfterLogin {

    static DeleteCommand parse(Cursor in) throws Syntax {
        in.sp();
        return new DeleteCommand(in.mailbox());
    }
}
