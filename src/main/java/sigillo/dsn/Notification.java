package sigillo.dsn;

import sigillo.base.Octets;
import sigillo.smtp.Envelope;

/**
 * A written notification. {@code smtpUtf8}: it may only go to servers with RFC 6531. {@code body} is 7-bit or 8-bit.
 */
public record Notification(Octets message, Envelope.Body body, boolean smtpUtf8) {}
