package sigillo.imap;

/** RFC 9051 section 6.2.3. */
public record LoginCommand(String user, String password) implements ImapCommand.BeforeLogin {

    static LoginCommand parse(Cursor in) throws Syntax {
        in.sp();
        var user = in.astring();
        in.sp();
        return new LoginCommand(user, in.astring());
    }

    /** Without the password. */
    @Override public String toString() { return "LoginCommand[" + user + "]"; }
}
