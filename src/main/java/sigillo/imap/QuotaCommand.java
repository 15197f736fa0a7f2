package sigillo.imap;

/** GETQUOTA, GETQUOTAROOT and SETQUOTA: RFC 9208 section 4.1. {@code name}: of a root, or of a mailbox for GETQUOTAROOT. */
public record QuotaCommand(Kind kind, String name) implements ImapCommand.AfterLogin {
    public enum Kind { GET, OF_MAILBOX, SET }

    static QuotaCommand parse(Cursor in, Kind kind) throws Syntax {
        in.sp();
        if (kind == Kind.OF_MAILBOX) return new QuotaCommand(kind, in.mailbox());
        var root = in.astring();
        if (kind == Kind.SET) {
            in.sp();
            in.list(GrammarLimits.WORDS_MAX, QuotaCommand::limit);
        }
        return new QuotaCommand(kind, root);
    }

    private static long limit(Cursor in) throws Syntax {
        in.word();
        in.sp();
        return in.number64();
    }
}
