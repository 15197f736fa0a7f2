package sigillo.message;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Base64 as RFC 2045 section 6.8 wants it read: what is not in the alphabet is passed over. Padding ends a group, not
 * the data: joined pieces are read as one.
 */
final class Base64Octets {
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) VALUES[alphabet.charAt(i)] = (byte) i;
    }

    private Base64Octets() {}

    /** The value of a digit, -1 for what is none. */
    static int value(int c) { return c >= 0 && c < 128 ? VALUES[c] : -1; }

    static void decode(String text, int from, int to, ByteArrayOutputStream into) {
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            int value = value(text.charAt(i));
            if (text.charAt(i) == '=') count = 0;
            if (value < 0) continue;
            bits = bits << 6 | value;
            if (++count > 1) into.write(bits >> shift(count));
            if (count == 4) count = 0;
        }
    }

    /** How far the newest octet lies above the bits that are not yet used, behind {@code count} digits of a group. */
    static int shift(int count) { return count == 2 ? 4 : count == 3 ? 2 : 0; }
}
