package sigillo.sealing;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a tag of 16 octets (NIST SP 800-38D). Who calls sees to it that no key has the same nonce twice. */
final class Gcm {
    static final int NONCE_OCTETS = 12;
    static final int TAG_OCTETS = 16;

    private Gcm() {}

    static byte[] seal(Secret key, byte[] nonce, byte[] bound, byte[] clear, int count) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, nonce, bound).doFinal(clear, 0, count);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("sealing failed", impossible);
        }
    }

    /** Throws {@link SealBroken} with {@code what} in its sentence when one octet is another. */
    static byte[] open(Secret key, byte[] nonce, byte[] bound, byte[] sealed, String what) throws SealBroken {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, bound).doFinal(sealed);
        } catch (AEADBadTagException broken) {
            throw new SealBroken("the seal of " + what + " is broken");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("opening failed", impossible);
        }
    }

    private static Cipher cipher(int mode, Secret key, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key.octets(), "AES"), new GCMParameterSpec(8 * TAG_OCTETS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
