package sigillo.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of MAIL: SIZE (RFC 1870), BODY (RFC 6152, RFC 3030), SMTPUTF8 (RFC 6531), RET and ENVID (RFC 3461,
 * ENVID decoded), AUTH (RFC 4954, decoded), HOLDFOR and HOLDUNTIL (RFC 4865), REQUIRETLS (RFC 8689).
 */
public record MailParameters(
        OptionalLong size, Optional<Envelope.Body> body, boolean smtpUtf8, Optional<Envelope.Ret> ret,
        Optional<String> envid, Optional<String> auth, Optional<Hold> hold, boolean requireTls) {

    public static final MailParameters NONE = new MailParameters(
        OptionalLong.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), false);

    /** RFC 4865 section 4: not to be sent on before. */
    public sealed interface Hold {
        record For(Duration time) implements Hold {}

        record Until(Instant time) implements Hold {}
    }
}
