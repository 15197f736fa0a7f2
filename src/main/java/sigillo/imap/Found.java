package sigillo.imap;

/** What the {@link Framer} made of the octets so far. */
public sealed interface Found {

    /** Everything was taken; more is needed. */
    record More() implements Found {}

    /** A whole command, or a whole line where a line was asked for. */
    record Whole(Frame frame) implements Found {}

    /**
     * A literal is announced: {@code sofar} is the command up to and with the announcement. The framer waits for
     * {@link Framer#accept}, {@link Framer#leave} or {@link Framer#refuse}. With {@code sync} the client waits too.
     *
     * @param binary announced with a tilde: RFC 9051 section 4.3's literal8
     * @param fits whether it may be kept in memory
     */
    record Literal(long size, boolean sync, boolean binary, boolean fits, Frame sofar) implements Found {}

    /** A command that was read to its end and thrown away. {@code head} is how it began, enough for its tag. */
    record Bad(Fault fault, Frame head) implements Found {}

    /** More was to be thrown away than we are ready to read: say BYE. */
    record Hopeless() implements Found {}

    /** Why a command was thrown away. */
    enum Fault {
        BARE_LINE_END("Lines end with CRLF, and CR and LF stand nowhere else"),
        NUL("NUL is not allowed in a command"),
        TOO_LONG("Command is too long"),
        REFUSED("No literal of this length is taken here");

        private final String why;

        Fault(String why) { this.why = why; }

        public String why() { return why; }
    }
}
