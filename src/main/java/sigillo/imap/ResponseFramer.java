package sigillo.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Cuts what a server sends into responses: RFC 9051 section 7. Literals stay in the frame, but for the octets of a message,
 * which are the caller's. Takes from the buffer only what belongs to the response it is at, keeps at most {@link
 * FrameLimits#frameOctetsMax} and frees it with each response. After {@link Piece.Broken} there is nothing else. For one
 * thread.
 */
public final class ResponseFramer {
    private static final byte[] NOTHING = new byte[0];
    private static final Piece MORE = new Piece.More();
    /** Of one response: flags, labels and names are a handful. */
    private static final int LITERALS_MAX = 2_000;
    /** Before the announcement of a message: the item's name, its space, and a tilde for RFC 3516's literal8. */
    private static final List<String> OF_MESSAGES = List.of("BODY[] ", "BODY[] ~", "BINARY[] ", "BINARY[] ~", "RFC822 ");
    /** Ends in text for people, in which braces mean nothing. */
    private static final List<String> STATUS = List.of("* OK", "* NO", "* BAD", "* BYE", "* PREAUTH");
    private static final int HEAD_OCTETS = 16;

    private final FrameLimits limits;
    private byte[] octets = NOTHING;
    private int length;
    private final Announcement.Tail tail = new Announcement.Tail();
    private int literals;
    private long wanted;        // octets of a literal that are still to come
    private int messageAt = -1;
    private long messageOctets;
    private Piece.Broken broken;

    /** {@code skippedOctetsMax} of the limits: of a message. */
    public ResponseFramer(FrameLimits limits) { this.limits = limits; }

    public Piece next(ByteBuffer in) {
        while (broken == null) {
            if (!takeLiteral(in) || !takeLine(in)) return broken == null ? MORE : broken;
            var announced = tail.read();
            tail.clear();
            if (announced == null || !mayAnnounce()) return whole();
            if (isMessage(announced)) return message(announced);
            literal(announced);
        }
        return broken;
    }

    /** True when the literal, if there is one, was taken whole. */
    private boolean takeLiteral(ByteBuffer in) {
        int n = (int) Math.min(wanted, in.remaining());
        in.get(room(n), length, n);
        length += n;
        wanted -= n;
        return wanted == 0;
    }

    /** True once a line end was taken. */
    private boolean takeLine(ByteBuffer in) {
        while (in.hasRemaining() && broken == null) {
            byte b = in.get();
            boolean endsLine = b == '\n';
            // RFC 9051 section 2.2: lines end with CRLF; what ends otherwise comes from no IMAP server
            if (endsLine && (length == 0 || octets[length - 1] != '\r')) broken = new Piece.Broken("a line without CRLF at its end");
            else if (length == limits.frameOctetsMax()) broken = new Piece.Broken("a response of more than " + length + " octets");
            else keep(b);
            if (endsLine) return broken == null;
        }
        return false;
    }

    private void keep(byte b) {
        tail.add(b);
        room(1)[length++] = b;
    }

    private byte[] room(int count) {
        int needed = length + count;
        if (needed > octets.length) octets = Arrays.copyOf(octets, Math.max(needed, Math.max(128, octets.length * 2)));
        return octets;
    }

    /** Only untagged data have literals: RFC 9051 section 9. */
    private boolean mayAnnounce() {
        var head = new String(octets, 0, Math.min(length, HEAD_OCTETS), StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        return head.startsWith("* ") && STATUS.stream().noneMatch(status -> head.startsWith(status + " "));
    }

    private boolean isMessage(Announcement announced) {
        int announcement = Long.toString(announced.size()).length() + (announced.sync() ? 4 : 5);
        int end = length - announcement;
        int from = Math.max(0, end - HEAD_OCTETS);
        if (end <= 0) return false;
        var before = new String(octets, from, end - from, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        return OF_MESSAGES.stream().anyMatch(before::endsWith);
    }

    private Piece message(Announcement announced) {
        if (messageAt >= 0) return broken = new Piece.Broken("two messages in one response");
        if (announced.size() > limits.skippedOctetsMax()) {
            return broken = new Piece.Broken("a message that is said to have " + announced.size() + " octets");
        }
        messageAt = length;
        messageOctets = announced.size();
        return new Piece.Message(messageOctets);
    }

    private void literal(Announcement announced) {
        boolean fits = announced.size() <= limits.literalOctetsMax() && length + announced.size() <= limits.frameOctetsMax();
        if (!fits || ++literals > LITERALS_MAX) broken = new Piece.Broken("a literal of " + announced.size() + " octets where none is expected");
        else wanted = announced.size();
    }

    private Piece whole() {
        var frame = new Frame(Arrays.copyOf(octets, length - 2), messageAt, messageOctets);
        octets = NOTHING;
        length = 0;
        literals = 0;
        messageAt = -1;
        messageOctets = 0;
        return new Piece.Whole(frame);
    }
}
