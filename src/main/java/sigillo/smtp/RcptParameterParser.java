package sigillo.smtp;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The parameters of RCPT. */
final class RcptParameterParser extends ParameterParser<RcptParameters> {
    private Set<Recipient.Notify> notifyOn = Set.of();
    private Optional<String> originalRecipient = Optional.empty();

    @Override boolean set(String keyword, String value) throws Refusal {
        return switch (keyword) {
            case "NOTIFY" -> !(notifyOn = notifyOn(value)).isEmpty();
            case "ORCPT" -> (originalRecipient = originalRecipient(value)).isPresent();
            default -> throw Refusal.unknownParameter();
        };
    }

    @Override RcptParameters built() { return new RcptParameters(notifyOn, originalRecipient); }

    /** RFC 3461 section 4.1: {@code NEVER}, or a list of the others. Empty for anything else. */
    private static Set<Recipient.Notify> notifyOn(String value) {
        var on = EnumSet.noneOf(Recipient.Notify.class);
        for (var word : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            switch (word) {
                case "NEVER" -> on.add(Recipient.Notify.NEVER);
                case "SUCCESS" -> on.add(Recipient.Notify.SUCCESS);
                case "FAILURE" -> on.add(Recipient.Notify.FAILURE);
                case "DELAY" -> on.add(Recipient.Notify.DELAY);
                default -> { return Set.of(); }
            }
        }
        return on.contains(Recipient.Notify.NEVER) && on.size() > 1 ? Set.of() : on;
    }

    /** RFC 3461 section 4.2, RFC 6533 section 3: an address type, a semicolon, the address encoded as the type says. */
    private static Optional<String> originalRecipient(String value) {
        int semicolon = value.indexOf(';');
        if (value.length() > SmtpLimits.ORCPT_CHARACTERS_MAX || semicolon < 1 || semicolon == value.length() - 1)
            return Optional.empty();
        var type = value.substring(0, semicolon);
        if (!type.matches("[A-Za-z0-9-]{1,40}")) return Optional.empty();
        var encoded = value.substring(semicolon + 1);
        var address = type.equalsIgnoreCase("utf-8") ? Xtext.decodeUtf8(encoded) : Xtext.decode(encoded);
        return address.map(text -> type + ";" + text);
    }
}
