package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.AEADUtils;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * What is before the chunks: of integrity protected data of version 2 (RFC 9580 section 5.13.2), or of LibrePGP's
 * packet with tag 20.
 *
 * @param variable the salt of the first, the nonce of the other
 */
record AeadHeader(boolean isLibrePgp, int cipher, int mode, int chunk, byte[] variable) {
    /** Of RFC 9580; LibrePGP allows more, and we read in pieces. */
    private static final int CHUNK_MAX = 16;
    private static final int LIBREPGP_CHUNK_MAX = 56;
    private static final int SALT_OCTETS = 32;

    /** After the version octet. */
    static AeadHeader read(InputStream in, boolean isLibrePgp) throws IOException {
        var fields = exactly(in, 3);
        int mode = fields[1];
        boolean isKnown = mode == AEADAlgorithmTags.EAX || mode == AEADAlgorithmTags.OCB
            || mode == AEADAlgorithmTags.GCM && !isLibrePgp;
        if (!isKnown) throw new OpenPgpBroken(Refusal.UNKNOWN_CIPHER);
        int chunk = fields[2] & 0xFF;
        if (chunk > (isLibrePgp ? LIBREPGP_CHUNK_MAX : CHUNK_MAX)) throw new OpenPgpBroken(Refusal.MALFORMED);
        var variable = exactly(in, isLibrePgp ? AEADUtils.getIVLength(mode) : SALT_OCTETS);
        return new AeadHeader(isLibrePgp, fields[0], mode, chunk, variable);
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        var octets = in.readNBytes(count);
        if (octets.length < count) throw new OpenPgpBroken(Refusal.TRUNCATED);
        return octets;
    }

    long chunkOctets() { return 1L << chunk + 6; }

    int nonceOctets() { return AEADUtils.getIVLength(mode); }

    /** What each chunk is bound to: tag, version, and these fields. */
    private byte[] fields() {
        int tag = 0xC0 | (isLibrePgp ? Packet.AEAD_LIBREPGP : Packet.PROTECTED);
        return new byte[] {(byte) tag, (byte) (isLibrePgp ? 1 : 2), (byte) cipher, (byte) mode, (byte) chunk};
    }

    byte[] bound(long index) {
        return isLibrePgp ? ByteBuffer.allocate(13).put(fields()).putLong(index).array() : fields();
    }

    /** Of the last tag, which is over nothing but says how many octets there were. */
    byte[] boundAtEnd(long index, long octets) {
        var bound = bound(index);
        return ByteBuffer.allocate(bound.length + 8).put(bound).putLong(octets).array();
    }

    /** The key, and what nonces begin with. */
    byte[] keyAndNonce(byte[] session) {
        if (isLibrePgp) return ByteBuffer.allocate(session.length + variable.length).put(session).put(variable).array();
        var derived = new byte[session.length + nonceOctets() - 8];
        var hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(session, variable, fields()));
        hkdf.generateBytes(derived, 0, derived.length);
        return derived;
    }

    /** {@code base}: what nonces begin with. RFC 9580 puts the index after it, LibrePGP adds it to the end. */
    byte[] nonce(byte[] base, long index) {
        var nonce = Arrays.copyOf(base, nonceOctets());
        for (int i = 0; i < 8; i++) nonce[nonce.length - 1 - i] ^= (byte) (index >> 8 * i);
        return nonce;
    }
}
