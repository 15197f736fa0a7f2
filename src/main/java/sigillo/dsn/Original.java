package sigillo.dsn;

import java.util.Optional;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;

/**
 * The message that a notification is about. {@code smtpUtf8}: it came with SMTPUTF8, so its sender understands UTF-8.
 */
public record Original(Octets message, Optional<Envelope.Ret> ret, Envelope.Body body, boolean smtpUtf8) {}
