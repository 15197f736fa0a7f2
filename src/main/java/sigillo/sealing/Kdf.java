package sigillo.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys from keys: the expansion of HKDF with SHA-256. RFC 5869 section 2.3. */
final class Kdf {
    private Kdf() {}

    /** The 32 octets for {@code label}, whose first octet is its length, and {@code context}. */
    static Secret derive(Secret key, String label, byte[] context) {
        var name = label.getBytes(StandardCharsets.US_ASCII);
        var info = ByteBuffer.allocate(1 + name.length + context.length).put((byte) name.length).put(name).put(context).array();
        try {
            var expand = HKDFParameterSpec.expandOnly(new SecretKeySpec(key.octets(), "HKDF"), info, Secret.OCTETS);
            return Secret.take(KDF.getInstance("HKDF-SHA256").deriveData(expand));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has HKDF", impossible);
        }
    }
}
