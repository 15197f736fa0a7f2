package sigillo.imap;

/** COPY and MOVE: RFC 9051 sections 6.4.7 and 6.4.8. */
public record CopyCommand(boolean uid, SequenceSet messages, String mailbox, boolean move)
        implements ImapCommand.OnMailbox {

    static CopyCommand parse(Cursor in, boolean uid, boolean move) throws Syntax {
        in.sp();
        var messages = SequenceSet.parse(in);
        in.sp();
        return new CopyCommand(uid, messages, in.mailbox(), move);
    }
}
