package sigillo.keyring;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Epoch;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/** An account as its keys see it: where they lie, what they are bound to, what the server has for them. Any thread. */
record Keyed(
        AccountId account, long tag, Transactions transactions, ServerSecrets secrets, SlotKeys slotKeys, EpochFloor floor,
        Randomness randomness) {
    private static final System.Logger LOG = System.getLogger("sigillo.keyring");

    Partition rows() { return transactions.partition(); }

    HeadRow head() { return head(rows()::get); }

    /** Throws {@link Tampered} when an older epoch is in force than there was. */
    HeadRow head(Function<Bytes, Optional<byte[]>> rows) {
        var head = KeyRows.head(rows).orElseThrow(this::removed);
        if (head.epoch() >= floor.of(tag)) return head;
        throw new Tampered("the keys of account " + account + " were put back to epoch " + head.epoch()
            + " (whoever brings back an older store on purpose removes keys/epochs)");
    }

    /** From now on no older epoch is taken. Throws {@link StoreException} when that cannot be kept. */
    void keepEpoch(int epoch) { floor.set(tag, epoch); }

    /** As {@link #keepEpoch}, for an epoch that was not noted when it began; a full disk locks nobody out. */
    void noteEpoch(int epoch) {
        if (epoch <= Math.max(1, floor.of(tag))) return; // none is older than the first
        try {
            keepEpoch(epoch);
        } catch (StoreException later) {
            LOG.log(Level.WARNING, later.getMessage());
        }
    }

    List<Slot> slots() { return KeyRows.slots(rows()::range, tag); }

    /** Throws {@link Tampered} for one that this server did not make. */
    Epoch epoch(int number) {
        var epoch = KeyRows.epoch(rows()::get, tag, number).orElseThrow(() -> missing("epoch " + number));
        if (epoch.isMarkedBy(secrets.host())) return epoch;
        throw new Tampered("the delivery key of account " + account + " is not the one that this server made");
    }

    /** What the secret opens. Empty when it is not that slot's. Throws {@link SealBroken} when the slot's key is gone. */
    Optional<Secret> seed(Slot slot, Secret secret) throws SealBroken { return slotKeys.seed(slot, secret, rows()::get); }

    Optional<SegmentRow> segment(long number) { return KeyRows.segment(rows()::get, number); }

    Purpose ofSegment(int epoch, long segment) { return new Purpose(Purpose.Use.SEGMENT, tag, epoch, segment); }

    IllegalStateException removed() {
        return new IllegalStateException("account " + account + " has no keys: it has been removed");
    }

    /**
     * Of a row that others name: somebody has taken it away, or changed what names it, or the account is being removed.
     */
    RuntimeException missing(String what) {
        if (KeyRows.head(rows()::get).isEmpty()) return removed();
        return new Tampered("the " + what + " of account " + account + " cannot be found");
    }
}
