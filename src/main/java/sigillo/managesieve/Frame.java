package sigillo.managesieve;

import sigillo.base.Bytes;

/** What the {@link Framer} has found. */
public sealed interface Frame {
    /** All input is consumed and the command has not ended. */
    record More() implements Frame {}

    /** Lines and literals as they came, without the last CRLF. A password may be in it. */
    record Command(Bytes octets) implements Frame {
        @Override public String toString() { return "Command[" + octets.length() + "]"; }
    }

    /** It ended, and is none that a session looks at. */
    record Bad(Fault fault) implements Frame {}

    /** Where the next command would begin nobody can tell: only the end can follow. */
    record Hopeless(String why) implements Frame {}

    enum Fault {
        TOO_LONG("The line is too long"),
        TOO_LARGE("The string is too large"),
        BARE_LINE_END("Lines end with CRLF, and CR and LF stand nowhere else"),
        NUL("A line holds no NUL"),
        OPEN_QUOTE("A string in quotes ends in its line");

        private final String why;

        Fault(String why) { this.why = why; }

        /** For the client. */
        public String why() { return why; }
    }
}
