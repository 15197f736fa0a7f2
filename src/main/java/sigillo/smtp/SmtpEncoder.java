package sigillo.smtp;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/**
 * Writes a command as a client sends it, with its CRLF. What {@link SmtpParser} reads of it is the same command. Throws
 * {@link IllegalArgumentException} rather than write a line that a value broke.
 */
public final class SmtpEncoder {
    private SmtpEncoder() {}

    public static byte[] encode(SmtpCommand command) {
        var line = line(command);
        if (line.chars().anyMatch(c -> c < ' ' || c == 0x7F))
            throw new IllegalArgumentException("a control character in " + command);
        return (line + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String line(SmtpCommand command) {
        return switch (command) {
            case SmtpCommand.Ehlo(var name) -> "EHLO " + name;
            case SmtpCommand.Helo(var name) -> "HELO " + name;
            case SmtpCommand.Lhlo(var name) -> "LHLO " + name;
            case SmtpCommand.Mail(var from, var parameters) -> "MAIL FROM:" + from + mailParameters(parameters);
            case SmtpCommand.Rcpt(var to, var parameters) -> "RCPT TO:" + to + rcptParameters(parameters);
            case SmtpCommand.Data() -> "DATA";
            case SmtpCommand.Bdat(long octets, boolean last) -> "BDAT " + octets + (last ? " LAST" : "");
            case SmtpCommand.Rset() -> "RSET";
            case SmtpCommand.Noop() -> "NOOP";
            case SmtpCommand.Quit() -> "QUIT";
            case SmtpCommand.Help() -> "HELP";
            case SmtpCommand.Vrfy() -> "VRFY postmaster";
            case SmtpCommand.Expn() -> "EXPN postmaster";
            case SmtpCommand.StartTls() -> "STARTTLS";
            case SmtpCommand.Auth(var mechanism, var initial) ->
                "AUTH " + mechanism + initial.map(i -> " " + i).orElse("");
        };
    }

    private static String mailParameters(MailParameters parameters) {
        var text = new StringBuilder();
        parameters.size().ifPresent(size -> text.append(" SIZE=").append(size));
        parameters.body().ifPresent(body -> text.append(" BODY=").append(keyword(body)));
        if (parameters.smtpUtf8()) text.append(" SMTPUTF8");
        parameters.ret().ifPresent(ret -> text.append(" RET=").append(ret));
        parameters.envid().ifPresent(envid -> text.append(" ENVID=").append(Xtext.encode(envid)));
        parameters.auth().ifPresent(auth -> text.append(" AUTH=").append(Xtext.encode(auth)));
        parameters.hold().ifPresent(hold -> text.append(switch (hold) {
            case MailParameters.Hold.For(var time) -> " HOLDFOR=" + time.toSeconds();
            case MailParameters.Hold.Until(var time) -> " HOLDUNTIL=" + time.truncatedTo(ChronoUnit.SECONDS);
        }));
        if (parameters.requireTls()) text.append(" REQUIRETLS");
        return text.toString();
    }

    private static String keyword(Envelope.Body body) {
        return switch (body) {
            case SEVEN_BIT -> "7BIT";
            case EIGHT_BIT -> "8BITMIME";
            case BINARY -> "BINARYMIME";
        };
    }

    private static String rcptParameters(RcptParameters parameters) {
        var text = new StringBuilder();
        if (!parameters.notifyOn().isEmpty())
            text.append(parameters.notifyOn().stream().sorted().map(Enum::name)
                .collect(Collectors.joining(",", " NOTIFY=", "")));
        parameters.originalRecipient().map(SmtpEncoder::originalRecipient)
            .ifPresent(original -> text.append(" ORCPT=").append(original));
        return text.toString();
    }

    /** RFC 6533 section 3: an address with UTF-8 has its own type. */
    private static String originalRecipient(String original) {
        int semicolon = original.indexOf(';');
        var type = original.substring(0, Math.max(semicolon, 0));
        var address = original.substring(semicolon + 1);
        boolean needsUtf8 = type.equalsIgnoreCase("utf-8") || address.chars().anyMatch(c -> c >= 0x80);
        return needsUtf8 ? "utf-8;" + Xtext.encodeUtf8(address) : type + ";" + Xtext.encode(address);
    }
}
