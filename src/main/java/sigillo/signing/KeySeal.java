package sigillo.signing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.shred.Gone;
import sigillo.shred.ShredKeys;
import sigillo.store.StoreException;

/**
 * What makes a private key that was destroyed really gone, whatever the store's files still have of it: each is sealed
 * under a key of its own, which is kept wrapped under one outside of the store (decision 0009). Any thread.
 */
final class KeySeal {
    private final ShredKeys keys;
    private final Randomness randomness;

    KeySeal(ShredKeys keys, Randomness randomness) {
        this.keys = keys;
        this.randomness = randomness;
    }

    /** A private key that is being kept; to be closed once that is durable, or given up. */
    record Sealing(DomainKey.Kept kept, Optional<ShredKeys.Lease> lease) implements AutoCloseable {
        @Override public void close() { lease.ifPresent(ShredKeys.Lease::close); }
    }

    /** {@code octets} are wiped where they are sealed. Throws {@link StoreException} when no key can be kept for it. */
    Sealing seal(String name, byte[] octets) {
        try (var secret = Secret.random(randomness)) {
            var lease = keys.lease();
            var sealed = SealedRow.seal(secret, place(name), octets, randomness);
            Arrays.fill(octets, (byte) 0);
            var kept = new DomainKey.Kept(Optional.of(lease.wrap(purpose(name), secret)), Bytes.wrap(sealed));
            return new Sealing(kept, Optional.of(lease));
        } catch (IOException cannot) {
            throw StoreException.of("no signing key can be kept", cannot);
        }
    }

    /** PKCS#8; the caller's to wipe. */
    byte[] open(String name, DomainKey.Kept kept) throws Gone, SealBroken {
        if (kept.under().isEmpty()) return kept.octets().toArray();
        try (var secret = keys.unwrap(purpose(name), kept.under().get())) {
            return SealedRow.open(secret, place(name), kept.octets().toArray());
        }
    }

    /** Wraps anew what is under one of {@code old}; empty when it is under none of them. */
    Optional<DomainKey.Kept> rewrapped(String name, DomainKey.Kept kept, Set<Long> old, ShredKeys.Lease lease)
            throws Gone, SealBroken {
        if (kept.under().filter(under -> old.contains(under.under())).isEmpty()) return Optional.empty();
        var anew = lease.rewrap(purpose(name), kept.under().get());
        return Optional.of(new DomainKey.Kept(Optional.of(anew), kept.octets()));
    }

    /** A private key was taken away: to be said once that is durable. */
    void spoil() { keys.spoil(); }

    /** Destroys keys over what was taken away. Throws {@link StoreException}, and what {@code keeper} does. */
    void tidy(ShredKeys.Keeper keeper) {
        try {
            keys.tidy(keeper);
        } catch (IOException stays) {
            throw new StoreException("keys of signing keys could not be destroyed", stays);
        }
    }

    private static byte[] place(String name) { return ("signing/" + name).getBytes(StandardCharsets.US_ASCII); }

    private static Purpose purpose(String name) {
        return new Purpose(Purpose.Use.SIGNING, ByteBuffer.wrap(Sha256.of(place(name))).getLong(), 0, 0);
    }
}
