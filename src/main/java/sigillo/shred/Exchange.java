package sigillo.shred;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Bytes;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;
import sigillo.shred.AgreedRows.Given;
import sigillo.shred.AgreedRows.State;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * How keys pass from one server of a cluster to another: sealed, in the store, to the key pair of who is to have them.
 * Whoever took one makes another pair and destroys the one before, so that what was on the way is gone as well. What is
 * to pass is {@link Agreement}'s to say, which calls under its lock.
 */
final class Exchange {
    private static final System.Logger LOG = System.getLogger("sigillo.shred");

    private final Sharing sharing;
    private final AgreedRows rows;
    private final KeyFile file;
    private final Map<Use, ShredKeys> keys;
    private final Randomness randomness;
    private Optional<Long> freshPair = Optional.empty();

    Exchange(Sharing sharing, AgreedRows rows, KeyFile file, Map<Use, ShredKeys> keys, Randomness randomness) {
        this.sharing = sharing;
        this.rows = rows;
        this.file = file;
        this.keys = keys;
        this.randomness = randomness;
    }

    /** True when what was given here is in the file. */
    boolean take(State state, Use use, long number) {
        var given = state.given(sharing.member(), use, number);
        if (given.isEmpty()) return false;
        try (var seed = seed(given.get().pair())) {
            if (seed == null) return false;
            keys.get(use).take(number, SealedKey.open(seed, purpose(sharing.member(), use.number, number),
                given.get().sealed().unsafeArray()));
            return true;
        } catch (SealBroken forged) {
            LOG.log(Level.WARNING, "a key that another server gave does not open: " + forged.getMessage());
            return false;
        } catch (IOException cannot) {
            throw StoreException.of("a key that another server gave cannot be kept", cannot);
        }
    }

    private Secret seed(long pair) {
        synchronized (file) {
            var seed = file.pairs().get(pair);
            return seed == null ? null : seed.copy();
        }
    }

    private static Purpose purpose(Bytes member, int use, long number) {
        return new Purpose(Purpose.Use.SHRED, ByteBuffer.wrap(member.unsafeArray()).getLong(), use, number);
    }

    /** What others want and this one has. */
    void give(Tx tx, State state) {
        state.words.forEach((member, word) -> {
            for (var use : Use.values()) for (long number : word.of(use).wants()) {
                if (state.turn(use).keys().contains(number)) giveTo(tx, state, member, use, number);
            }
        });
    }

    /** Nothing where it lies already, or is not here. */
    void giveTo(Tx tx, State state, Bytes member, Use use, long number) {
        var to = state.members.get(member);
        if (to == null || member.equals(sharing.member())) return; // its row is damaged: it makes another when it looks
        boolean isThere = state.given(member, use, number).filter(one -> one.pair() == to.pair()).isPresent();
        var key = keys.get(use).copy(number);
        if (isThere || key.isEmpty()) return;
        try (var secret = key.get()) {
            var sealed = SealedKey.seal(to.publicKey().unsafeArray(), purpose(member, use.number, number), secret, randomness);
            var given = new Given(member, use.number, number, to.pair(), Bytes.wrap(sealed));
            rows.put(tx, rows.given(given), given.encode(), randomness);
        }
    }

    /**
     * Another pair when something was given to the one before, or there is none; what was given, and taken by now,
     * goes.
     */
    void renewPair(Tx tx, State state) {
        boolean hasTaken = state.given.stream().anyMatch(one -> one.member().equals(sharing.member()));
        var there = Optional.ofNullable(state.members.get(sharing.member()));
        boolean isOurs = there.isPresent() && hasPair(there.get().pair());
        if (isOurs && !hasTaken) return;
        long number = fresh(there.map(AgreedRows.Member::pair));
        try (var seed = seed(number)) {
            var member = new AgreedRows.Member(number, Bytes.wrap(SealedKey.publicKey(seed)));
            rows.put(tx, rows.member(sharing.member()), member.encode(), randomness);
            state.members.put(sharing.member(), member);
        }
        for (var one : state.given) if (one.member().equals(sharing.member())) tx.delete(rows.given(one));
    }

    private boolean hasPair(long pair) {
        synchronized (file) {
            return file.pairs().containsKey(pair);
        }
    }

    /** The same each time until it is committed. */
    private long fresh(Optional<Long> inUse) {
        var before = freshPair.filter(this::hasPair).filter(pair -> !inUse.equals(Optional.of(pair)));
        if (before.isPresent()) return before.get();
        long number = ShredKeys.number(randomness);
        synchronized (file) {
            var seed = Secret.random(randomness);
            try {
                file.addPair(number, seed);
            } catch (IOException cannot) {
                seed.close();
                throw StoreException.of("no pair of keys can be kept", cannot);
            }
        }
        freshPair = Optional.of(number);
        return number;
    }

    /** Nothing can be sealed to them any more. */
    void dropFormerPairs(State state) {
        var inUse = state.members.get(sharing.member()).pair();
        synchronized (file) {
            for (long pair : Set.copyOf(file.pairs().keySet())) {
                if (pair == inUse) continue;
                try {
                    file.destroyPair(pair);
                } catch (IOException later) {
                    LOG.log(Level.WARNING, "a former pair of keys stays for now: " + later.getMessage());
                }
            }
        }
    }
}
