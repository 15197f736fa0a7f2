package sigillo.imap;

import java.util.Optional;

/** SELECT and EXAMINE: RFC 9051 sections 6.3.2 and 6.3.3, with RFC 7162's parameters: section 3.1.8's and section 3.2.5's. */
public record SelectCommand(String mailbox, boolean readOnly, boolean condstore, Optional<Known> resync)
        implements ImapCommand.AfterLogin {

    /** What the client knows of the mailbox from before; of all its UIDs when it names none. */
    public record Known(long uidValidity, long modSeq, Optional<SequenceSet> uids, Optional<SequenceMatches> matches) {}

    static SelectCommand parse(Cursor in, boolean readOnly) throws Syntax {
        in.sp();
        var mailbox = in.mailbox();
        var command = new SelectCommand[] {new SelectCommand(mailbox, readOnly, false, Optional.empty())};
        if (in.skip(' ')) in.nonEmptyList(GrammarLimits.WORDS_MAX, one -> command[0] = command[0].with(one));
        return command[0];
    }

    private SelectCommand with(Cursor in) throws Syntax {
        return switch (in.word()) {
            case "CONDSTORE" -> new SelectCommand(mailbox, readOnly, true, resync);
            case "QRESYNC" -> {
                in.sp();
                yield new SelectCommand(mailbox, readOnly, true, Optional.of(known(in)));
            }
            default -> throw new Syntax("Unknown parameter of SELECT");
        };
    }

    private static Known known(Cursor in) throws Syntax {
        in.expect('(');
        long uidValidity = in.nzNumber();
        in.sp();
        long modSeq = in.nzNumber64();
        var uids = Optional.<SequenceSet>empty();
        var matches = Optional.<SequenceMatches>empty();
        if (in.isAt(' ')) {
            in.sp();
            if (!in.isAt('(')) uids = Optional.of(SequenceSet.parseKnown(in));
            if (uids.isEmpty() || in.skip(' ')) matches = Optional.of(SequenceMatches.parse(in));
        }
        in.expect(')');
        return new Known(uidValidity, modSeq, uids, matches);
    }
}
