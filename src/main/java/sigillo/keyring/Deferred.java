package sigillo.keyring;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Locked;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedKey;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Partition;
import sigillo.store.Tx;

/**
 * The work that waits for one account to be opened, sealed to it. Who has the account open does it, one thing after the
 * other and each under a lease, so that two sessions, in two processes too, do not do the same; where one is stopped in
 * the middle, the next goes on when the lease is over. One thread at a time.
 */
final class Deferred {
    private static final System.Logger LOG = System.getLogger("sigillo.keyring");

    private final Ring ring;
    private final Keyed keyed;
    private final InstantSource clock;
    private final Alarms alarms;

    Deferred(Ring ring, InstantSource clock, Alarms alarms) {
        this.ring = ring;
        this.keyed = ring.keyed();
        this.clock = clock;
        this.alarms = alarms;
    }

    // ---- kept ----

    /** Durable; false when there is too much already. */
    boolean add(int kind, byte[] payload) {
        if (kind < 1 || kind > 255) throw new IllegalArgumentException("no kind of work has the number " + kind);
        if (payload.length > KeyringLimits.DEFERRED_OCTETS_MAX) {
            var most = "what is deferred has at most " + KeyringLimits.DEFERRED_OCTETS_MAX + " octets";
            throw new IllegalArgumentException(most);
        }
        return keyed.transactions().write(Batch.Lane.BULK, tx -> {
            int epoch = keyed.head(tx::get).epoch();
            var last = new long[2]; // the last number, and how many there are
            each(tx::range, (key, _) -> {
                last[0] = Math.max(last[0], KeyRows.deferredNumber(key));
                return ++last[1] < KeyringLimits.DEFERRED_MAX;
            });
            if (last[1] >= KeyringLimits.DEFERRED_MAX) return false;
            var key = KeyRows.deferred(epoch, last[0] + 1);
            tx.put(key, sealed(key, kind, payload).encode());
            return true;
        });
    }

    private DeferredRow sealed(Bytes key, int kind, byte[] payload) {
        int epoch = KeyRows.deferredEpoch(key);
        try (var secret = Secret.random(keyed.randomness())) {
            var purpose = keyed.ofDeferred(epoch, KeyRows.deferredNumber(key));
            var sealed = SealedKey.seal(keyed.epoch(epoch).publicKey().toArray(), purpose, secret, keyed.randomness());
            var row = SealedRow.seal(secret, key.unsafeArray(), payload, keyed.randomness());
            var mark = SealedKey.mark(purpose, sealed, keyed.secrets().host());
            return new DeferredRow(kind, Bytes.wrap(sealed), mark, Bytes.wrap(row), Optional.empty(), 0);
        }
    }

    private static void each(KeyRows.Rows rows, Partition.Visitor visitor) {
        rows.range(KeyRows.DEFERRED, KeyRows.DEFERRED.afterPrefix(), false,
            (key, row) -> !KeyRows.isDeferred(key) || visitor.visit(key, row));
    }

    // ---- done ----

    /**
     * What the {@code works} are for, as far as the account is open and until it is closed; the rest waits. True when its turn is over,
     * {@link KeyringLimits#TURN}, and there may be more: others come first.
     */
    boolean run(Map<Integer, DeferredWork> works) throws SealBroken {
        var until = clock.instant().plus(KeyringLimits.TURN);
        boolean isOver = false;
        long holder = ByteBuffer.wrap(keyed.randomness().octets(Long.BYTES)).getLong();
        var fates = EnumSet.noneOf(Fate.class);
        try {
            for (var next = take(works.keySet(), holder); next.isPresent(); next = isOver ? Optional.empty() : take(works.keySet(), holder)) {
                if (Thread.currentThread().isInterrupted()) return false;
                fates.add(run(next.get(), works, holder));
                isOver = !clock.instant().isBefore(until);
            }
        } catch (Locked closed) {
            return false; // it goes on when the owner is back
        }
        // What was given up before is not had back; but it is no trouble that stands when a later session's goes well.
        if (fates.equals(EnumSet.of(Fate.DONE))) alarms.clear(alarm());
        return isOver;
    }

