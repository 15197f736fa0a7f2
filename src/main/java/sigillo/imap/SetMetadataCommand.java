package sigillo.imap;

import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;

/** RFC 5464 section 4.3. {@code mailbox}: empty for the server. */
public record SetMetadataCommand(String mailbox, List<Value> values) implements ImapCommand.AfterLogin {
    public SetMetadataCommand { values = List.copyOf(values); }

    /** {@code octets}: empty for NIL, which takes the entry away. */
    public record Value(String entry, Optional<Bytes> octets) {}

    static SetMetadataCommand parse(Cursor in) throws Syntax {
        in.sp();
        var mailbox = in.mailbox();
        in.sp();
        return new SetMetadataCommand(mailbox, in.nonEmptyList(GrammarLimits.ENTRIES_MAX, SetMetadataCommand::value));
    }

    private static Value value(Cursor in) throws Syntax {
        var entry = in.astring();
        in.sp();
        return new Value(entry, in.nstringOctets().map(Bytes::wrap));
    }
}
