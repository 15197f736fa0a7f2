package sigillo.keyring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.sealing.Epoch;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.sealing.SlotList;
import sigillo.shred.ShredKeys;
import sigillo.store.Tx;

/**
 * Changes who may open an account. Each method is one commit, and durable when it returns. What it gives keys to are
 * the slots that this server made: see {@link SlotDraft}. Any thread.
 */
final class Slots {
    private static final int FIRST_EPOCH = 1;

    private final Keyed keyed;

    Slots(Keyed keyed) { this.keyed = keyed; }

    // ---- the first ones ----

    /**
     * The first keys; the numbers of the slots for {@code ways}. Empty when there are keys already, which then stay.
     * Throws {@link Tampered} when there were some, and {@link IllegalStateException} when the account was removed.
     */
    Optional<List<Long>> enrol(Level level, List<Way> ways, boolean withMailInClear) {
        if (level == Level.L2) throw new IllegalArgumentException("nobody has a certificate before his account");
        if (level == Level.L1 && ways.isEmpty()) throw new IllegalArgumentException("nobody could open it");
        try (var root = Secret.random(keyed.randomness()); var lease = keyed.slotKeys().lease()) {
            var numbers = keyed.transactions().write(tx -> {
                if (tx.get(KeyRows.HEAD).isPresent()) return Optional.<List<Long>>empty();
                if (keyed.wasKeyed()) throw keyed.without();
                return Optional.of(enrol(tx, level, ways, withMailInClear, root, lease));
            });
            keyed.noteKeyed();
            return numbers;
        }
    }

    private List<Long> enrol(
            Tx tx, Level level, List<Way> ways, boolean withMailInClear, Secret root, ShredKeys.Lease lease) {
        var slots = new ArrayList<Slot>();
        if (level == Level.L0) slots.add(serverSlot(1));
        long first = slots.size() + 1;
        for (var way : ways) slots.add(slot(slots.size() + 1, way));
        for (var slot : slots) put(tx, slot.with(FIRST_EPOCH, root, keyed.randomness()), lease);
        tx.put(KeyRows.SLOT_LIST, KeyRows.encode(SlotList.of(keyed.tag(), slots, keyed.secrets().host())));
        putEpoch(tx, FIRST_EPOCH, root);
        tx.put(KeyRows.HEAD, new HeadRow(FIRST_EPOCH, 1, withMailInClear, slots.size() + 1).encode());
        return slots.stream().map(Slot::id).filter(id -> id >= first).toList();
    }

    private void put(Tx tx, Slot fresh, ShredKeys.Lease lease) {
        tx.put(KeyRows.slot(fresh.id()), KeyRows.encode(keyed.slotKeys().seal(tx, fresh, lease)));
    }

    /**
     * Makes the list of those that are there, for an account from before there were lists. Broken ones are left out.
     */
    void list() {
        keyed.transactions().write(tx -> {
            boolean isDone = tx.get(KeyRows.HEAD).isEmpty() || tx.get(KeyRows.SLOT_LIST).isPresent();
            if (isDone) return null;
            var whole = KeyRows.wholeSlots(tx::range, keyed.tag(), broken -> keyed.alarm(broken.getMessage()));
            var list = SlotList.of(keyed.tag(), whole, keyed.secrets().host());
            tx.put(KeyRows.SLOT_LIST, KeyRows.encode(list));
            return null;
        });
    }

    // ---- more and fewer ----

    /** Another slot, with these root keys; its number. */
    long add(Way way, Map<Integer, Secret> roots) { return add(number -> slot(number, way), roots, false); }

    /** Another slot, which is given nothing before {@link #reset}; its number. */
    long addWaiting(Way way) { return add(number -> slot(number, way), Map.of(), true); }

    /** The server's slot, unless it has one. */
    void addServer(Map<Integer, Secret> roots) {
        boolean hasOne = keyed.slots().stream().anyMatch(slot -> slot.kind() == Slot.Kind.SERVER);
        if (!hasOne) add(this::serverSlot, roots, false);
    }

    private long add(Function<Long, Slot> make, Map<Integer, Secret> roots, boolean waits) {
        return making((draft, lease) -> {
            var head = head(draft.tx);
            long number = Math.max(head.nextSlot(), draft.highest() + 1); // the head has no mark
            boolean isFull = draft.count() >= KeyringLimits.SLOTS_MAX;
            if (isFull) throw new IllegalStateException("an account has at most " + KeyringLimits.SLOTS_MAX + " slots");
            draft.make(with(draft.tx, make.apply(number), roots), waits, lease);
            draft.tx.put(KeyRows.HEAD, head.nextSlot(number + 1).encode());
            return number;
        });
    }

