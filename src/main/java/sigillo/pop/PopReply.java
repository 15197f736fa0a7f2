package sigillo.pop;

import java.util.Optional;

/**
 * The status that begins each response: RFC 1939 section 3. {@code code}: RFC 2449 section 8, without brackets. {@code text}
 * is ASCII for people and, of a good one, what the command asks for.
 */
public record PopReply(boolean isOk, Optional<Code> code, String text) {

    /** RFC 2449 section 8.1, RFC 3206 section 4 */
    public enum Code {
        /** The maildrop is open in another session. */
        IN_USE("IN-USE"),
        /** Name or password. */
        AUTH("AUTH"),
        /** Trouble of ours: try again. */
        TEMPORARY("SYS/TEMP"),
        /** Trouble of ours, which somebody must end. */
        PERMANENT("SYS/PERM");

        private final String text;

        Code(String text) { this.text = text; }
    }

    public static PopReply ok(String text) { return new PopReply(true, Optional.empty(), text); }

    public static PopReply error(String text) { return new PopReply(false, Optional.empty(), text); }

    public static PopReply error(Code code, String text) { return new PopReply(false, Optional.of(code), text); }

    /** As a line, without its end. */
    public String line() {
        return (isOk ? "+OK " : "-ERR ") + code.map(one -> "[" + one.text + "] ").orElse("") + text;
    }
}
