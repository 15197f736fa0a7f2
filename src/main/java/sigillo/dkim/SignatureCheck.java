package sigillo.dkim;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Whether a signature is one of what it covers: RFC 6376 section 6.1.3, RFC 8463 section 3. */
public final class SignatureCheck {
    private SignatureCheck() {}

    /** {@code digest}: SHA-256 of what was signed. */
    public static boolean isRight(Algorithm algorithm, PublicKey key, byte[] signature, byte[] digest) {
        try {
            return switch (algorithm) {
                case RSA_SHA256 -> isRight("NONEwithRSA", key, signature, digestInfo(digest));
                case ED25519_SHA256 -> isRight("Ed25519", key, signature, digest);
            };
        } catch (GeneralSecurityException wrongShape) {
            return false;
        }
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
        var digest = BodyHashes.sha256();
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
