package sigillo.imap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * RFC 9051 section 6.3.12, with several messages (RFC 3502), made of pieces (RFC 4469), with literal8 (RFC 3516 section 4.4,
 * and RFC 6855 section 4 in its form {@code UTF8 (~{n} ...)}). The octets themselves went elsewhere.
 */
public record AppendCommand(String mailbox, List<Message> messages) implements ImapCommand.AfterLogin, TakesMessages {
    public AppendCommand { messages = List.copyOf(messages); }

    /** One message of it. */
    public record Message(Set<Flag> flags, Optional<Instant> date, List<Piece> pieces) {
        public Message {
            flags = Set.copyOf(flags);
            pieces = List.copyOf(pieces);
        }

        /** Octets that came with the command. */
        public long octets() {
            return pieces.stream().mapToLong(piece -> piece instanceof Literal literal ? literal.octets : 0).sum();
        }
    }

    /** What a message is made of, in order. */
    public sealed interface Piece permits Literal, Url {}

    /** {@code index}: which of those that the command came with. {@code binary}: it may hold NUL. */
    public record Literal(int index, long octets, boolean binary) implements Piece {}

    /** RFC 4469 section 3: a message that is here, or a part of one. */
    public record Url(String url) implements Piece {}

    @Override public AppendCommand append() { return this; }

    static AppendCommand parse(Cursor in) throws Syntax { return new MessageGrammar(in, false).append(); }
}
