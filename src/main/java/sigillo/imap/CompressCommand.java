package sigillo.imap;

/** RFC 4978 section 3. {@code mechanism} in upper case. */
public record CompressCommand(String mechanism) implements ImapCommand.AfterLogin {

    static CompressCommand parse(Cursor in) throws Syntax {
        in.sp();
        return new CompressCommand(in.word());
    }
}
