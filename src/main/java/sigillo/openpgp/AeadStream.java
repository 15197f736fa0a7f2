package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.bc.BcAEADUtil;

/**
 * Chunks with a tag each, and a last tag that says how many octets they were: RFC 9580 section 5.13.2, and LibrePGP. A
 * chunk may be of 4 MiB or more, so it is decrypted in pieces and not kept until its tag is there: nothing is released
 * before {@link #isIntact} anyway.
 */
final class AeadStream extends ProtectedStream {
    private static final int TAG_OCTETS = 16;

    private final AeadHeader header;
    private final AEADBlockCipher cipher;
    private final KeyParameter key;
    private final byte[] nonceBase;
    /** What may be the last tag. */
    private final byte[] tail = new byte[TAG_OCTETS];
    private int inTail;
    private long index;
    /** Ciphertext of this chunk that was given to the cipher, its tag too. */
    private long inChunk;
    private long octets;
    private boolean isBroken;

    AeadStream(InputStream in, AeadHeader header, byte[] session) {
        super(in);
        this.header = header;
        var derived = header.keyAndNonce(session);
        key = new KeyParameter(derived, 0, session.length);
        nonceBase = Arrays.copyOfRange(derived, session.length, derived.length);
        Arrays.fill(derived, (byte) 0);
        try {
            cipher = BcAEADUtil.createAEADCipher(header.cipher(), header.mode());
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override void take(byte[] from, int count) throws IOException {
        int out = Math.max(0, inTail + count - TAG_OCTETS);
        int ofTail = Math.min(out, inTail);
        feed(tail, 0, ofTail);
        System.arraycopy(tail, ofTail, tail, 0, inTail - ofTail);
        inTail -= ofTail;
        feed(from, 0, out - ofTail);
        int kept = count - (out - ofTail);
        System.arraycopy(from, count - kept, tail, inTail, kept);
        inTail += kept;
    }

    private void feed(byte[] from, int offset, int count) {
        for (int done = 0; done < count && !isBroken; ) {
            if (inChunk == 0) begin(header.bound(index));
            int n = (int) Math.min(count - done, header.chunkOctets() + TAG_OCTETS - inChunk);
            process(from, offset + done, n);
            done += n;
            inChunk += n;
            if (inChunk == header.chunkOctets() + TAG_OCTETS) finish();
        }
    }

    private void begin(byte[] bound) {
        cipher.init(false, new AEADParameters(key, 8 * TAG_OCTETS, header.nonce(nonceBase, index), bound));
    }

    private void process(byte[] from, int offset, int count) {
        int n = cipher.processBytes(from, offset, count, room(cipher.getUpdateOutputSize(count)), end());
        filled(n);
        octets += n;
    }

    /** Of a chunk: its tag is right, or all is broken. */
    private void finish() {
        try {
            int n = cipher.doFinal(room(cipher.getOutputSize(0) + TAG_OCTETS), end());
            filled(n);
            octets += n;
        } catch (InvalidCipherTextException | RuntimeException _) {
            isBroken = true;
        }
        index++;
        inChunk = 0;
    }

    @Override boolean isWhole() throws IOException {
        if (inChunk > 0) finish();
        if (isBroken || inTail < TAG_OCTETS) return false;
        begin(header.boundAtEnd(index, octets));
        try {
            int n = cipher.processBytes(tail, 0, TAG_OCTETS, new byte[2 * TAG_OCTETS], 0);
            return n + cipher.doFinal(new byte[2 * TAG_OCTETS], 0) == 0;
        } catch (InvalidCipherTextException | RuntimeException _) {
            return false;
        }
    }
}
