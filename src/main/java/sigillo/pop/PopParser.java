package sigillo.pop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Turns a line into a command. Total: every line gives an {@link Outcome}, none throws. Knows neither state nor mailbox.
 */
public final class PopParser {

    public sealed interface Outcome {
        record Ok(PopCommand command) implements Outcome {}

        /** {@code why} is in ASCII, for people; nothing of the line is in it. */
        record Bad(String why) implements Outcome {}
    }

    private static final String NO_ARGUMENT = "No argument expected";
    private static final String A_NUMBER = "The number of a message expected";

    private PopParser() {}

    /** RFC 1939 section 3: a keyword in any case, and arguments, each behind one space. Blanks at the end say nothing. */
    public static Outcome parse(String line) {
        int space = line.indexOf(' ');
        var keyword = (space < 0 ? line : line.substring(0, space)).stripTrailing().toUpperCase(Locale.ROOT);
        var rest = space < 0 ? "" : line.substring(space + 1);
        return keyword.equals("PASS") ? pass(rest) : command(keyword, rest.stripTrailing());
    }

    private static Outcome command(String keyword, String rest) {
        return switch (keyword) {
            case "USER" -> rest.isEmpty() ? new Outcome.Bad("A name expected") : ok(new PopCommand.User(rest));
            case "AUTH" -> auth(rest);
            case "CAPA" -> plain(rest, new PopCommand.Capa());
            case "STLS" -> plain(rest, new PopCommand.Stls());
            case "QUIT" -> plain(rest, new PopCommand.Quit());
            case "STAT" -> plain(rest, new PopCommand.Stat());
            case "NOOP" -> plain(rest, new PopCommand.Noop());
            case "RSET" -> plain(rest, new PopCommand.Rset());
            case "LIST" -> maybeNumber(rest, PopCommand.List::new);
            case "UIDL" -> maybeNumber(rest, PopCommand.Uidl::new);
            case "RETR" -> number(rest, PopCommand.Retr::new);
            case "DELE" -> number(rest, PopCommand.Dele::new);
            case "TOP" -> top(rest);
            default -> new Outcome.Bad("There is no such command");
        };
    }

    private static Outcome ok(PopCommand command) { return new Outcome.Ok(command); }

    /** RFC 1939 section 7: there is one argument, so blanks are of the password, at its end too. */
    private static Outcome pass(String rest) {
        return rest.isEmpty() ? new Outcome.Bad("A password expected") : ok(new PopCommand.Pass(rest));
    }

    private static Outcome plain(String rest, PopCommand command) {
        return rest.isEmpty() ? ok(command) : new Outcome.Bad(NO_ARGUMENT);
    }

    /** RFC 5034 section 4 */
    private static Outcome auth(String rest) {
        if (rest.isEmpty()) return ok(new PopCommand.AuthList());
        var words = words(rest);
        if (words.size() > 2 || words.contains("")) return new Outcome.Bad("A mechanism and at most one response expected");
        var initial = words.size() == 2 ? Optional.of(words.get(1)) : Optional.<String>empty();
        return ok(new PopCommand.Auth(words.getFirst().toUpperCase(Locale.ROOT), initial));
    }

    private static Outcome maybeNumber(String rest, java.util.function.Function<OptionalInt, PopCommand> command) {
        if (rest.isEmpty()) return ok(command.apply(OptionalInt.empty()));
        var number = number(rest);
        return number.isPresent() ? ok(command.apply(number)) : new Outcome.Bad(A_NUMBER);
    }

    private static Outcome number(String rest, IntFunction<PopCommand> command) {
        var number = number(rest);
        return number.isPresent() ? ok(command.apply(number.getAsInt())) : new Outcome.Bad(A_NUMBER);
    }

    private static Outcome top(String rest) {
        var words = words(rest);
        if (words.size() != 2) return new Outcome.Bad("The numbers of a message and of lines expected");
        var message = number(words.getFirst());
        var lines = number(words.getLast()); // RFC 1939 section 7: not negative
        return message.isPresent() && lines.isPresent() ? ok(new PopCommand.Top(message.getAsInt(), lines.getAsInt()))
            : new Outcome.Bad("The numbers of a message and of lines expected");
    }

    private static List<String> words(String rest) { return Arrays.asList(rest.split(" ", -1)); }

    /** RFC 1939 section 3: in decimal digits. One beyond all messages is as good as any other. */
    private static OptionalInt number(String word) {
        if (word.isEmpty() || !word.chars().allMatch(c -> c >= '0' && c <= '9')) return OptionalInt.empty();
        long value = 0;
        for (int i = 0; i < word.length() && value <= Integer.MAX_VALUE; i++) value = 10 * value + word.charAt(i) - '0';
        return OptionalInt.of((int) Math.min(value, Integer.MAX_VALUE));
    }
}
