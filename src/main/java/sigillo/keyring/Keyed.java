package sigillo.keyring;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.OneByOne;
import sigillo.sealing.Epoch;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.sealing.SlotList;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/** An account as its keys see it: where they lie, what they are bound to, what the server has for them. Any thread. */
record Keyed(
        AccountId account, long tag, Transactions transactions, ServerSecrets secrets, SlotKeys slotKeys, Floors floors,
        Randomness randomness, Alarms alarms) {
    private static final System.Logger LOG = System.getLogger("sigillo.keyring");
    private static final byte[] NOTHING = {};

    Partition rows() { return transactions.partition(); }

    HeadRow head() { return head(rows()::get); }

    /** Throws {@link Tampered} when an older epoch is in force than there was. */
    HeadRow head(Function<Bytes, Optional<byte[]>> rows) {
        int least = floors.of(Floors.Of.EPOCH, tag); // before the row: it is raised after a commit
        var head = KeyRows.head(rows).orElseThrow(this::without);
        if (head.epoch() >= least) return head;
        throw putBack("the keys", "epoch " + head.epoch());
    }

    private Tampered putBack(String what, String to) {
        return new Tampered(what + " of account " + account + " were put back to " + to
            + " (whoever brings back an older store on purpose removes keys/epochs)");
    }

    /** From now on no older epoch is taken. Throws {@link StoreException} when that cannot be kept. */
    void keepEpoch(int epoch) { floors.set(Floors.Of.EPOCH, tag, epoch); }

    // ---- that there are keys ----

    private static final int WITH_MAIL_IN_CLEAR = 1;
    private static final int ALL_SEALED = 2;
    private static final int REMOVED = 3;

    /** Notes outside of the store that the account has keys, and whether all its mail is sealed; once. */
    void noteKeyed() {
        if (wasKeyed()) return;
        KeyRows.head(rows()::get)
            .ifPresent(head -> raise(Floors.Of.KEYED, head.mixed() ? WITH_MAIL_IN_CLEAR : ALL_SEALED));
    }

    /** From now on it has no keys any more, and gets none. Throws {@link StoreException} when that cannot be kept. */
    void keepRemoved() { floors.set(Floors.Of.KEYED, tag, REMOVED); }

    /** Whether it was noted that the account has keys. */
    boolean wasKeyed() { return floors.of(Floors.Of.KEYED, tag) != 0; }

    /**
     * Whether the account has mail in clear; who says so of one that has none has changed the row, which is an alarm.
     */
    boolean isMixed() {
        boolean isSaid = KeyRows.head(rows()::get).map(HeadRow::mixed).orElse(false);
        if (!isSaid || floors.of(Floors.Of.KEYED, tag) < ALL_SEALED) return isSaid;
        alarm("the keys of account " + account + " say that it has mail in clear, and it has none: none is shown");
        return false;
    }

    /** Of what cannot be done for the account, and is for the others. */
    void alarm(RuntimeException damaged) {
        alarm(damaged instanceof Tampered ? damaged.getMessage()
            : "the keys of account " + account + " cannot be read: " + OneByOne.sentence(damaged));
    }

    /** Who could open; what is no slot among them is an alarm, and keeps nobody from the others. */
    List<Slot> formerSlots(KeyRows.Rows from) {
        return KeyRows.formerSlots(from, tag, broken -> alarm(broken.getMessage()));
    }

    /** What a person must look at in the account's keys. */
    void alarm(String sentence) { alarms.raise("seal of account " + account, sentence); }

    /** As {@link #keepEpoch}, for an epoch that was not noted when it began; a full disk locks nobody out. */
    void noteEpoch(int epoch) { note(Floors.Of.EPOCH, epoch); }

    /** From now on no older list of slots is taken; when that cannot be kept, it is when the owner next comes. */
    void noteSlots(int revision) { note(Floors.Of.SLOTS, revision); }

    private void note(Floors.Of what, int least) {
        if (least > Math.max(1, floors.of(what, tag))) raise(what, least); // none is older than the first
    }

    private void raise(Floors.Of what, int least) {
        try {
            floors.set(what, tag, least);
        } catch (StoreException later) {
            LOG.log(Level.WARNING, later.getMessage());
        }
    }

    // ---- slots ----

    /** Throws {@link Tampered} for one that this server did not make, or that was put back. */
    SlotList slotList(Function<Bytes, Optional<byte[]>> rows) { return slotList(rows, leastSlots()); }

    /** The oldest list that is taken. To be asked before the rows are read: it is raised after a commit. */
    int leastSlots() { return floors.of(Floors.Of.SLOTS, tag); }

    /** {@code least}: {@link #leastSlots}. */
    SlotList slotList(Function<Bytes, Optional<byte[]>> rows, int least) {
        var row = rows.apply(KeyRows.SLOT_LIST).orElseThrow(() -> missing("list of slots"));
        var list = KeyRows.slotList(tag, row);
        if (!list.isMarkedBy(secrets.host())) {
            throw new Tampered("the list of slots of account " + account + " is not the one that this server made");
        }
        if (list.revision() >= least) return list;
        throw putBack("the slots", "revision " + list.revision());
    }

    SlotList slotList() { return slotList(rows()::get); }

    /** Those that this server made. One that somebody else put there or changed is left out, with an alarm. */
    List<Slot> slots() { return slots(rows()::range).made(); }

    /** {@code rows} shows one state of the account's keys. */
    SlotRows slots(KeyRows.Rows rows) {
        var read = SlotRows.read(this, rows);
        read.faults().values().forEach(fault -> alarm(fault.getMessage()));
        return read;
    }

    /** Empty when there is none. Throws {@link Tampered} for one that somebody else put there, changed or took away. */
    Optional<Slot> slot(long number) {
        var there = KeyRows.slot(tag, number, rows()::get);
        if (there.isPresent() && slotList().has(there.get())) return there;
        return SlotRows.read(this, rows()::range).slot(number); // it may have been made or taken away just between
    }

    /** Throws {@link Tampered} for one that this server did not make. */
    Epoch epoch(int number) {
        var epoch = KeyRows.epoch(rows()::get, tag, number).orElseThrow(() -> missing("epoch " + number));
        if (epoch.isMarkedBy(secrets.host())) return epoch;
        throw new Tampered("the delivery key of account " + account + " is not the one that this server made");
    }

    /**
     * What the secret opens. Empty when it is not that slot's. Throws {@link Tampered} when the slot's key is gone,
     * {@link SealBroken} when what is under it was changed.
     */
    Optional<Secret> seed(Slot slot, Secret secret) throws SealBroken {
        return slotKeys.seed(slot, secret, rows()::get);
    }

    Optional<SegmentRow> segment(long number) { return KeyRows.segment(rows()::get, number); }

    Purpose ofSegment(int epoch, long segment) { return new Purpose(Purpose.Use.SEGMENT, tag, epoch, segment); }

    /** Sealed for the epoch, with this server's mark. */
    SegmentRow sealed(int epoch, Bytes publicKey, long segment, Secret key) {
        var sealed = SealedKey.seal(publicKey.toArray(), ofSegment(epoch, segment), key, randomness);
        return marked(segment, new SegmentRow(epoch, Bytes.wrap(sealed), Bytes.EMPTY));
    }

    SegmentRow marked(long segment, SegmentRow row) {
        var mark = SealedKey.mark(ofSegment(row.epoch(), segment), row.key().unsafeArray(), secrets.host());
        return new SegmentRow(row.epoch(), row.key(), mark);
    }

    /** Throws {@link SealBroken} for one that somebody else has sealed. */
    void checkMark(Purpose purpose, Bytes sealed, Bytes mark) throws SealBroken {
        SealedKey.check(purpose, sealed.unsafeArray(), mark, secrets.host());
    }

    Purpose ofDeferred(int epoch, long number) { return new Purpose(Purpose.Use.DEFERRED, tag, epoch, number); }

    /** With this server's mark. */
    RewrapRow rewrapped(int epoch, long upTo) {
        return new RewrapRow(epoch, upTo, SealedKey.mark(ofRewrapped(epoch, upTo), NOTHING, secrets.host()));
    }

    /** How far segments are wrapped under the root key of the epoch; 0, with an alarm, where somebody else says so. */
    long rewrapped(int epoch) {
        try {
            var row = KeyRows.rewrapped(rows()::get).filter(there -> there.epoch() == epoch);
            if (row.isEmpty()) return 0;
            checkMark(ofRewrapped(epoch, row.get().upTo()), Bytes.EMPTY, row.get().mark());
            return row.get().upTo();
        } catch (Tampered | SealBroken changed) {
            alarm("how far the keys of account " + account + " were renewed was not written by this server: all are looked at");
            return 0;
        }
    }

    private Purpose ofRewrapped(int epoch, long upTo) { return new Purpose(Purpose.Use.REWRAPPED, tag, epoch, upTo); }

    /** Of an account without keys: it has been removed; or somebody has taken them away, and it gets no others. */
    RuntimeException without() {
        int known = floors.of(Floors.Of.KEYED, tag);
        if (known == 0 || known == REMOVED) {
            return new IllegalStateException("account " + account + " has no keys: it has been removed");
        }
        return new Tampered("the keys of account " + account + " were taken out of the store, and it gets no others"
            + " (whoever brings back an older store on purpose removes keys/epochs)");
    }

    /**
     * Of a row that others name: somebody has taken it away, or changed what names it, or the account is being removed.
     */
    RuntimeException missing(String what) {
        if (KeyRows.head(rows()::get).isEmpty()) return without();
        return new Tampered("the " + what + " of account " + account + " cannot be found");
    }
}
