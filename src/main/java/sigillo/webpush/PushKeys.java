package sigillo.webpush;

import java.security.SecureRandom;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a subscriber gave, so that only he reads what comes: a point of P-256 and a secret of sixteen octets (RFC 8291
 * section 3.1).
 */
public record PushKeys(byte[] point, byte[] secret) {
    private static final int SECRET_OCTETS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Text is padded to a multiple of so many octets, so that its length says next to nothing. */
    private static final int PADDED_TO = 256;
    /** RFC 8291 section 4: one record, of which this much is text. In octets. */
    public static final int TEXT_OCTETS_MAX = 3_840;

    /** As JMAP has them, in the alphabet of URLs: RFC 8620 section 7.2. Empty for what are none. */
    public static Optional<PushKeys> parse(String p256dh, String auth) {
        try {
            var point = decoded(p256dh);
            var secret = decoded(auth);
            boolean areKeys = secret.length == SECRET_OCTETS && P256.point(point).isPresent();
            return areKeys ? Optional.of(new PushKeys(point, secret)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(String text) {
        if (text.length() > 2 * P256.POINT_OCTETS) throw new IllegalArgumentException("too long");
        return Base64.getUrlDecoder().decode(text);
    }

    /** {@code text}: at most {@link #TEXT_OCTETS_MAX}. Each time under another key. */
    public byte[] encrypt(byte[] text) {
        var salt = new byte[EncryptedContent.SALT_OCTETS];
        RANDOM.nextBytes(salt);
        return encrypt(text, P256.generate(), salt, (PADDED_TO - (text.length + 1) % PADDED_TO) % PADDED_TO);
    }

    /** RFC 8291 section 3.4. */
    byte[] encrypt(byte[] text, KeyPair ours, byte[] salt, int padding) {
        var ourPoint = P256.octets(ours.getPublic());
        var shared = P256.shared(ours.getPrivate(), P256.point(point).orElseThrow());
        var label = "WebPush: info\0".getBytes(StandardCharsets.US_ASCII);
        var info = ByteBuffer.allocate(label.length + 2 * P256.POINT_OCTETS).put(label).put(point).put(ourPoint)
            .array();
        var input = EncryptedContent.hkdf(shared, secret, info, 32);
        try {
            return EncryptedContent.encrypt(input, salt, ourPoint, text, padding);
        } finally {
            Arrays.fill(shared, (byte) 0);
            Arrays.fill(input, (byte) 0);
        }
    }

    @Override public boolean equals(Object other) {
        return other instanceof PushKeys(var otherPoint, var otherSecret) && Arrays.equals(point, otherPoint)
            && Arrays.equals(secret, otherSecret);
    }

    @Override public int hashCode() { return Arrays.hashCode(point); }

    /** Never the secret. */
    @Override public String toString() { return "keys of a subscriber"; }
}
