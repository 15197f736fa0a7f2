package sigillo.wkd;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * What stands for a local part in the path: SHA-1 of it, with small letters for ASCII's capitals, in z-base-32; 32
 * signs. The draft, section 3.1. It hides nothing: whoever knows an address computes it.
 */
public final class LocalPartHash {
    private static final String SIGNS = "ybndrfg8ejkmcpqxot1uwisza345h769";
    private static final Pattern FORM = Pattern.compile("[" + SIGNS + "]{32}");
    private static final int BITS = 5;

    private LocalPartHash() {}

    /** {@code localPart}: as it is written, quotes too. */
    public static String of(String localPart) {
        var small = new StringBuilder(localPart.length());
        for (char c : localPart.toCharArray()) small.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
        try {
            return zBase32(MessageDigest.getInstance("SHA-1")
                .digest(small.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has SHA-1", impossible);
        }
    }

    /** Whether it can be one. */
    public static boolean isOne(String text) { return FORM.matcher(text).matches(); }

    /** Of a multiple of five octets. */
    private static String zBase32(byte[] octets) {
        var text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte octet : octets) {
            held = held << Byte.SIZE | octet & 0xFF;
            for (bits += Byte.SIZE; bits >= BITS; bits -= BITS) text.append(SIGNS.charAt(held >>> bits - BITS & 31));
            held &= (1 << bits) - 1;
        }
        return text.toString();
    }
}