    /** To which certificate what comes from now on is encrypted first; empty: to none. */
    void wrapTo(Bytes fingerprint) {
        change(draft -> {
            boolean isServers = draft.slots().stream().anyMatch(slot -> slot.kind() == Slot.Kind.SERVER);
            if (isServers && fingerprint.length() > 0) throw new IllegalStateException("this server opens it");
            draft.wrapTo(fingerprint);
            if (fingerprint.length() == 0) draft.textsTo(Bytes.EMPTY);
            return null;
        });
    }

    /** See {@link Keyring#textsTo(Unlocked, Bytes)}. */
    boolean textsTo(Bytes publicKey) {
        return change(draft -> {
            if (draft.wrapsTo().length() == 0) return false;
            boolean isOther = draft.textsTo().length() > 0 && !draft.textsTo().equals(publicKey);
            if (!isOther) draft.textsTo(publicKey);
            return !isOther;
        });
    }

    /** Gives every slot those of the root keys that it has not. For these no former one is needed any more. */
    void heal(Map<Integer, Secret> roots) {
        change(draft -> {
            for (var slot : draft.slots()) {
                var healed = with(draft.tx, slot, roots);
                if (healed != slot) draft.keep(healed);
            }
            for (var former : keyed.formerSlots(draft.tx::range)) {
                keepFormer(draft, former.only(epoch -> !roots.containsKey(epoch)));
            }
            return null;
        });
    }

    /** An epoch that was let go of since the caller opened it is not brought back. */
    private Slot with(Tx tx, Slot slot, Map<Integer, Secret> roots) {
        var now = slot;
        for (var root : roots.entrySet()) {
            boolean isThere = tx.get(KeyRows.epoch(root.getKey())).isPresent();
            if (isThere && !now.has(root.getKey())) now = now.with(root.getKey(), root.getValue(), keyed.randomness());
        }
        return now;
    }

    void remove(long slot) {
        change(draft -> {
            draft.remove(slot);
            draft.tx.delete(KeyRows.former(slot));
            draft.forget(slot);
            return null;
        });
    }

    /** From now on the slot opens only what came before the epoch that is in force, and nobody gives it more. */
    void retire(long slot) {
        change(draft -> {
            draft.slot(slot).ifPresent(there -> retire(draft, there, head(draft.tx).epoch()));
            return null;
        });
    }

    private static void retire(SlotDraft draft, Slot slot, int inForce) {
        draft.remove(slot.id());
        keepFormer(draft, slot.only(epoch -> epoch < inForce));
    }

    private static void keepFormer(SlotDraft draft, Slot former) {
        if (!former.roots().isEmpty()) {
            draft.tx.put(KeyRows.former(former.id()), KeyRows.encode(former));
            return;
        }
        draft.tx.delete(KeyRows.former(former.id()));
        draft.forget(former.id());
    }

    // ---- epochs ----

    /** What begins an epoch: for whom it is. */
    enum Renewal {
        /** All who had the account. */
        FOR_ALL,
        /** All but the server, whose slot is removed. */
        WITHOUT_SERVER
    }

    /** A new epoch with this root key; every slot that stays gets it. The epoch's number. */
    int renew(Secret root, Renewal renewal) {
        return change(draft -> {
            int epoch = begin(draft.tx, root);
            for (var slot : draft.slots()) {
                boolean goes = renewal == Renewal.WITHOUT_SERVER && slot.kind() == Slot.Kind.SERVER;
                if (goes) {
                    draft.remove(slot.id());
                    draft.forget(slot.id());
                } else {
                    draft.keep(slot.with(epoch, root, keyed.randomness()));
                }
            }
            return epoch;
        });
    }

    /** What a reset has begun, and whom it has shut out of it. */
    record Reset(int epoch, List<Long> retired) {}

    /**
     * A new epoch with this root key for all slots but those of passwords, of which only {@code password} gets it: the
     * others are retired, and never had it. Throws {@link Tampered} when it is not there: then nothing is done.
     */
    Reset reset(Secret root, long password) {
        return change(draft -> {
            int epoch = begin(draft.tx, root);
            var retired = new ArrayList<Long>();
            draft.admit(there(draft, password));
            for (var slot : draft.slots()) {
                boolean goes = slot.kind() == Slot.Kind.PASSWORD && slot.id() != password;
                if (goes) {
                    retire(draft, slot, epoch);
                    retired.add(slot.id());
                } else {
                    draft.keep(slot.with(epoch, root, keyed.randomness()));
                }
            }
            return new Reset(epoch, retired);
        });
    }

