package sigillo.openpgp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests of the JDK. */
final class Digests {
    private Digests() {}

    static MessageDigest of(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sha256(byte[]... pieces) {
        var digest = of("SHA-256");
        for (var piece : pieces) digest.update(piece);
        return digest.digest();
    }
}
