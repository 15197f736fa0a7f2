package sigillo.imap;

import java.util.Optional;

/** THREAD and UID THREAD: RFC 5256 section 3. */
public record ThreadCommand(SearchCommand search, Algorithm algorithm) implements ImapCommand.OnMailbox {
    public enum Algorithm { ORDEREDSUBJECT, REFERENCES }

    static ThreadCommand parse(Cursor in, boolean uid) throws Syntax {
        in.sp();
        var algorithm = switch (in.word()) {
            case "ORDEREDSUBJECT" -> Algorithm.ORDEREDSUBJECT;
            case "REFERENCES" -> Algorithm.REFERENCES;
            default -> throw new Syntax("Unknown threading algorithm");
        };
        in.sp();
        return new ThreadCommand(SearchCommand.withCharset(in, uid, Optional.empty()), algorithm);
    }
}
