package sigillo.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sigillo.base.Bytes;

/** The functions of SCRAM-SHA-256. RFC 5802 sections 2.2 and 3, with the hash of RFC 7677. */
public final class ScramHash {
    public static final int OCTETS = 32;

    private static final String HMAC = "HmacSHA256";

    private ScramHash() {}

    /** What a password is for SCRAM. {@code clientKey} lets in who has it, and is to be wiped; the others are kept. */
    public record Derived(byte[] clientKey, Bytes storedKey, Bytes serverKey) {
        @Override public String toString() { return "derived from a password"; }
    }

    /**
     * {@code password} in printable ASCII, which every preparation leaves as it is, of at most 64 octets. Half a
     * millisecond at 4,096 iterations.
     */
    public static Derived derive(String password, Bytes salt, int iterations) {
        var salted = salted(password, salt, iterations);
        try {
            var clientKey = hmac(salted, ascii("Client Key"));
            return new Derived(clientKey, storedKey(clientKey), Bytes.wrap(hmac(salted, ascii("Server Key"))));
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    private static byte[] salted(String password, Bytes salt, int iterations) {
        var octets = ascii(password);
        try {
            return Stretching.of(octets, salt.toArray(), iterations);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    static Bytes storedKey(byte[] clientKey) {
        try {
            return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(clientKey));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        }
    }

    static byte[] hmac(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has " + HMAC, impossible);
        }
    }

    private static byte[] ascii(String text) { return text.getBytes(StandardCharsets.US_ASCII); }
}
