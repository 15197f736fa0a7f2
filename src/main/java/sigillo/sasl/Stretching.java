package sigillo.sasl;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * {@code Hi} of RFC 5802 section 2.2: PBKDF2 with HMAC-SHA-256 and one block. The JDK's takes the key's two blocks in
 * again at each of 4,096 turns; here the digests that have them are copied, which takes a third off. One thread.
 */
final class Stretching {
    private static final int BLOCK_OCTETS = 64;
    private static final int OCTETS = 32;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    /** Each has taken in the key with its pad. RFC 2104 section 2. */
    private final MessageDigest inner;
    private final MessageDigest outer;

    private Stretching(byte[] key) {
        this.inner = begun(key, INNER);
        this.outer = begun(key, OUTER);
    }

    /** Of 32 octets; {@code password} of at most a block of 64 octets. */
    static byte[] of(byte[] password, byte[] salt, int iterations) {
        if (password.length > BLOCK_OCTETS) throw new IllegalArgumentException("a password of " + password.length + " octets");
        var stretching = new Stretching(password);
        try {
            return stretching.run(salt, iterations);
        } catch (DigestException | CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", impossible);
        } finally {
            stretching.inner.reset();
            stretching.outer.reset();
        }
    }

    private byte[] run(byte[] salt, int iterations) throws DigestException, CloneNotSupportedException {
        var first = Arrays.copyOf(salt, salt.length + 4);
        first[salt.length + 3] = 1; // INT(1)
        var turn = new byte[OCTETS];
        hmac(first, turn);
        var all = turn.clone();
        for (int i = 1; i < iterations; i++) {
            hmac(turn, turn);
            for (int k = 0; k < OCTETS; k++) all[k] ^= turn[k];
        }
        Arrays.fill(turn, (byte) 0);
        return all;
    }

    /** A digest that has given its value has forgotten what it took in. */
    private void hmac(byte[] text, byte[] into) throws DigestException, CloneNotSupportedException {
        var digest = (MessageDigest) inner.clone();
        digest.update(text);
        digest.digest(into, 0, OCTETS);
        digest = (MessageDigest) outer.clone();
        digest.update(into);
        digest.digest(into, 0, OCTETS);
    }

    private static MessageDigest begun(byte[] key, byte with) {
        var pad = new byte[BLOCK_OCTETS];
        for (int i = 0; i < BLOCK_OCTETS; i++) pad[i] = (byte) (i < key.length ? key[i] ^ with : with);
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(pad);
            return digest;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        } finally {
            Arrays.fill(pad, (byte) 0);
        }
    }
}
