package sigillo.imap;

/** REPLACE and UID REPLACE: RFC 8508 section 3.1. {@code message} is one number, or a star. */
public record ReplaceCommand(boolean uid, SequenceSet message, AppendCommand append)
        implements ImapCommand.OnMailbox, TakesMessages {

    static ReplaceCommand parse(Cursor in, boolean uid) throws Syntax { return new MessageGrammar(in, false).replace(uid); }
}
