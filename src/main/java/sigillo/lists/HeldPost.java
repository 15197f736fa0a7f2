package sigillo.lists;

import java.time.Instant;
import sigillo.base.Address;
import sigillo.smtp.Envelope;
import sigillo.trace.TraceId;

/**
 * A post that waits for the owner of its list. {@code subject} and {@code preview}: a stranger's words, of bounded length and
 * printable; {@code why} it waits, a sentence. {@code envelope}: as it came, without recipients. {@code octets}: how long it is.
 */
public record HeldPost(String id, Instant since, Address author, String subject, String preview, String why, Envelope envelope,
                       TraceId trace, long octets) {}
