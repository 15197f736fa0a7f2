package sigillo.milter;

import java.util.List;
import java.util.Map;
import sigillo.base.Bytes;

/** What a mail server tells a filter, in the order in which it does. */
public sealed interface MilterCommand {
    record Negotiate(MilterOptions options) implements MilterCommand {}

    /** Values that belong to the command with that letter: {@code {auth_authen}} or {@code i}. */
    record Macros(char of, Map<String, String> values) implements MilterCommand {
        public Macros { values = Map.copyOf(values); }
    }

    /** {@code hostname}: of the client by reverse DNS, or its address in brackets. {@code address}: empty where it has none. */
    record Connect(String hostname, Family family, int port, String address) implements MilterCommand {}

    record Helo(String name) implements MilterCommand {}

    /** {@code sender} in angle brackets. */
    record Mail(String sender, List<String> parameters) implements MilterCommand {
        public Mail { parameters = List.copyOf(parameters); }
    }

    record Rcpt(String recipient, List<String> parameters) implements MilterCommand {
        public Rcpt { parameters = List.copyOf(parameters); }
    }

    record Data() implements MilterCommand {}

    /** Octets as they are, in Latin-1; folds are LF or CRLF. */
    record Header(String name, String value) implements MilterCommand {}

    record EndOfHeader() implements MilterCommand {}

    record Body(Bytes piece) implements MilterCommand {}

    /** {@code rest}: of the body; mostly empty. */
    record EndOfMessage(Bytes rest) implements MilterCommand {}

    /** The message is over, the client stays. */
    record Abort() implements MilterCommand {}

    record Quit() implements MilterCommand {}

    /** The client is gone; another one follows on this connection. */
    record NextClient() implements MilterCommand {}

    /** What the client said and the server did not understand. */
    record Unknown(String line) implements MilterCommand {}

    enum Family {
        UNKNOWN('U'), UNIX('L'), INET('4'), INET6('6');

        private final char letter;

        Family(char letter) { this.letter = letter; }

        char letter() { return letter; }
    }
}
