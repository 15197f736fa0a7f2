package sigillo.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the replies of a server, for a client: RFC 5321 section 4.2.1, bounded in every direction. A line may end in
 * LF alone, since nothing can be smuggled in a reply. After {@link Progress.Broken} the connection is of no use. One
 * thread.
 */
public final class ReplyReader {

    public sealed interface Progress {
        /** All input is consumed and the reply is not complete. */
        record More() implements Progress {}

        record Reply(SmtpReply reply) implements Progress {}

        /** Not a reply of SMTP; {@code why} is for the story. */
        record Broken(String why) implements Progress {}
    }

    private static final Progress MORE = new Progress.More();
    private static final Pattern STATUS = Pattern.compile("^([245])\\.(\\d{1,3})\\.(\\d{1,3})(?: |$)");
    private static final Pattern LINE = Pattern.compile("[2-5][0-9][0-9](?:[ -].*)?", Pattern.DOTALL);

    private final StringBuilder line = new StringBuilder();
    private final List<String> lines = new ArrayList<>();
    private int octets;
    private int code;

    /** Consumes input up to the end of one reply, or all of it. */
    public Progress read(ByteBuffer in) {
        while (in.hasRemaining()) {
            char c = (char) (in.get() & 0xFF);
            if (++octets > SmtpLimits.PEER_REPLY_OCTETS_MAX) return new Progress.Broken("a reply without end");
            if (c != '\n') {
                if (line.length() >= SmtpLimits.PEER_LINE_OCTETS_MAX)
                    return new Progress.Broken("a reply line without end");
                line.append(c);
                continue;
            }
            var progress = ended();
            if (progress != MORE) return progress;
        }
        return MORE;
    }

    private Progress ended() {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') line.setLength(line.length() - 1);
        var text = new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        line.setLength(0);
        boolean isLast = text.length() == 3 || text.length() > 3 && text.charAt(3) == ' ';
        if (!LINE.matcher(text).matches()) return new Progress.Broken("not a reply: " + shown(text));
        int lineCode = Integer.parseInt(text.substring(0, 3));
        if (!lines.isEmpty() && lineCode != code) return new Progress.Broken("a reply of two codes: " + shown(text));
        code = lineCode;
        lines.add(text.length() > 4 ? shown(text.substring(4)) : "");
        if (lines.size() > SmtpLimits.PEER_LINES_MAX) return new Progress.Broken("a reply of too many lines");
        return isLast ? finished() : MORE;
    }

    private Progress finished() {
        var status = status(lines.getFirst());
        lines.replaceAll(text -> status(text).isPresent() ? STATUS.matcher(text).replaceFirst("") : text);
        var reply = new SmtpReply(code, status, lines);
        lines.clear();
        octets = 0;
        return new Progress.Reply(reply);
    }

    /** RFC 2034 section 4: counts only when its class is that of the code. */
    private Optional<EnhancedStatus> status(String text) {
        var status = STATUS.matcher(text);
        if (!status.lookingAt() || status.group(1).charAt(0) - '0' != code / 100) return Optional.empty();
        return Optional.of(EnhancedStatus.of(status.group().strip()));
    }

    /** What others say will stand in logs and notifications: no control characters. */
    private static String shown(String text) {
        return text.codePoints().map(c -> c < ' ' || c >= 0x7F && c < 0xA0 ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
