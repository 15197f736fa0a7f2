package sigillo.smtp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The parameters of MAIL. */
final class MailParameterParser extends ParameterParser<MailParameters> {
    private OptionalLong size = OptionalLong.empty();
    private Optional<Envelope.Body> body = Optional.empty();
    private boolean smtpUtf8;
    private Optional<Envelope.Ret> ret = Optional.empty();
    private Optional<String> envid = Optional.empty();
    private Optional<String> auth = Optional.empty();
    private Optional<MailParameters.Hold> hold = Optional.empty();
    private boolean requireTls;

    @Override boolean set(String keyword, String value) throws Refusal {
        return switch (keyword) {
            case "SIZE" -> size(value);
            case "BODY" -> (body = body(value)).isPresent();
            case "SMTPUTF8" -> (smtpUtf8 = value.isEmpty());
            case "RET" -> (ret = ret(value)).isPresent();
            case "ENVID" -> value.length() <= SmtpLimits.ENVID_CHARACTERS_MAX && (envid = text(value)).isPresent();
            case "AUTH" -> (auth = text(value)).isPresent();
            case "HOLDFOR" -> hold.isEmpty() && (hold = holdFor(value)).isPresent();
            case "HOLDUNTIL" -> hold.isEmpty() && (hold = holdUntil(value)).isPresent();
            case "REQUIRETLS" -> (requireTls = value.isEmpty()); // RFC 8689 section 2
            default -> throw Refusal.unknownParameter();
        };
    }

    @Override MailParameters built() { return new MailParameters(size, body, smtpUtf8, ret, envid, auth, hold, requireTls); }

    /** RFC 1870 section 4: up to twenty digits. */
    private boolean size(String value) {
        if (!value.matches("[0-9]{1,20}")) return false;
        size = OptionalLong.of(SmtpParser.number(value));
        return true;
    }

    private static Optional<Envelope.Body> body(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> Optional.of(Envelope.Body.SEVEN_BIT);
            case "8BITMIME" -> Optional.of(Envelope.Body.EIGHT_BIT);
            case "BINARYMIME" -> Optional.of(Envelope.Body.BINARY);
            default -> Optional.empty();
        };
    }

    private static Optional<Envelope.Ret> ret(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> Optional.of(Envelope.Ret.FULL);
            case "HDRS" -> Optional.of(Envelope.Ret.HDRS);
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Xtext.decode(value);
    }

    /** RFC 4865 section 4.1: up to nine digits, in seconds. */
    private static Optional<MailParameters.Hold> holdFor(String value) {
        if (!value.matches("[0-9]{1,9}")) return Optional.empty();
        return Optional.of(new MailParameters.Hold.For(Duration.ofSeconds(Long.parseLong(value))));
    }

    /** RFC 4865 section 4.2: a date and time of RFC 3339, in UTC. */
    private static Optional<MailParameters.Hold> holdUntil(String value) {
        try {
            var time = OffsetDateTime.parse(value.toUpperCase(Locale.ROOT));
            if (!time.getOffset().equals(ZoneOffset.UTC)) return Optional.empty();
            Instant instant = time.toInstant();
            return Optional.of(new MailParameters.Hold.Until(instant));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
