package sigillo.imap;

/** RFC 9051 section 6.3.6. */
public record RenameCommand(String from, String to) implements ImapCommand.AfterLogin {

    static RenameCommand parse(Cursor in) throws Syntax {
        in.sp();
        var from = in.mailbox();
        in.sp();
        return new RenameCommand(from, in.mailbox());
    }
}
