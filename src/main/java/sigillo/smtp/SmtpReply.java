package sigillo.smtp;

import java.util.List;
import java.util.Optional;

/**
 * A reply, ours or a peer's: RFC 5321 section 4.2, with the enhanced status of RFC 2034. The lines hold text only:
 * code and status are added by the encoder.
 */
public record SmtpReply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    public SmtpReply {
        if (code < 200 || code > 599) throw new IllegalArgumentException("reply code " + code);
        lines = List.copyOf(lines);
    }

    /** {@code status} may be empty: greetings and EHLO have none. */
    public static SmtpReply of(int code, String status, String... lines) {
        var enhanced = status.isEmpty() ? Optional.<EnhancedStatus>empty() : Optional.of(EnhancedStatus.of(status));
        return new SmtpReply(code, enhanced, List.of(lines));
    }

    public boolean isPositive() { return code < 400; }

    public boolean isTransient() { return code >= 400 && code < 500; }

    public boolean isPermanent() { return code >= 500; }

    public String text() { return String.join(" ", lines); }

    /** On one line, for logs, traces and Diagnostic-Code. */
    @Override public String toString() { return code + status.map(s -> " " + s).orElse("") + " " + text(); }
}
