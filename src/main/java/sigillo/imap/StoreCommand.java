package sigillo.imap;

import java.util.Optional;
import java.util.Set;

/** RFC 9051 section 6.4.6, with RFC 7162 section 3.1.3's UNCHANGEDSINCE. */
public record StoreCommand(boolean uid, SequenceSet messages, Mode mode, boolean silent, Set<Flag> flags,
                           Optional<Long> unchangedSince) implements ImapCommand.OnMailbox {
    public StoreCommand { flags = Set.copyOf(flags); }

    public enum Mode { REPLACE, ADD, REMOVE }

    static StoreCommand parse(Cursor in, boolean uid) throws Syntax {
        in.sp();
        var messages = SequenceSet.parse(in);
        in.sp();
        var unchangedSince = Optional.<Long>empty();
        if (in.skip('(')) {
            if (!in.skipWord("UNCHANGEDSINCE ")) throw new Syntax("Unknown modifier of STORE");
            unchangedSince = Optional.of(in.number64());
            in.expect(')');
            in.sp();
        }
        var mode = in.skip('+') ? Mode.ADD : in.skip('-') ? Mode.REMOVE : Mode.REPLACE;
        var item = in.word();
        boolean silent = item.equals("FLAGS.SILENT");
        if (!silent && !item.equals("FLAGS")) throw new Syntax("Only FLAGS can be stored");
        in.sp();
        return new StoreCommand(uid, messages, mode, silent, Flag.listOrRest(in), unchangedSince);
    }
}
