package sigillo.dkim;

import java.util.Arrays;
import java.util.Optional;

/** RFC 6376 section 3.4. */
public enum Canonicalization {
    SIMPLE, RELAXED;

    static Optional<Canonicalization> parse(String text) {
        return switch (text) {
            case "simple" -> Optional.of(SIMPLE);
            case "relaxed" -> Optional.of(RELAXED);
            default -> Optional.empty();
        };
    }

    /** One header field with its last CRLF: RFC 6376 sections 3.4.1 and 3.4.2. */
    public byte[] field(byte[] field) { return this == SIMPLE ? field : relaxed(field); }

    /** A name in lower case, no space around the colon or at the end, one space for many, no line end inside. */
    private static byte[] relaxed(byte[] field) {
        var out = new byte[field.length + 2];
        int count = 0;
        int at = 0;
        for (; at < field.length && field[at] != ':'; at++) {
            if (!isSpace(field[at])) out[count++] = lower(field[at]);
        }
        if (at < field.length) out[count++] = ':';
        int valueStart = count;
        boolean space = false;
        for (at++; at < field.length; at++) {
            byte b = field[at];
            if (b == '\r' || b == '\n') continue;
            if (b == ' ' || b == '\t') {
                space = true;
                continue;
            }
            if (space && count > valueStart) out[count++] = ' ';
            space = false;
            out[count++] = b;
        }
        out[count++] = '\r';
        out[count++] = '\n';
        return Arrays.copyOf(out, count);
    }

    private static boolean isSpace(byte b) { return b == ' ' || b == '\t' || b == '\r' || b == '\n'; }

    private static byte lower(byte b) { return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b; }
}
