package sigillo.smtp;

import java.util.Locale;
import java.util.Optional;

/**
 * Turns one command line, without its CRLF, into a command. Total: every text gives an {@link Outcome}, none throws.
 * What a command means at this moment is the session's question.
 */
public final class SmtpParser {

    public sealed interface Outcome {
        record Ok(SmtpCommand command) implements Outcome {}

        record Bad(SmtpReply reply) implements Outcome {}
    }

    private final String line;

    private SmtpParser(String line) { this.line = line; }

    public static Outcome parse(String line) {
        try {
            return new Outcome.Ok(new SmtpParser(withoutTrailingSpace(line)).command());
        } catch (Refusal refusal) {
            return new Outcome.Bad(refusal.reply);
        }
    }

    /** RFC 5321 section 4.1.1: white space before the CRLF should be tolerated. */
    private static String withoutTrailingSpace(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) end--;
        return line.substring(0, end);
    }

    private SmtpCommand command() throws Refusal {
        int space = line.indexOf(' ');
        var verb = space < 0 ? line : line.substring(0, space);
        var argument = space < 0 ? "" : line.substring(space + 1).stripLeading();
        return switch (verb.toUpperCase(Locale.ROOT)) {
            case "EHLO" -> new SmtpCommand.Ehlo(name(argument));
            case "HELO" -> new SmtpCommand.Helo(name(argument));
            case "LHLO" -> new SmtpCommand.Lhlo(name(argument));
            case "MAIL" -> mail(argument);
            case "RCPT" -> rcpt(argument);
            case "DATA" -> alone(argument, new SmtpCommand.Data());
            case "BDAT" -> bdat(argument);
            case "RSET" -> alone(argument, new SmtpCommand.Rset());
            case "NOOP" -> new SmtpCommand.Noop(); // RFC 5321 section 4.1.1.9: an argument is ignored
            case "QUIT" -> alone(argument, new SmtpCommand.Quit());
            case "HELP" -> new SmtpCommand.Help();
            case "VRFY" -> new SmtpCommand.Vrfy();
            case "EXPN" -> new SmtpCommand.Expn();
            case "STARTTLS" -> alone(argument, new SmtpCommand.StartTls()); // RFC 3207 section 4: 501 for parameters
            case "AUTH" -> auth(argument);
            default -> throw Refusal.unknownCommand();
        };
    }

    private static SmtpCommand alone(String argument, SmtpCommand command) throws Refusal {
        if (!argument.isEmpty()) throw Refusal.badArgument("This command takes no argument");
        return command;
    }

    /**
     * RFC 5321 section 4.1.1.1 wants a domain or an address literal. Many clients say something else; any word is taken
     * whose characters can stand in a Received header.
     */
    private static String name(String argument) throws Refusal {
        boolean isWord = argument.chars().allMatch(c -> c > ' ' && c < 0x7F && "()<>@,;\\\"".indexOf(c) < 0);
        if (argument.isEmpty() || argument.length() > SmtpLimits.HELO_CHARACTERS_MAX || !isWord)
            throw Refusal.badArgument("Say the name of your host");
        return argument;
    }

    private static SmtpCommand mail(String argument) throws Refusal {
        var cursor = after("FROM:", argument);
        var from = new PathParser(cursor).reversePath();
        return new SmtpCommand.Mail(from, new MailParameterParser().parse(cursor));
    }

    private static SmtpCommand rcpt(String argument) throws Refusal {
        var cursor = after("TO:", argument);
        var to = new PathParser(cursor).forwardPath();
        return new SmtpCommand.Rcpt(to, new RcptParameterParser().parse(cursor));
    }

    private static Cursor after(String keyword, String argument) throws Refusal {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length()))
            throw Refusal.badArgument("Say " + keyword + "<address>");
        var cursor = new Cursor(argument, keyword.length());
        cursor.skipSpaces(); // RFC 5321 section 3.3 forbids it; Outlook 2003 and many scripts write "FROM: <"
        return cursor;
    }

    private static SmtpCommand bdat(String argument) throws Refusal {
        var parts = argument.split(" +");
        boolean isLast = parts.length == 2 && parts[1].equalsIgnoreCase("LAST");
        if (parts.length > 2 || parts.length == 2 && !isLast || !parts[0].matches("[0-9]{1,20}"))
            throw Refusal.badArgument("Say BDAT octets [LAST]");
        return new SmtpCommand.Bdat(number(parts[0]), isLast);
    }

    private static SmtpCommand auth(String argument) throws Refusal {
        var parts = argument.split(" +");
        if (parts.length > 2 || !parts[0].matches("[A-Za-z0-9_-]{1,20}")) // RFC 4422 section 3.1
            throw Refusal.badArgument("Say AUTH mechanism [initial-response]");
        if (parts.length == 2 && !parts[1].matches("[A-Za-z0-9+/=]+")) throw Refusal.badBase64();
        var initial = parts.length == 2 ? Optional.of(parts[1]) : Optional.<String>empty();
        return new SmtpCommand.Auth(parts[0].toUpperCase(Locale.ROOT), initial);
    }

    /** Up to twenty digits; what no {@code long} can hold becomes the largest. */
    static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }
}
