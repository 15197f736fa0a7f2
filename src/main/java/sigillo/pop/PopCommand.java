package sigillo.pop;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client may say. Numbers of messages are as they were said, {@link Integer#MAX_VALUE} at most: whether there is such
 * a message the session knows.
 */
public sealed interface PopCommand {
    /** RFC 1939 section 7 */
    record User(String name) implements PopCommand {}

    /** RFC 1939 section 7 */
    record Pass(String password) implements PopCommand {
        @Override public String toString() { return "Pass"; }
    }

    /** RFC 5034 section 4; {@code initial} in base64, {@code =} for one of no octets. */
    record Auth(String mechanism, Optional<String> initial) implements PopCommand {
        @Override public String toString() { return "Auth[" + mechanism + "]"; }
    }

    /** Without a mechanism: some programs ask so for the list of them. */
    record AuthList() implements PopCommand {}

    /** RFC 2449 section 5 */
    record Capa() implements PopCommand {}

    /** RFC 2595 section 4 */
    record Stls() implements PopCommand {}

    record Quit() implements PopCommand {}

    record Stat() implements PopCommand {}

    record List(OptionalInt message) implements PopCommand {}

    record Retr(int message) implements PopCommand {}

    record Dele(int message) implements PopCommand {}

    record Noop() implements PopCommand {}

    record Rset() implements PopCommand {}

    /** RFC 1939 section 7; {@code lines} of the body. */
    record Top(int message, int lines) implements PopCommand {}

    /** RFC 1939 section 7 */
    record Uidl(OptionalInt message) implements PopCommand {}
}
