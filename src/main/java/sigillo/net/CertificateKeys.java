package sigillo.net;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether two keys are one pair. */
final class CertificateKeys {
    private CertificateKeys() {}

    /** False also for keys that are not used in TLS. */
    static boolean belong(PrivateKey key, PublicKey to) {
        var algorithm = switch (to.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> "";
        };
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update((byte) 1);
            var signature = signing.sign();
            signing.initVerify(to);
            signing.update((byte) 1);
            return signing.verify(signature);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }
}
