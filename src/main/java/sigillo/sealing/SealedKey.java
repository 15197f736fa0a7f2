package sigillo.sealing;

import java.security.MessageDigest;
import java.util.Arrays;
import sigillo.base.Bytes;

/**
 * A key that was sealed with a public key: who seals it cannot open it again. 1,168 octets: the ciphertext of X-Wing,
 * then the key in AES-256-GCM under what was encapsulated, which is used for nothing else.
 */
public final class SealedKey {
    public static final int OCTETS = XWing.CIPHERTEXT_OCTETS + Secret.OCTETS + Gcm.TAG_OCTETS;
    static final String LABEL = "sgl1/seal";
    static final byte[] NONCE = new byte[Gcm.NONCE_OCTETS];

    public static final int PUBLIC_OCTETS = XWing.PUBLIC_OCTETS;

    private SealedKey() {}

    /** With which is sealed what the seed opens. */
    public static byte[] publicKey(Secret seed) { return XWing.publicKey(seed); }

    /** Throws {@link IllegalArgumentException} for what is no public key. */
    public static byte[] seal(byte[] publicKey, Purpose purpose, Secret key, Randomness randomness) {
        var encapsulated = XWing.encapsulate(publicKey, randomness);
        var bound = purpose.octets();
        try (var shared = encapsulated.shared(); var wrapping = Kdf.derive(shared, LABEL, bound)) {
            var sealed = Arrays.copyOf(encapsulated.ciphertext(), OCTETS);
            var wrapped = Gcm.seal(wrapping, NONCE, bound, key.octets(), Secret.OCTETS);
            System.arraycopy(wrapped, 0, sealed, XWing.CIPHERTEXT_OCTETS, wrapped.length);
            return sealed;
        }
    }

    /**
     * The host's mark on one that it made: for sealing alone the public key suffices, which whoever can write to the
     * store has too.
     */
    public static Bytes mark(Purpose purpose, byte[] sealed, Secret host) {
        var bound = purpose.octets();
        var text = Arrays.copyOf(bound, bound.length + sealed.length);
        System.arraycopy(sealed, 0, text, bound.length, sealed.length);
        return Bytes.wrap(Kdf.derive(host, "sgl1/sealed", text).octets());
    }

    /** Throws {@link SealBroken} for one that another than the host has sealed. */
    public static void check(Purpose purpose, byte[] sealed, Bytes mark, Secret host) throws SealBroken {
        boolean isOurs = MessageDigest.isEqual(mark.unsafeArray(), mark(purpose, sealed, host).unsafeArray());
        if (!isOurs) throw new SealBroken(purpose + " was not sealed by this server");
    }

    public static Secret open(Secret seed, Purpose purpose, byte[] sealed) throws SealBroken {
        try (var opener = new KeyOpener(seed)) {
            return opener.open(purpose, sealed);
        }
    }
}
