package sigillo.sealing;

import java.util.Arrays;

/**
 * Opens many keys that were sealed for one public key: what follows from the seed is computed once, which is a third of
 * the work. Closing it lets go of that; it lies in objects of the library that cannot be wiped. One thread at a time.
 */
public final class KeyOpener implements AutoCloseable {
    private XWing.Decapsulator decapsulator;

    public KeyOpener(Secret seed) { this.decapsulator = XWing.decapsulator(seed); }

    /** As {@link SealedKey#open}. Throws {@link IllegalStateException} once it is closed. */
    public Secret open(Purpose purpose, byte[] sealed) throws SealBroken {
        if (decapsulator == null) throw new IllegalStateException("this opener is closed");
        if (sealed.length != SealedKey.OCTETS) {
            throw new SealBroken(purpose + " has " + sealed.length + " octets, not " + SealedKey.OCTETS);
        }
        var bound = purpose.octets();
        var wrapped = Arrays.copyOfRange(sealed, XWing.CIPHERTEXT_OCTETS, SealedKey.OCTETS);
        try (var shared = decapsulator.secret(Arrays.copyOf(sealed, XWing.CIPHERTEXT_OCTETS));
             var wrapping = Kdf.derive(shared, SealedKey.LABEL, bound)) {
            return Secret.take(Gcm.open(wrapping, SealedKey.NONCE, bound, wrapped, purpose.toString()));
        }
    }

    @Override public void close() { decapsulator = null; }
}
