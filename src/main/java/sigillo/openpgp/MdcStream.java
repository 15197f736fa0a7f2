package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Integrity protected data of version 1: RFC 9580 section 5.13.1. CFB without resynchronisation, and SHA-1 over all at
 * its end. The two octets that repeat others at its beginning are not looked at: that would be an oracle (RFC 9580
 * section 13.4).
 */
final class MdcStream extends ProtectedStream {
    private static final int BLOCK_OCTETS = 16;
    private static final int PREFIX_OCTETS = BLOCK_OCTETS + 2;
    /** A packet of 20 octets with its header. */
    private static final int MDC_OCTETS = 22;

    private final Cipher cipher;
    private final MessageDigest digest = Digests.of("SHA-1");
    /** What was decrypted and may be of the last packet. */
    private final byte[] tail = new byte[MDC_OCTETS];
    private int inTail;
    private int prefixLeft = PREFIX_OCTETS;

    /** {@code in}: what follows the version octet. AES, of the length of {@code key}. */
    MdcStream(InputStream in, byte[] key) {
        super(in);
        try {
            cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"),
                new IvParameterSpec(new byte[BLOCK_OCTETS]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override void take(byte[] from, int count) throws IOException { decrypted(cipher.update(from, 0, count)); }

    /** {@code some}: null for nothing. Lets go all but what may be of the last packet. */
    private void decrypted(byte[] some) {
        if (some == null) return;
        int from = 0;
        if (prefixLeft > 0) {
            from = Math.min(prefixLeft, some.length);
            digest.update(some, 0, from);
            prefixLeft -= from;
        }
        int count = some.length - from;
        int out = Math.max(0, inTail + count - MDC_OCTETS);
        int ofTail = Math.min(out, inTail);
        let(tail, 0, ofTail);
        System.arraycopy(tail, ofTail, tail, 0, inTail - ofTail);
        inTail -= ofTail;
        let(some, from, out - ofTail);
        int kept = count - (out - ofTail);
        System.arraycopy(some, some.length - kept, tail, inTail, kept);
        inTail += kept;
    }

    private void let(byte[] from, int offset, int count) {
        if (count == 0) return;
        digest.update(from, offset, count);
        System.arraycopy(from, offset, room(count), end(), count);
        filled(count);
    }

    @Override boolean isWhole() throws IOException {
        try {
            decrypted(cipher.doFinal());
        } catch (GeneralSecurityException e) {
            return false;
        }
        if (inTail < MDC_OCTETS) return false;
        digest.update(tail, 0, 2);
        var expected = new byte[MDC_OCTETS];
        expected[0] = (byte) 0xD3;
        expected[1] = 20;
        System.arraycopy(digest.digest(), 0, expected, 2, 20);
        return MessageDigest.isEqual(expected, tail);
    }
}
