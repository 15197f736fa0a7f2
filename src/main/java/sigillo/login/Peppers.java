package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sigillo.sealing.Secret;

/**
 * Two secrets of the server that are not in the store: without {@code verifying}, who has the store cannot try passwords
 * against what is kept of them; without {@code opening}, he cannot try them against the seals.
 */
public record Peppers(Secret verifying, Secret opening) {
    private static final String ALGORITHM = "HmacSHA256";

    /** HMAC-SHA-256 (RFC 2104) under one of them. */
    static byte[] mac(Secret pepper, byte[]... texts) {
        var key = pepper.toArray();
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (var text : texts) mac.update(text);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** A key for something else that is kept; the caller's to wipe. HKDF with SHA-256: RFC 5869. */
    Secret key(String label) {
        var pepper = verifying.toArray();
        try {
            return Secret.take(SplitKdf.derive(pepper, label.getBytes(StandardCharsets.US_ASCII)));
        } finally {
            Arrays.fill(pepper, (byte) 0);
        }
    }

    @Override public String toString() { return "two peppers"; }
}
