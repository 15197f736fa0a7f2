package sigillo.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The content encoding aes128gcm (RFC 8188) of what fits into one record. */
final class EncryptedContent {
    static final int SALT_OCTETS = 16;
    static final int RECORD_OCTETS = 4096;
    private static final int TAG_OCTETS = 16;
    private static final int KEY_OCTETS = 16;
    private static final int NONCE_OCTETS = 12;
    /** RFC 8188 section 2: what ends the last record. */
    private static final byte LAST = 2;

    private EncryptedContent() {}

    /** {@code padding}: zeros behind the text, which hide its length. {@code keyId}: said in the header. */
    static byte[] encrypt(byte[] input, byte[] salt, byte[] keyId, byte[] text, int padding) {
        if (text.length + 1 + padding + TAG_OCTETS > RECORD_OCTETS) throw new IllegalArgumentException("more than one record");
        var clear = Arrays.copyOf(text, text.length + 1 + padding);
        clear[text.length] = LAST;
        var key = derive(input, salt, "Content-Encoding: aes128gcm", KEY_OCTETS);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            // RFC 8188 section 2.3: the nonce of the first record is as it is derived
            var nonce = derive(input, salt, "Content-Encoding: nonce", NONCE_OCTETS);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(8 * TAG_OCTETS, nonce));
            var sealed = cipher.doFinal(clear);
            return ByteBuffer.allocate(SALT_OCTETS + 5 + keyId.length + sealed.length).put(salt).putInt(RECORD_OCTETS)
                .put((byte) keyId.length).put(keyId).put(sealed).array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has AES-GCM", impossible);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** RFC 8188 sections 2.2 and 2.3. */
    private static byte[] derive(byte[] input, byte[] salt, String info, int octets) {
        return hkdf(input, salt, (info + "\0").getBytes(StandardCharsets.US_ASCII), octets);
    }

    /** HKDF with SHA-256: RFC 5869. To be wiped where it is a key. */
    static byte[] hkdf(byte[] input, byte[] salt, byte[] info, int octets) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract().addIKM(input).addSalt(salt).thenExpand(info, octets));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK of ours has HKDF", impossible);
        }
    }
}
