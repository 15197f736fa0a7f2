package sigillo.imap;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * RFC 9051 section 6.3.12: the message itself went elsewhere and is {@code messageOctets} long. Also in the form of
 * RFC 6855 section 4, {@code UTF8 (~{n} ...)}.
 */
public record AppendCommand(String mailbox, Set<Flag> flags, Optional<Instant> date, long messageOctets, boolean utf8)
        implements ImapCommand.AfterLogin {
    public AppendCommand { flags = Set.copyOf(flags); }

    static AppendCommand parse(Cursor in) throws Syntax {
        var command = parseHead(in);
        if (command.utf8) in.expect(')');
        return command;
    }

    /** All that comes before the message. */
    static AppendCommand parseHead(Cursor in) throws Syntax {
        in.sp();
        var mailbox = in.mailbox();
        in.sp();
        Set<Flag> flags = Set.of();
        if (in.isAt('(')) {
            flags = Flag.list(in);
            in.sp();
        }
        Optional<Instant> date = Optional.empty();
        if (in.isAt('"')) {
            date = Optional.of(ImapDate.dateTime(in));
            in.sp();
        }
        boolean utf8 = in.skipWord("UTF8 (");
        if (utf8 && !in.isAt('~')) throw in.wrong("Literal with a tilde");
        return new AppendCommand(mailbox, flags, date, in.message(), utf8);
    }
}
