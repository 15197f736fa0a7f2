package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is in armour: RFC 9580 section 6.2, as it is met: line ends of any kind, white space at ends of lines, header
 * lines of any name (none is believed), lines of any length, with or without a checksum, which is not looked at
 * (RFC 9580 section 6.1: nothing is refused because of it; what must be whole has better means). Text before is passed
 * over.
 */
final class ArmourReader extends InputStream {
    /** As ISO 8859-1. */
    private static final String UTF8_MARK = "\u00EF\u00BB\u00BF";
    private static final byte WHITE = -2;
    private static final byte OTHER = -1;
    private static final byte[] VALUES = values();

    private final InputStream in;
    private final byte[] text = new byte[8_192];
    private int at;
    private int end;
    private final byte[] plain = new byte[text.length];
    private int plainAt;
    private int plainEnd;
    private Armour.Kind kind;
    private boolean isOver;
    private boolean isTextBefore;

    ArmourReader(InputStream in) { this.in = in; }

    /** Reads to the first octet. */
    Armour.Kind kind() throws IOException {
        if (kind == null) begin();
        return kind;
    }

    /** After the end: throws when anything but white space was before or comes after. */
    void nothingOutside() throws IOException {
        if (isTextBefore) throw new OpenPgpBroken(Refusal.OUTSIDE_ARMOUR);
        for (int c; (c = next()) >= 0; ) {
            if (VALUES[c] != WHITE) throw new OpenPgpBroken(Refusal.OUTSIDE_ARMOUR);
        }
    }

    @Override public int read() throws IOException {
        if (plainAt == plainEnd && !fill()) return -1;
        return plain[plainAt++] & 0xFF;
    }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) return 0;
        if (plainAt == plainEnd && !fill()) return -1;
        int n = Math.min(count, plainEnd - plainAt);
        System.arraycopy(plain, plainAt, into, offset, n);
        plainAt += n;
        return n;
    }

    /** After the end of one: goes on to the next, if there is one. */
    boolean hasAnother() throws IOException {
        kind = null;
        isOver = false;
        return found();
    }

    private void begin() throws IOException {
        if (!found()) throw new OpenPgpBroken(Refusal.NOT_OPENPGP);
    }

    private boolean found() throws IOException {
        for (String line; (line = line()) != null; ) {
            for (var one : Armour.Kind.values()) {
                if (line.equals(one.begin()) || line.equals(UTF8_MARK + one.begin())) kind = one;
            }
            if (kind != null) {
                headers();
                return true;
            }
            if (!line.isEmpty()) isTextBefore = true;
        }
        return false;
    }

    /** Up to the empty line. RFC 9580 section 6.2.2. */
    private void headers() throws IOException {
        for (int n = 0; n <= Limits.ARMOUR_HEADERS_MAX; n++) {
            var line = line();
            if (line == null) throw new OpenPgpBroken(Refusal.TRUNCATED);
            if (line.isEmpty()) return;
            if (line.indexOf(':') < 0) throw new OpenPgpBroken(Refusal.ARMOUR_BROKEN);
        }
        throw new OpenPgpBroken(Refusal.ARMOUR_BROKEN);
    }

    /**
     * Without white space at its end; null at the end. Of a long line the beginning, which no rule of ours begins with.
     */
    private String line() throws IOException {
        var line = new byte[Limits.ARMOUR_LINE_OCTETS_MAX];
        int n = 0;
        int c = next();
        if (c < 0) return null;
        for (; c >= 0 && c != '\n'; c = next()) {
            if (n < line.length) line[n++] = (byte) c;
        }
        return new String(line, 0, n, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private int next() throws IOException {
        if (at == end) {
            end = Math.max(0, in.read(text, 0, text.length));
            at = 0;
            if (end == 0) return -1;
        }
        return text[at++] & 0xFF;
    }

    /** False at the end. */
    private boolean fill() throws IOException {
        kind();
        plainAt = 0;
        plainEnd = 0;
        while (plainEnd == 0 && !isOver) some();
        return plainEnd > 0;
    }

    private int quad;
    private int inQuad;

    /** Takes what was read of the text; three octets of plain come of four of it, so there is room. */
    private void some() throws IOException {
        if (at == end) {
            if (next() < 0) throw new OpenPgpBroken(Refusal.TRUNCATED);
            at--;
        }
        int a = at;
        int p = 0;
        for (; a < end; a++) {
            int value = VALUES[text[a] & 0xFF];
            if (value >= 0) {
                quad = quad << 6 | value;
                if (++inQuad == 4) {
                    plain[p++] = (byte) (quad >> 16);
                    plain[p++] = (byte) (quad >> 8);
                    plain[p++] = (byte) quad;
                    inQuad = 0;
                }
            } else if (value != WHITE) {
                break;
            }
        }
        boolean isStopped = a < end;
        at = a;
        plainEnd = p;
        if (isStopped) stop();
    }

    /** At {@code =} or {@code -}: padding, checksum, and the last line. */
    private void stop() throws IOException {
        if (inQuad == 1) throw new OpenPgpBroken(Refusal.ARMOUR_BROKEN);
        if (inQuad > 1) {
            int bits = quad << 6 * (4 - inQuad);
            plain[plainEnd++] = (byte) (bits >> 16);
            if (inQuad == 3) plain[plainEnd++] = (byte) (bits >> 8);
        }
        inQuad = 0;
        int c = next();
        for (int n = 0; c >= 0 && c != '-'; c = next()) {
            boolean isMore = c == '=' || VALUES[c] >= 0;
            // at most two of padding, and a checksum of five
            if (VALUES[c] == OTHER && c != '=' || isMore && ++n > 7) throw new OpenPgpBroken(Refusal.ARMOUR_BROKEN);
        }
        if (c < 0) throw new OpenPgpBroken(Refusal.TRUNCATED);
        var line = line();
        if (line == null || !("-" + line).equals(kind.end())) throw new OpenPgpBroken(Refusal.ARMOUR_BROKEN);
        isOver = true;
    }

    private static byte[] values() {
        var values = new byte[256];
        Arrays.fill(values, OTHER);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < 64; i++) values[alphabet.charAt(i)] = (byte) i;
        for (char c : " \t\r\n".toCharArray()) values[c] = WHITE;
        return values;
    }
}
