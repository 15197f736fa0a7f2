package sigillo.submission;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.smtp.SmtpReply;

/**
 * What a header must be for all who read it later to see the same fields. What is not is refused rather than guessed
 * at: the user is still there and can be told. Eight-bit octets in it are tolerated, with and without SMTPUTF8.
 */
final class Form {
    private Form() {}

    static Optional<SmtpReply> check(Octets message, HeaderSection section) throws IOException {
        if (section.header().isCut()) return refused("it is too long");
        if (section.header().fields().stream().map(HeaderField::name).anyMatch(String::isEmpty)) {
            return refused("a line in it is no field");
        }
        var octets = message.bytes(0, section.fieldsEnd(), MessageLimits.DEFAULT.headerOctetsMax());
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == 0) return refused("an octet in it is zero");
            boolean isLineEnd = octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n';
            if (isLineEnd) i++;
            else if (octets[i] == '\r' || octets[i] == '\n') return refused("a line of it does not end in CRLF");
        }
        return Optional.empty();
    }

    private static Optional<SmtpReply> refused(String why) {
        return Optional.of(SmtpReply.of(554, "5.6.0", "The header is not well-formed: " + why));
    }
}
