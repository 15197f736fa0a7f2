package sigillo.sealing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import sigillo.base.Bytes;

/**
 * One way to open an account: whoever has its secret opens the slot's seed, and with that the account's root key of
 * each epoch that is in the slot. Its public key suffices to put the root key of a new epoch in, so that keys are
 * renewed without anybody's secret.
 */
public record Slot(long account, long id, Kind kind, Bytes publicKey, Bytes wrappedSeed, List<Root> roots) {

    public static final int WRAPPED_SEED_OCTETS = WrappedKey.OCTETS;

    /** Whose secret it is. Their numbers are in what is kept: never to be changed. */
    public enum Kind {
        SERVER(1), PASSWORD(2), APP_PASSWORD(3), TOKEN(4), RECOVERY(5), PASSKEY(6);

        private final int number;

        Kind(int number) { this.number = number; }

        public int number() { return number; }

        /** Throws {@link IllegalArgumentException} for a number of no kind. */
        public static Kind of(int number) {
            for (var kind : values()) if (kind.number == number) return kind;
            throw new IllegalArgumentException("no slot is of kind " + number);
        }
    }

    /** The root key of an epoch, a {@link SealedKey} for the slot's public key. */
    public record Root(int epoch, Bytes sealed) {}

    public Slot { roots = roots.stream().sorted(Comparator.comparing(Root::epoch)).toList(); }

    /**
     * An empty one. {@code secret} is 32 octets that nobody can guess; what people choose is hardened before it comes
     * here.
     */
    public static Slot make(long account, long id, Kind kind, Secret secret, Randomness randomness) {
        try (var seed = Secret.random(randomness); var wrapping = wrapping(kind, secret)) {
            var wrapped = WrappedKey.wrap(wrapping, purpose(Purpose.Use.SLOT, account, 0, id), seed, randomness);
            return new Slot(account, id, kind, Bytes.wrap(XWing.publicKey(seed)), Bytes.wrap(wrapped), List.of());
        }
    }

    /** With the root key of one more epoch. */
    public Slot with(int epoch, Secret root, Randomness randomness) {
        var sealed = SealedKey.seal(publicKey.toArray(), purpose(Purpose.Use.ROOT, account, epoch, id), root, randomness);
        var all = new ArrayList<>(roots);
        all.removeIf(there -> there.epoch == epoch);
        all.add(new Root(epoch, Bytes.wrap(sealed)));
        return new Slot(account, id, kind, publicKey, wrappedSeed, all);
    }

    /** Opens it: its seed, for {@link #root}. Empty when the secret is another's, or the slot was changed. */
    public Optional<Secret> seed(Secret secret) {
        try (var wrapping = wrapping(kind, secret)) {
            return Optional.of(WrappedKey.unwrap(wrapping, purpose(Purpose.Use.SLOT, account, 0, id), wrappedSeed.toArray()));
        } catch (SealBroken another) {
            return Optional.empty();
        }
    }

    /** Throws {@link SealBroken} when the epoch is not in it, or was changed. */
    public Secret root(Secret seed, int epoch) throws SealBroken {
        var root = roots.stream().filter(there -> there.epoch == epoch).findFirst()
            .orElseThrow(() -> new SealBroken("slot " + id + " does not open epoch " + epoch));
        return SealedKey.open(seed, purpose(Purpose.Use.ROOT, account, epoch, id), root.sealed.toArray());
    }

    public boolean has(int epoch) { return roots.stream().anyMatch(there -> there.epoch == epoch); }

    /** The same with another {@code wrappedSeed}: who keeps slots may seal it once more. */
    public Slot keeping(Bytes seed) { return new Slot(account, id, kind, publicKey, seed, roots); }

    /** With those epochs only that {@code kept} wants. */
    public Slot only(IntPredicate kept) {
        return new Slot(account, id, kind, publicKey, wrappedSeed, roots.stream().filter(root -> kept.test(root.epoch)).toList());
    }

    /** 0 when it is empty. */
    public int lastEpoch() { return roots.isEmpty() ? 0 : roots.getLast().epoch; }

    private static Secret wrapping(Kind kind, Secret secret) { return Kdf.derive(secret, "sgl1/slot", new byte[] {(byte) kind.number}); }

    private static Purpose purpose(Purpose.Use use, long account, int epoch, long id) {
        return new Purpose(use, account, epoch, id);
    }
}
