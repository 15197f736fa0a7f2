package sigillo.imap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.imap.AppendCommand.Literal;
import sigillo.imap.AppendCommand.Message;
import sigillo.imap.AppendCommand.Piece;
import sigillo.imap.AppendCommand.Url;

/**
 * Reads commands that messages come with: RFC 3502 section 6.3.11, RFC 4469 section 5, RFC 8508 section 5. Of one that has
 * only come as far as the announcement of a message ({@code sofar}), what there is of it.
 */
final class MessageGrammar {
    private final Cursor in;
    private final boolean sofar;

    MessageGrammar(Cursor in, boolean sofar) {
        this.in = in;
        this.sofar = sofar;
    }

    AppendCommand append() throws Syntax {
        in.sp();
        var mailbox = in.mailbox();
        var messages = new ArrayList<Message>();
        do {
            in.sp();
            if (messages.size() == GrammarLimits.MESSAGES_MAX) throw new Syntax("Too many messages");
            messages.add(message());
        } while (!in.atEnd());
        return new AppendCommand(mailbox, messages);
    }

    ReplaceCommand replace(boolean uid) throws Syntax {
        in.sp();
        var message = SequenceSet.parse(in);
        var ranges = message.ranges();
        // RFC 8508 section 3.1: one message, not a set
        if (ranges.size() != 1 || ranges.getFirst().first() != ranges.getFirst().last()) throw in.wrong("One message");
        in.sp();
        var mailbox = in.mailbox();
        in.sp();
        return new ReplaceCommand(uid, message, new AppendCommand(mailbox, List.of(message())));
    }

    private boolean isCutOff() { return sofar && in.atEnd(); }

    private Message message() throws Syntax {
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
        return new Message(flags, date, pieces());
    }

    private List<Piece> pieces() throws Syntax {
        if (in.skipWord("CATENATE (")) return catenated();
        boolean utf8 = in.skipWord("UTF8 (");
        if (utf8 && !in.isAt('~')) throw in.wrong("Literal with a tilde");
        var literal = literal();
        if (utf8 && !isCutOff()) in.expect(')');
        return List.of(literal);
    }

    private List<Piece> catenated() throws Syntax {
        var pieces = new ArrayList<Piece>();
        while (!isCutOff() && (pieces.isEmpty() || !in.skip(')'))) {
            if (!pieces.isEmpty()) in.sp();
            if (pieces.size() == GrammarLimits.PIECES_MAX) throw new Syntax("Too many pieces");
            pieces.add(piece());
        }
        return pieces;
    }

    private Piece piece() throws Syntax {
        if (in.skipWord("URL ")) return new Url(in.astring());
        if (!in.skipWord("TEXT ")) throw in.wrong("URL or TEXT");
        return literal();
    }

    private Literal literal() throws Syntax {
        boolean binary = in.isAt('~');
        var left = in.message();
        return new Literal(in.indexOf(left), left.octets(), binary);
    }
}
