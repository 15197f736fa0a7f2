package sigillo.message;

import java.nio.charset.StandardCharsets;

/** UTF-7, RFC 2152: not in Java, dead on the web for good reasons, alive in old mail. Decoding only. */
final class Utf7 {
    private Utf7() {}

    static String decode(byte[] octets) {
        var text = new StringBuilder(octets.length);
        int at = 0;
        while (at < octets.length) {
            if (octets[at] != '+') text.append((char) (octets[at++] & 0xFF));
            else if (at + 1 < octets.length && octets[at + 1] == '-') { text.append('+'); at += 2; }
            else at = shifted(octets, at + 1, text);
        }
        return text.toString();
    }

    /** Reads base64 of UTF-16 up to what is not in its alphabet; a hyphen there belongs to the shift. */
    private static int shifted(byte[] octets, int at, StringBuilder text) {
        int from = at;
        int bits = 0;
        int count = 0;
        for (int value; at < octets.length && (value = Base64Octets.value(octets[at])) >= 0; at++) {
            bits = bits << 6 | value;
            count += 6;
            if (count >= 16) {
                count -= 16;
                text.append((char) (bits >> count));
                bits &= (1 << count) - 1;
            }
        }
        if (at == from) text.append('+'); // a plus that shifts nothing: keep it
        else if (at - from == 1) text.append(new String(octets, from - 1, 2, StandardCharsets.ISO_8859_1));
        return at > from && at < octets.length && octets[at] == '-' ? at + 1 : at;
    }
}
