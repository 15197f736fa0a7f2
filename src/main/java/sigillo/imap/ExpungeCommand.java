package sigillo.imap;

import java.util.Optional;

/** EXPUNGE, and UID EXPUNGE with its set: RFC 9051 sections 6.4.3 and 6.4.9, RFC 4315 section 2.1. */
public record ExpungeCommand(Optional<SequenceSet> uids) implements ImapCommand.OnMailbox {
    static final ExpungeCommand ALL = new ExpungeCommand(Optional.empty());

    static ExpungeCommand parseUid(Cursor in) throws Syntax {
        in.sp();
        return new ExpungeCommand(Optional.of(SequenceSet.parse(in)));
    }
}
