package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** One field of a {@link Header}, and the ways to read it. Nothing is parsed before it is asked for. */
public final class HeaderField {
    private final byte[] block;
    private final long base;
    private final int start;
    private final int end;
    private final int colon; // -1 when the line is no field

    HeaderField(byte[] block, long base, int start, int end) {
        this.block = block;
        this.base = base;
        this.start = start;
        this.end = end;
        this.colon = colon(block, start, end);
    }

    /** As it is written; empty for a line that is no field. */
    public String name() {
        if (colon < 0) return "";
        int to = colon;
        while (to > start && Ascii.isSpace(block[to - 1])) to--;
        return new String(block, start, to - start, StandardCharsets.ISO_8859_1);
    }

    public boolean isNamed(String name) { return name().equalsIgnoreCase(name); }

    /** The whole field in its message, with its last line end. */
    public Span span() { return new Span(base + start, base + end); }

    /** A copy of the whole field as it is, with its last line end. */
    public byte[] octets() { return java.util.Arrays.copyOfRange(block, start, end); }

    /** What stands behind the colon, in its message, with its last line end. */
    public Span valueSpan() { return new Span(base + colon + 1, base + end); }

    /**
     * The value, raw and unfolded (RFC 5322 section 2.2.3), without spaces at its ends. Holds no CR, LF or NUL: those
     * that do not fold become spaces.
     */
    public String raw() { return raw(Integer.MAX_VALUE); }

    /** As {@link #raw()}, of at most {@code octetsMax} octets. */
    public String raw(int octetsMax) {
        int from = colon + 1;
        int to = end;
        if (colon < 0) from = start;
        while (from < to && Ascii.isSpace(block[from])) from++;
        to = (int) Math.min(to, (long) from + octetsMax);
        while (to > from && Ascii.isSpace(block[to - 1])) to--;
        return unfold(from, to);
    }

    /** Decoded for people, RFC 2047 and raw UTF-8. */
    public String text() { return HeaderText.decode(raw()); }

    public AddressList addresses() { return AddressList.parse(raw()); }

    public Optional<OffsetDateTime> date() { return DateTime.parse(raw()); }

    /** Without their angle brackets. */
    public List<String> messageIds() { return MessageIds.parse(raw()); }

    private String unfold(int from, int to) {
        if (isOneLine(from, to)) return new String(block, from, to - from, StandardCharsets.ISO_8859_1);
        var value = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            byte b = block[i];
            boolean folds = b == '\n' || b == '\r' && i + 1 < to && block[i + 1] == '\n';
            if (!folds) value.append(b == 0 || b == '\r' ? ' ' : (char) (b & 0xFF));
        }
        return value.toString();
    }

    private boolean isOneLine(int from, int to) {
        for (int i = from; i < to; i++) {
            if (block[i] == '\n' || block[i] == '\r' || block[i] == 0) return false;
        }
        return true;
    }

    /** RFC 5322 section 2.2: a name is printable ASCII; section 4.5 lets spaces stand before the colon. */
    private static int colon(byte[] block, int start, int end) {
        boolean spaced = false;
        for (int i = start; i < end; i++) {
            byte b = block[i];
            if (b == ':') return i == start ? -1 : i;
            boolean space = b == ' ' || b == '\t';
            if (space && i == start || !space && (b < '!' || b > '~' || spaced)) return -1;
            spaced = space;
        }
        return -1;
    }

    @Override public String toString() { return name() + ": " + raw(200); }
}
