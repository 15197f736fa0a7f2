package sigillo.smtpd;

import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.smtp.SmtpReply;

/** Messages of SASL on the lines of AUTH, in base64: RFC 4954 section 4. */
final class AuthLines {
    private AuthLines() {}

    static SmtpReply challenge(Bytes message) {
        return SmtpReply.of(334, "", Base64.getEncoder().encodeToString(message.unsafeArray()));
    }

    /** An initial response as a line: {@code =} is one of no octets. */
    static String initial(String text) { return text.equals("=") ? "" : text; }

    static boolean isCancelled(String line) { return line.equals("*"); }

    /** Empty for what is not base64. */
    static Optional<Bytes> message(String line) {
        try {
            return Optional.of(Bytes.wrap(Base64.getDecoder().decode(line)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