    /** What a new recovery code has begun, 0 when that is nothing, and which codes it has replaced. */
    record Superseded(int epoch, List<Long> replaced) {}

    /**
     * {@code code} is the only slot of a recovery code from now on. Another is removed; where it opens epochs that the
     * new one does not, it stays as a former one for these alone. It had the epoch in force too, and a copy of its row
     * may lie in the store's files: so then an epoch begins, with this root key, that it never had.
     * Throws {@link Tampered} when {@code code} is not there: then nothing is done.
     */
    Superseded supersede(Secret root, long code) {
        return change(draft -> {
            var by = there(draft, code);
            var replaced = new ArrayList<Long>();
            boolean isAnyKept = false;
            for (var slot : draft.slots()) {
                if (slot.kind() != Slot.Kind.RECOVERY || slot.id() == code) continue;
                var former = slot.only(epoch -> !by.has(epoch));
                isAnyKept |= !former.roots().isEmpty();
                draft.remove(slot.id());
                keepFormer(draft, former);
                replaced.add(slot.id());
            }
            return new Superseded(isAnyKept ? beginForAll(draft, root) : 0, replaced);
        });
    }

    private Slot there(SlotDraft draft, long number) {
        return draft.slot(number).orElseThrow(() -> keyed.missing("slot " + number));
    }

    private int beginForAll(SlotDraft draft, Secret root) {
        int epoch = begin(draft.tx, root);
        for (var slot : draft.slots()) draft.keep(slot.with(epoch, root, keyed.randomness()));
        return epoch;
    }

    /** Epochs before {@code epoch} are gone when no segment needs them. */
    void forgetEpochsBefore(int epoch) {
        change(draft -> {
            if (head(draft.tx).epoch() != epoch || isAwaited(draft.tx, epoch)) return null;
            for (var slot : draft.slots()) draft.keep(slot.only(number -> number >= epoch));
            for (var former : keyed.formerSlots(draft.tx::range)) {
                draft.tx.delete(KeyRows.former(former.id()));
                draft.forget(former.id());
            }
            for (int old = epoch - 1; draft.tx.get(KeyRows.epoch(old)).isPresent(); old--) {
                draft.tx.delete(KeyRows.epoch(old));
            }
            return null;
        });
    }

    /** Whether work waits that was sealed to an epoch before. */
    private static boolean isAwaited(Tx tx, int epoch) {
        var found = new boolean[1];
        tx.range(KeyRows.DEFERRED, KeyRows.deferred(epoch, 0), false, (key, _) -> {
            found[0] = KeyRows.isDeferred(key);
            return !found[0];
        });
        return found[0];
    }

    private int begin(Tx tx, Secret root) {
        var head = head(tx);
        int epoch = head.epoch() + 1;
        putEpoch(tx, epoch, root);
        tx.put(KeyRows.HEAD, head.epoch(epoch).encode());
        return epoch;
    }

    // ---- commits ----

    /** What makes a slot: the key over its own stays in force until it is durable. */
    private <T> T making(BiFunction<SlotDraft, ShredKeys.Lease, T> change) {
        try (var lease = keyed.slotKeys().lease()) {
            return change(draft -> change.apply(draft, lease));
        }
    }

    private <T> T change(Function<SlotDraft, T> change) {
        var revision = new AtomicInteger();
        var result = keyed.transactions().write(tx -> {
            var draft = SlotDraft.of(tx, keyed);
            var made = change.apply(draft);
            revision.set(draft.done());
            return made;
        });
        keyed.noteSlots(revision.get());
        return result;
    }

    private HeadRow head(Tx tx) { return keyed.head(tx::get); }

    private Slot slot(long number, Way way) {
        return Slot.make(keyed.tag(), number, way.kind(), way.secret(), keyed.randomness());
    }

    private Slot serverSlot(long number) {
        return Slot.make(keyed.tag(), number, Slot.Kind.SERVER, keyed.secrets().opens(), keyed.randomness());
    }

    private void putEpoch(Tx tx, int number, Secret root) {
        var epoch = Epoch.make(keyed.tag(), number, root, keyed.secrets().host(), keyed.randomness());
        tx.put(KeyRows.epoch(number), KeyRows.encode(epoch));
    }
}
