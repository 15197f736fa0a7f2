package sigillo.sealing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Keys from keys: the expansion of HKDF with SHA-256, RFC 5869 section 2.3. Each record has a key of its own, so this
 * is done for each that is read: over the digest itself, which takes a sixth of the time that the JDK's {@code KDF}
 * does.
 */
final class Kdf {
    private static final int BLOCK_OCTETS = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private Kdf() {}

    /** The 32 octets for {@code label}, whose first octet is its length, and {@code context}. */
    static Secret derive(Secret key, String label, byte[] context) { return derive(sha256(), key, label, context); }

    /** {@code sha256}: has nothing in it, and has nothing in it afterwards. */
    static Secret derive(MessageDigest sha256, Secret key, String label, byte[] context) {
        var name = label.getBytes(StandardCharsets.US_ASCII);
        // RFC 5869 section 2.3: of 32 octets there is only T(1), whose number follows the info
        var info = new byte[1 + name.length + context.length + 1];
        info[0] = (byte) name.length;
        System.arraycopy(name, 0, info, 1, name.length);
        System.arraycopy(context, 0, info, 1 + name.length, context.length);
        info[info.length - 1] = 1;
        return Secret.take(hmac(sha256, key, info));
    }

    /** RFC 2104 section 2; a key of 32 octets is shorter than a block. */
    private static byte[] hmac(MessageDigest sha256, Secret key, byte[] text) {
        var pad = new byte[BLOCK_OCTETS];
        fill(pad, key, INNER);
        sha256.update(pad);
        var inner = sha256.digest(text);
        fill(pad, key, OUTER);
        sha256.update(pad);
        Arrays.fill(pad, (byte) 0);
        var derived = sha256.digest(inner);
        sha256.reset(); // else what it gave last stays in it until it is used again
        return derived;
    }

    private static void fill(byte[] pad, Secret key, byte with) {
        var octets = key.octets();
        Arrays.fill(pad, Secret.OCTETS, BLOCK_OCTETS, with);
        for (int i = 0; i < Secret.OCTETS; i++) pad[i] = (byte) (octets[i] ^ with);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        }
    }
}
