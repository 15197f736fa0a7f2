package sigillo.sealing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import sigillo.base.Bytes;

/**
 * The keys of an account for a time: what comes in is sealed with the public key, whose seed is under the root key. The
 * mark is the host's: whoever can write to the store and not read the host's secret cannot put a key of his own here.
 * Whoever has the root key sees besides whether the public key is the seed's.
 */
public record Epoch(long account, int number, Bytes publicKey, Bytes wrappedSeed, Bytes mark) {

    public static Epoch make(long account, int number, Secret root, Secret host, Randomness randomness) {
        try (var seed = Secret.random(randomness); var wrapping = wrapping(root)) {
            var wrapped = WrappedKey.wrap(wrapping, purpose(account, number), seed, randomness);
            var publicKey = Bytes.wrap(XWing.publicKey(seed));
            return new Epoch(account, number, publicKey, Bytes.wrap(wrapped), mark(account, number, publicKey, host));
        }
    }

    /** Whether the host made it. */
    public boolean isMarkedBy(Secret host) {
        return MessageDigest.isEqual(mark.unsafeArray(), mark(account, number, publicKey, host).unsafeArray());
    }

    /** Throws {@link SealBroken} when the root key is another's, or the public key is not the seed's. */
    public Secret seed(Secret root) throws SealBroken {
        try (var wrapping = wrapping(root)) {
            var seed = WrappedKey.unwrap(wrapping, purpose(account, number), wrappedSeed.toArray());
            if (Arrays.equals(XWing.publicKey(seed), publicKey.unsafeArray())) return seed;
            seed.close();
            throw new SealBroken("the public key of epoch " + number + " is another's");
        }
    }

    /**
     * The key under which segments of the account are wrapped once somebody has opened them. {@code root} is that of an
     * epoch; the answer is the caller's to wipe.
     */
    public static Secret segmentWrapping(Secret root) { return Kdf.derive(root, "sgl1/segments", new byte[0]); }

    private static Bytes mark(long account, int number, Bytes publicKey, Secret host) {
        var text = ByteBuffer.allocate(12 + publicKey.length()).putLong(account).putInt(number);
        text.put(publicKey.unsafeArray());
        return Bytes.wrap(Kdf.derive(host, "sgl1/epoch", text.array()).octets());
    }

    private static Secret wrapping(Secret root) { return Kdf.derive(root, "sgl1/delivery", new byte[0]); }

    private static Purpose purpose(long account, int number) {
        return new Purpose(Purpose.Use.DELIVERY, account, number, 0);
    }
}
