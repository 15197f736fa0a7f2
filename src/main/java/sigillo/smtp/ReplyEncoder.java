package sigillo.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes our replies: RFC 5321 section 4.2.1, with the enhanced status on each line (RFC 2034 section 4). Whatever a
 * text repeats of a stranger's words cannot end a line, and no line is longer than
 * {@value SmtpLimits#REPLY_OCTETS_MAX} octets.
 */
public final class ReplyEncoder {
    private ReplyEncoder() {}

    public static byte[] encode(SmtpReply reply) {
        var out = new StringBuilder(64);
        var lines = reply.lines().isEmpty() ? List.of("") : reply.lines();
        for (int i = 0; i < lines.size(); i++) {
            int start = out.length();
            out.append(reply.code()).append(i < lines.size() - 1 ? '-' : ' ');
            reply.status().ifPresent(status -> out.append(status).append(' '));
            appendSafely(out, lines.get(i), start + SmtpLimits.REPLY_OCTETS_MAX - 2);
            out.append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** RFC 5321 section 4.2: textstring is printable ASCII; RFC 6531 section 3.7.4 allows UTF-8 only in few replies. */
    private static void appendSafely(StringBuilder out, String text, int lengthMax) {
        for (int i = 0; i < text.length() && out.length() < lengthMax; i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c < 0x7F ? c : '?');
        }
    }
}
