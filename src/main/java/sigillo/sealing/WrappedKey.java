package sigillo.sealing;

import java.util.Arrays;

/** A key under another key, 60 octets: a random nonce of 12, then the key in AES-256-GCM. */
public final class WrappedKey {
    public static final int OCTETS = Gcm.NONCE_OCTETS + Secret.OCTETS + Gcm.TAG_OCTETS;

    private WrappedKey() {}

    public static byte[] wrap(Secret under, Purpose purpose, Secret key, Randomness randomness) {
        var nonce = randomness.octets(Gcm.NONCE_OCTETS);
        var wrapped = Gcm.seal(under, nonce, purpose.octets(), key.octets(), Secret.OCTETS);
        var all = Arrays.copyOf(nonce, OCTETS);
        System.arraycopy(wrapped, 0, all, Gcm.NONCE_OCTETS, wrapped.length);
        return all;
    }

    public static Secret unwrap(Secret under, Purpose purpose, byte[] wrapped) throws SealBroken {
        if (wrapped.length != OCTETS) {
            throw new SealBroken(purpose + " has " + wrapped.length + " octets, not " + OCTETS);
        }
        var nonce = Arrays.copyOf(wrapped, Gcm.NONCE_OCTETS);
        var sealed = Arrays.copyOfRange(wrapped, Gcm.NONCE_OCTETS, OCTETS);
        return Secret.take(Gcm.open(under, nonce, purpose.octets(), sealed, purpose.toString()));
    }
}
