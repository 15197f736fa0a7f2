package sigillo.backup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sigillo.sealing.Secret;

/** Keys from keys, by RFC 5869 with SHA-256, and hashes under keys, by RFC 2104. */
final class Derived {
    private static final String MAC = "HmacSHA256";

    private Derived() {}

    /** RFC 5869 section 3.3: what is random already needs no extraction. */
    static Secret from(Secret key, String label) {
        var octets = key.toArray();
        try {
            var expand = HKDFParameterSpec.expandOnly(new SecretKeySpec(octets, "HKDF"),
                label.getBytes(StandardCharsets.US_ASCII), Secret.OCTETS);
            return Secret.take(KDF.getInstance("HKDF-SHA256").deriveData(expand));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has HKDF", impossible);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    static byte[] mac(Secret key, byte[] text) {
        var octets = key.toArray();
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(octets, MAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has " + MAC, impossible);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
