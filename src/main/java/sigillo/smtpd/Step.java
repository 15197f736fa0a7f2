package sigillo.smtpd;

import java.util.List;
import sigillo.smtp.SmtpReply;

/** What the connection does next. */
public sealed interface Step {
    /** Several replies only at the end of a message in LMTP. */
    record Say(List<SmtpReply> replies) implements Step {
        static Say one(SmtpReply reply) { return new Say(List.of(reply)); }
    }

    /** The last words. */
    record Bye(List<SmtpReply> replies) implements Step {
        static Bye one(SmtpReply reply) { return new Bye(List.of(reply)); }
    }

    /** Read a message up to its end of data; then {@link SmtpSession#received}. */
    record ReadMessage(SmtpReply go) implements Step {}

    /** Read so many octets into the message; then {@link SmtpSession#received}. */
    record ReadChunk(long octets, boolean last) implements Step {}

    /** Read so many octets, forget them, then reply. */
    record SkipChunk(long octets, SmtpReply reply) implements Step {}

    /** Shake hands; then {@link SmtpSession#secured}. */
    record StartTls(SmtpReply go) implements Step {}
}