    private enum Fate { DONE, FAILED }

    private String alarm() { return "work of account " + keyed.account(); }

    private record Taken(Bytes key, DeferredRow row) {}

    /** The first that nobody is doing, which is this run's from then on. */
    private Optional<Taken> take(Set<Integer> kinds, long holder) throws SealBroken {
        var open = ring.with(OpenKeys::epochs);
        var now = clock.instant();
        return keyed.transactions().write(Batch.Lane.BULK, tx -> {
            var taken = new Taken[1];
            each(tx::range, (key, value) -> {
                var row = KeyRows.deferred(key, value);
                boolean isOurs = open.contains(KeyRows.deferredEpoch(key)) && row.filter(
                    one -> kinds.contains(one.kind()) && one.isFree(now)).isPresent();
                if (isOurs) taken[0] = new Taken(key, row.get());
                return taken[0] == null;
            });
            if (taken[0] == null) return Optional.empty();
            var lease = new DeferredRow.Lease(holder, now.plus(KeyringLimits.LEASE));
            tx.put(taken[0].key, taken[0].row.leased(lease).encode());
            return Optional.of(taken[0]);
        });
    }

    private Fate run(Taken taken, Map<Integer, DeferredWork> works, long holder) throws SealBroken {
        byte[] payload;
        try {
            payload = opened(taken);
        } catch (SealBroken changed) {
            alarms.raise("seal of account " + keyed.account(), "work that waited was changed: " + changed.getMessage());
            settle(taken, holder, true);
            return Fate.FAILED;
        }
        boolean isDone = false;
        try {
            works.get(taken.row.kind()).run(keyed.account(), payload);
            isDone = true;
        } catch (Locked closed) {
            throw closed;
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, taken.row + " of account " + keyed.account() + " failed", failed);
        } finally {
            Arrays.fill(payload, (byte) 0);
        }
        settle(taken, holder, isDone);
        return isDone ? Fate.DONE : Fate.FAILED;
    }

    private byte[] opened(Taken taken) throws SealBroken {
        int epoch = KeyRows.deferredEpoch(taken.key);
        var purpose = keyed.ofDeferred(epoch, KeyRows.deferredNumber(taken.key));
        try (var secret = ring.with(keys -> keys.open(epoch, purpose, taken.row.key(), taken.row.mark()))) {
            return SealedRow.open(secret, taken.key.unsafeArray(), taken.row.payload().unsafeArray());
        }
    }

    /** Gone when it is done, or has failed too often, which is an alarm; unless another has it by now. */
    private void settle(Taken taken, long holder, boolean isDone) {
        boolean isGivenUp = keyed.transactions().write(Batch.Lane.BULK, tx -> {
            var now = tx.get(taken.key).flatMap(row -> KeyRows.deferred(taken.key, row));
            return now.filter(row -> row.isHeldBy(holder) && settle(tx, taken.key, row, isDone)).isPresent();
        });
        if (isGivenUp) givenUp(taken.row);
    }

    /** Whether it is given up. */
    private static boolean settle(Tx tx, Bytes key, DeferredRow row, boolean isDone) {
        boolean isLast = row.tries() + 1 >= KeyringLimits.DEFERRED_TRIES_MAX;
        if (isDone || isLast) tx.delete(key);
        else tx.put(key, row.failed().encode());
        return isLast && !isDone;
    }

    private void givenUp(DeferredRow row) {
        alarms.raise(alarm(), row + " that waited for account " + keyed.account()
            + " has failed " + KeyringLimits.DEFERRED_TRIES_MAX + " times and is given up: the log says why",
            row + " che attendeva per l'account " + keyed.account() + " non è riuscito " + KeyringLimits.DEFERRED_TRIES_MAX + " volte e viene abbandonato: il registro dice perché");
    }
}
