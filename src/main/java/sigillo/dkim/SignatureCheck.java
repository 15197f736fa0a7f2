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

    /** {@code covered} gives the octets that were signed, piece by piece. */
    public static boolean isRight(Algorithm algorithm, PublicKey key, byte[] signature,
                                  Consumer<Consumer<byte[]>> covered) {
        try {
            return switch (algorithm) {
                case RSA_SHA256 -> rsa(key, signature, covered);
                case ED25519_SHA256 -> ed25519(key, signature, covered);
            };
        } catch (GeneralSecurityException wrongShape) {
            return false;
        }
    }

    private static boolean rsa(PublicKey key, byte[] signature, Consumer<Consumer<byte[]>> covered)
            throws GeneralSecurityException {
        var digest = BodyHashes.sha256();
        covered.accept(digest::update);
        var check = Signature.getInstance("NONEwithRSA");
        check.initVerify(key);
        check.update(digestInfo(digest.digest()));
        return check.verify(signature);
    }

    /** RFC 8017 section 9.2: the DigestInfo of SHA-256. */
    static byte[] digestInfo(byte[] digest) {
        var info = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
        var all = Arrays.copyOf(info, info.length + digest.length);
        System.arraycopy(digest, 0, all, info.length, digest.length);
        return all;
    }

    private static boolean ed25519(PublicKey key, byte[] signature, Consumer<Consumer<byte[]>> covered)
            throws GeneralSecurityException {
        var digest = BodyHashes.sha256();
        covered.accept(digest::update);
        var check = Signature.getInstance("Ed25519");
        check.initVerify(key);
        check.update(digest.digest());
        return check.verify(signature);
    }

    /** The first of several keys with which it is right, as an index; -1 for none. */
    static int rightKey(DkimSignature signature, List<DkimKey> keys, SignedHeader header) {
        var own = SignedHeader.withoutSignature(signature.field());
        for (int i = 0; i < keys.size(); i++) {
            boolean isRight = isRight(signature.algorithm(), keys.get(i).key(), signature.signature(),
                to -> header.feed(signature.names(), signature.header(), own, to));
            if (isRight) return i;
        }
        return -1;
    }
}
