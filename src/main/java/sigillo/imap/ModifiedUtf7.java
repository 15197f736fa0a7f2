package sigillo.imap;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * The names of mailboxes in seven bits: RFC 3501 section 5.1.3. Strict in both directions, so that a name has exactly
 * one form: no needless shift, no encoded printable ASCII, no lone surrogate, no bits left over.
 */
final class ModifiedUtf7 {
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

    private ModifiedUtf7() {}

    static byte[] encode(String name) {
        var out = new ByteArrayOutputStream(name.length() + 16);
        for (int i = 0; i < name.length(); ) {
            if (isPlain(name.charAt(i))) {
                out.write(name.charAt(i));
                if (name.charAt(i++) == '&') out.write('-');
            } else {
                int end = i;
                while (end < name.length() && !isPlain(name.charAt(end))) end++;
                shifted(name, i, end, out);
                i = end;
            }
        }
        return out.toByteArray();
    }

    private static void shifted(String name, int from, int to, ByteArrayOutputStream out) {
        out.write('&');
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            bits = bits << 16 | name.charAt(i);
            for (count += 16; count >= 6; count -= 6) out.write(BASE64.charAt(bits >> count - 6 & 63));
            bits &= (1 << count) - 1;
        }
        if (count > 0) out.write(BASE64.charAt(bits << 6 - count & 63));
        out.write('-');
    }

    static Optional<String> decode(byte[] octets) {
        var name = new StringBuilder(octets.length);
        boolean shiftBefore = false;
        for (int i = 0; i < octets.length; i++) {
            if (!isPlain(octets[i])) return Optional.empty();
            if (octets[i] != '&') {
                name.append((char) octets[i]);
                shiftBefore = false;
                continue;
            }
            int end = i + 1;
            while (end < octets.length && octets[end] != '-') end++;
            if (end == octets.length) return Optional.empty();
            boolean shift = end > i + 1;
            if (shift && (shiftBefore || !unshift(octets, i + 1, end, name))) return Optional.empty();
            if (!shift) name.append('&');
            shiftBefore = shift;
            i = end;
        }
        return Optional.of(name.toString());
    }

    /** Reads the base64 of one shift; false when it is ill-formed. */
    private static boolean unshift(byte[] octets, int from, int to, StringBuilder name) {
        int start = name.length();
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            int value = BASE64.indexOf(octets[i]);
            if (value < 0) return false;
            bits = bits << 6 | value;
            count += 6;
            if (count >= 16) {
                count -= 16;
                name.append((char) (bits >> count));
                bits &= (1 << count) - 1;
            }
        }
        return count < 6 && bits == 0 && isWellFormed(name, start);
    }

    private static boolean isWellFormed(CharSequence name, int from) {
        if (from == name.length()) return false;
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isPlain(c) || Character.isLowSurrogate(c)) return false;
            if (!Character.isHighSurrogate(c)) continue;
            if (++i == name.length() || !Character.isLowSurrogate(name.charAt(i))) return false;
        }
        return true;
    }

    /** Represents itself, but for the ampersand. */
    private static boolean isPlain(int c) { return c >= 0x20 && c <= 0x7E; }
}
