package sigillo.dkim;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import sigillo.base.Sha256;

/** Whether a signature is one of what it covers: RFC 6376 section 6.1.3, RFC 8463 section 3. */
public final class SignatureCheck {
    private static final int ED25519_ENCODED_OCTETS = 44;

    private SignatureCheck() {}

    /** {@code digest}: SHA-256 of what was signed. */
    public static boolean isRight(Algorithm algorithm, PublicKey key, byte[] signature, byte[] digest) {
        try {
            return switch (algorithm) {
                case RSA_SHA256 -> isRight("NONEwithRSA", key, signature, digestInfo(digest));
                case ED25519_SHA256 -> isEd25519(key, signature, digest);
            };
        } catch (GeneralSecurityException wrongShape) {
            return false;
        }
    }

    /** By BouncyCastle, which takes an eighth of what the JDK takes: strangers decide how often it is done. */
    private static boolean isEd25519(PublicKey key, byte[] signature, byte[] signed) {
        var encoded = key.getEncoded(); // RFC 8410 section 4: the key itself is at the end
        return signature.length == Ed25519.SIGNATURE_SIZE && encoded.length == ED25519_ENCODED_OCTETS
            && Ed25519.verify(signature, 0, encoded, encoded.length - Ed25519.PUBLIC_KEY_SIZE, signed, 0, signed.length);
    }

    private static boolean isRight(String name, PublicKey key, byte[] signature, byte[] signed)
            throws GeneralSecurityException {
        var check = Signature.getInstance(name);
        check.initVerify(key);
        check.update(signed);
        return check.verify(signature);
    }

    /** Of octets that are given piece by piece. */
    public static byte[] digest(Consumer<Consumer<byte[]>> covered) {
        var digest = Sha256.begin();
        covered.accept(digest::update);
        return digest.digest();
    }

    /** RFC 8017 section 9.2: the DigestInfo of SHA-256. */
    static byte[] digestInfo(byte[] digest) {
        var info = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
        var all = Arrays.copyOf(info, info.length + digest.length);
        System.arraycopy(digest, 0, all, info.length, digest.length);
        return all;
    }

    /** The first of several keys with which it is right, as an index; -1 for none. */
    static int rightKey(DkimSignature signature, List<DkimKey> keys, SignedHeader header) {
        var own = SignedHeader.withoutSignature(signature.field());
        var digest = digest(to -> header.feed(signature.names(), signature.header(), own, to));
        for (int i = 0; i < keys.size(); i++) {
            if (isRight(signature.algorithm(), keys.get(i).key(), signature.signature(), digest)) return i;
        }
        return -1;
    }
}
