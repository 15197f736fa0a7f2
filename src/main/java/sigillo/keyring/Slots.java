package sigillo.keyring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.sealing.Epoch;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.shred.ShredKeys;
import sigillo.store.Tx;

/** Changes who may open an account. Each method is one commit, and durable when it returns. Any thread. */
final class Slots {
    private static final int FIRST_EPOCH = 1;

    private final Keyed keyed;

    Slots(Keyed keyed) { this.keyed = keyed; }

    /** The first keys; the numbers of the slots for {@code ways}. Empty when there are keys already, which then stay. */
    Optional<List<Long>> enrol(Level level, List<Way> ways, boolean withMailInClear) {
        if (level == Level.L1 && ways.isEmpty()) throw new IllegalArgumentException("nobody could open it");
        try (var root = Secret.random(keyed.randomness())) {
            return write((tx, lease) -> {
                if (tx.get(KeyRows.HEAD).isPresent()) return Optional.empty();
                long next = 1;
                if (level == Level.L0) put(tx, serverSlot(next++).with(FIRST_EPOCH, root, keyed.randomness()), lease);
                var made = new ArrayList<Long>();
                for (var way : ways) {
                    put(tx, slot(next, way).with(FIRST_EPOCH, root, keyed.randomness()), lease);
                    made.add(next++);
                }
                putEpoch(tx, FIRST_EPOCH, root);
                tx.put(KeyRows.HEAD, new HeadRow(FIRST_EPOCH, 1, withMailInClear, next).encode());
                return Optional.of(made);
            });
        }
    }

    /** Another slot, with these root keys; its number. */
    long add(Way way, Map<Integer, Secret> roots) { return add(number -> slot(number, way), roots); }

    /** The server's slot, unless it has one. */
    void addServer(Map<Integer, Secret> roots) {
        boolean hasOne = keyed.slots().stream().anyMatch(slot -> slot.kind() == Slot.Kind.SERVER);
        if (!hasOne) add(this::serverSlot, roots);
    }

    private long add(Function<Long, Slot> make, Map<Integer, Secret> roots) {
        return write((tx, lease) -> {
            var head = head(tx);
            long number = head.nextSlot();
            if (slots(tx).size() >= KeyringLimits.SLOTS_MAX) throw new IllegalStateException("an account has at most " + KeyringLimits.SLOTS_MAX + " slots");
            put(tx, with(tx, make.apply(number), roots), lease);
            tx.put(KeyRows.HEAD, head.nextSlot(number + 1).encode());
            return number;
        });
    }

    /** Gives every slot those of the root keys that it has not. */
    void heal(Map<Integer, Secret> roots) {
        keyed.transactions().write(tx -> {
            for (var slot : slots(tx)) {
                var healed = with(tx, slot, roots);
                if (healed != slot) put(tx, healed);
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
        keyed.transactions().write(tx -> {
            tx.delete(KeyRows.slot(slot));
            tx.delete(KeyRows.former(slot));
            forget(tx, slot);
            return null;
        });
    }

    /** From now on the slot opens only what came before the epoch that is in force, and nobody gives it more. */
    void retire(long slot) {
        keyed.transactions().write(tx -> {
            int inForce = head(tx).epoch();
            KeyRows.slot(keyed.tag(), slot, tx::get).ifPresent(there -> {
                tx.delete(KeyRows.slot(slot));
                var former = there.only(epoch -> epoch < inForce);
                if (former.roots().isEmpty()) forget(tx, slot);
                else tx.put(KeyRows.former(slot), KeyRows.encode(former));
            });
            return null;
        });
    }

    /** What begins an epoch: for whom it is. */
    enum Renewal {
        /** All who had the account. */
        FOR_ALL,
        /** All but the server, whose slot is removed. */
        WITHOUT_SERVER
    }

    /** A new epoch with this root key; every slot that stays gets it. The epoch's number. */
    int renew(Secret root, Renewal renewal) {
        return keyed.transactions().write(tx -> {
            int epoch = begin(tx, root);
            for (var slot : slots(tx)) {
                boolean goes = renewal == Renewal.WITHOUT_SERVER && slot.kind() == Slot.Kind.SERVER;
                if (goes) remove(tx, slot);
                else put(tx, slot.with(epoch, root, keyed.randomness()));
            }
            return epoch;
        });
    }

    /** A new epoch with this root key, and a slot that opens nothing older; the slot's number. */
    long reset(Secret root, Way way) {
        return write((tx, lease) -> {
            int epoch = begin(tx, root);
            for (var slot : slots(tx)) put(tx, slot.with(epoch, root, keyed.randomness()));
            var head = head(tx);
            put(tx, slot(head.nextSlot(), way).with(epoch, root, keyed.randomness()), lease);
            tx.put(KeyRows.HEAD, head.nextSlot(head.nextSlot() + 1).encode());
            return head.nextSlot();
        });
    }

    /** Epochs before {@code epoch} are gone when no segment needs them. */
    void forgetEpochsBefore(int epoch) {
        keyed.transactions().write(tx -> {
            if (head(tx).epoch() != epoch) return null;
            for (var slot : slots(tx)) put(tx, slot.only(number -> number >= epoch));
            for (var former : KeyRows.formerSlots(tx::range, keyed.tag())) {
                tx.delete(KeyRows.former(former.id()));
                forget(tx, former.id());
            }
            for (int old = epoch - 1; tx.get(KeyRows.epoch(old)).isPresent(); old--) tx.delete(KeyRows.epoch(old));
            return null;
        });
    }

    private interface Change<T> {
        T on(Tx tx, ShredKeys.Lease lease);
    }

    /** What makes a slot: the key over its own stays in force until it is durable. */
    private <T> T write(Change<T> change) {
        try (var lease = keyed.slotKeys().lease()) {
            return keyed.transactions().write(tx -> change.on(tx, lease));
        }
    }

    private void put(Tx tx, Slot fresh, ShredKeys.Lease lease) { put(tx, keyed.slotKeys().seal(tx, fresh, lease)); }

    private void remove(Tx tx, Slot slot) {
        tx.delete(KeyRows.slot(slot.id()));
        forget(tx, slot.id());
    }

    /** Of a slot that is gone: within some hours nobody opens what the store's files still have of it. */
    private void forget(Tx tx, long slot) {
        tx.delete(KeyRows.slotKey(slot));
        tx.afterCommit(keyed.slotKeys()::spoil);
    }

    private int begin(Tx tx, Secret root) {
        var head = head(tx);
        int epoch = head.epoch() + 1;
        putEpoch(tx, epoch, root);
        tx.put(KeyRows.HEAD, head.epoch(epoch).encode());
        return epoch;
    }

    private HeadRow head(Tx tx) { return keyed.head(tx::get); }

    private List<Slot> slots(Tx tx) { return KeyRows.slots(tx::range, keyed.tag()); }

    private Slot slot(long number, Way way) { return Slot.make(keyed.tag(), number, way.kind(), way.secret(), keyed.randomness()); }

    private Slot serverSlot(long number) {
        return Slot.make(keyed.tag(), number, Slot.Kind.SERVER, keyed.secrets().opens(), keyed.randomness());
    }

    private static void put(Tx tx, Slot slot) { tx.put(KeyRows.slot(slot.id()), KeyRows.encode(slot)); }

    private void putEpoch(Tx tx, int number, Secret root) {
        var epoch = Epoch.make(keyed.tag(), number, root, keyed.secrets().host(), keyed.randomness());
        tx.put(KeyRows.epoch(number), KeyRows.encode(epoch));
    }
}
