package sigillo.keyring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.OneByOne;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.shred.Gone;
import sigillo.shred.Opening;
import sigillo.shred.ShredKeys;
import sigillo.shred.Shredder;
import sigillo.shred.Use;
import sigillo.shred.Wrapped;
import sigillo.store.Batch;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * What makes a slot that was taken away really gone. What its secret opens is sealed once more, under a key of the
 * slot; that is kept wrapped under one that lies outside of the store and is destroyed when a slot was taken away.
 * Slots from before are sealed so at the first tidying. Any thread.
 */
public final class SlotKeys implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.keyring");
    public static final String FILE = "slots.keys";

    private final Shredder shredder;
    private final ShredKeys keys;
    private final Randomness randomness;
    private volatile boolean allSealed;

    /**
     * With the file of keys in {@code folder}, which is made when no slot is under its keys yet. Throws
     * {@link IOException} with a sentence for the operator when it is missing, empty, or has the key of no slot: then
     * nothing was changed. An account whose keys cannot be read is an alarm, and the others say whether it fits.
     */
    public static SlotKeys open(Path folder, Store store, Randomness randomness, Alarms alarms) throws IOException {
        return open(folder, Opening.OWN, store, randomness, alarms);
    }

    public static SlotKeys open(Path folder, Opening opening, Store store, Randomness randomness, Alarms alarms)
            throws IOException {
        var file = folder.resolve(FILE);
        boolean hasKeys = Files.exists(file) && Files.size(file) > 0;
        if (!hasKeys && !opening.isElsewhere(file) && readable(store, alarms).findFirst().isPresent()) {
            throw new IOException(file + " is missing or empty, and without it no account can be opened: bring it back"
                + " from a backup of the same time as the store");
        }
        var opened = new SlotKeys(opening.open(file, false, randomness, alarms), randomness);
        boolean fits = readable(store, alarms).anyMatch(one -> opened.keys.has(one.under()))
            || readable(store, alarms).findFirst().isEmpty();
        if (fits) return opened;
        opened.close();
        throw new IOException(file + " does not fit the store: it has the key of no way into any account. Bring back"
            + " the one that was in use with this store");
    }

    private static Stream<Wrapped> readable(Store store, Alarms alarms) {
        return KeyRows.accounts(store).stream().flatMap(account -> {
            try {
                return wrapped(store, account);
            } catch (RuntimeException damaged) {
                var sentence = "the keys of account " + account + " cannot be read: " + OneByOne.sentence(damaged);
                alarms.raise("seal of account " + account, sentence);
                return Stream.empty();
            }
        });
    }

    private static Stream<Wrapped> wrapped(Store store, AccountId account) {
        var all = new ArrayList<Wrapped>();
        eachKey(store.partition(KeyRows.partition(account)), (_, key) -> all.add(key));
        return all.stream();
    }

    /**
     * How many ways into those accounts of a store have a key that is not here: none, when file and store are of one
     * time.
     */
    public long lacking(Store store, Predicate<AccountId> which) {
        return KeyRows.accounts(store).stream().filter(which).flatMap(account -> wrapped(store, account))
            .filter(one -> !keys.has(one.under())).count();
    }

    private interface KeyVisitor {
        void visit(long slot, Wrapped key);
    }

    private static void eachKey(Partition rows, KeyVisitor visitor) {
        rows.range(KeyRows.SLOT_KEYS, KeyRows.SLOT_KEYS.afterPrefix(), false, (key, row) -> {
            if (!KeyRows.isSlotKey(key)) return true;
            try {
                visitor.visit(KeyRows.slotOf(key), KeyRows.slotKey(row));
            } catch (Tampered none) { // who signs in by it raises the alarm; the others go on
                LOG.log(System.Logger.Level.WARNING, "in " + rows.name() + ": " + none.getMessage());
            }
            return true;
        });
    }

    /** Over a copy of the file of keys that was in use with what is in the store, to open and never to change it. */
    public static SlotKeys of(byte[] copy, Randomness randomness, Alarms alarms) throws IOException {
        return new SlotKeys(Shredder.of(copy, randomness, alarms), randomness);
    }

    /** For a store in memory: its keys go with it. */
    public static SlotKeys passing(Randomness randomness, Alarms alarms) {
        return new SlotKeys(Shredder.passing(randomness, alarms), randomness);
    }

    /** For a backup: its keys are in use with the store. */
    public Shredder shredder() { return shredder; }

    /** The shredder is closed with this. */
    SlotKeys(Shredder shredder, Randomness randomness) {
        this.shredder = shredder;
        this.keys = shredder.keys(Use.SLOTS);
        this.randomness = randomness;
    }

    // ---- sealing and opening ----

    /** To be closed once what was sealed under it is durable. Throws {@link StoreException}. */
    ShredKeys.Lease lease() {
        try {
            return keys.lease();
        } catch (IOException cannot) {
            throw StoreException.of("no way into an account can be kept", cannot);
        }
    }

    /** Puts the slot's key; returns the slot as it is to be kept. One that is sealed already stays as it is. */
    Slot seal(Tx tx, Slot slot, ShredKeys.Lease lease) {
        if (isSealed(slot)) return slot;
        try (var key = Secret.random(randomness)) {
            tx.put(KeyRows.slotKey(slot.id()), KeyRows.encode(lease.wrap(purpose(slot.account(), slot.id()), key)));
            var sealed = SealedRow.seal(key, place(slot), slot.wrappedSeed().unsafeArray(), randomness);
            return slot.keeping(Bytes.wrap(sealed));
        }
    }

    /**
     * What the secret opens, as {@link Slot#seed}. Throws {@link Tampered} when the slot's key is gone,
     * {@link SealBroken} when it was changed. {@code rows} reads the account's keys.
     */
    Optional<Secret> seed(Slot slot, Secret secret, Function<Bytes, Optional<byte[]>> rows) throws SealBroken {
        if (!isSealed(slot)) return slot.seed(secret);
        try (var key = key(slot, rows)) {
            var wrapped = SealedRow.open(key, place(slot), slot.wrappedSeed().unsafeArray());
            return slot.keeping(Bytes.wrap(wrapped)).seed(secret);
        }
    }

    private Secret key(Slot slot, Function<Bytes, Optional<byte[]>> rows) throws SealBroken {
        var row = rows.apply(KeyRows.slotKey(slot.id())).map(KeyRows::slotKey);
        while (true) {
            if (row.isEmpty()) throw new Tampered("the key of slot " + slot.id() + " is missing");
            try {
                return keys.unwrap(purpose(slot.account(), slot.id()), row.get());
            } catch (Gone gone) {
                var now = rows.apply(KeyRows.slotKey(slot.id())).map(KeyRows::slotKey);
                if (now.equals(row)) throw new Tampered("slot " + slot.id() + ": " + gone.getMessage());
                row = now; // it was wrapped anew since it was read
            }
        }
    }

    private static boolean isSealed(Slot slot) { return slot.wrappedSeed().length() != Slot.WRAPPED_SEED_OCTETS; }

    private static byte[] place(Slot slot) { return KeyRows.slot(slot.id()).unsafeArray(); }

    private static Purpose purpose(long account, long slot) { return new Purpose(Purpose.Use.SLOT, account, 1, slot); }

    /** Slots have been taken away; to be said once that is durable. */
    void spoil() { keys.spoil(); }

    // ---- tidying ----

    /**
     * Destroys the keys under which something was that is gone. Throws {@link StoreException}; and
     * {@link OneByOne.Failed} when the keys of an account cannot be read: then none is destroyed, since what cannot be
     * read now may be brought back.
     */
    void tidy(Rings rings, BooleanSupplier stopping) {
        try {
            if (!allSealed) allSealed = rings.eachAccount(stopping, this::sealFormer);
            keys.tidy((old, lease) -> rings.eachAccount(stopping, keyed -> rewrap(keyed, old, lease)));
        } catch (IOException stays) {
            throw new StoreException("keys of what opened accounts could not be destroyed", stays);
        }
    }

    private void sealFormer(Keyed keyed) {
        try {
            sealFormerOf(keyed);
        } catch (Tampered none) { // who signs in by it raises the alarm; the others go on
            LOG.log(System.Logger.Level.WARNING, "in account " + keyed.account() + ": " + none.getMessage());
        }
    }

    private void sealFormerOf(Keyed keyed) {
        var formerOnes = keyed.formerSlots(keyed.rows()::range);
        boolean anyFormer = Stream.concat(keyed.slots().stream(), formerOnes.stream())
            .anyMatch(slot -> !isSealed(slot));
        if (!anyFormer) return;
        try (var lease = lease()) {
            keyed.transactions().write(Batch.Lane.BULK, tx -> {
                for (var slot : KeyRows.slots(tx::range, keyed.tag())) {
                    tx.put(KeyRows.slot(slot.id()), KeyRows.encode(seal(tx, slot, lease)));
                }
                for (var slot : keyed.formerSlots(tx::range)) {
                    tx.put(KeyRows.former(slot.id()), KeyRows.encode(seal(tx, slot, lease)));
                }
                return null;
            });
        }
    }

    private record Renewed(long slot, Wrapped from, Wrapped to) {}

    private static void rewrap(Keyed keyed, Set<Long> old, ShredKeys.Lease lease) {
        keyed.transactions().partition().head(); // settles what a cluster could not say
        var renewed = new ArrayList<Renewed>();
        eachKey(keyed.rows(), (slot, key) -> {
            if (old.contains(key.under())) renew(keyed, slot, key, lease, renewed);
        });
        if (renewed.isEmpty()) return;
        keyed.transactions().write(Batch.Lane.BULK, tx -> {
            for (var one : renewed) {
                var now = tx.get(KeyRows.slotKey(one.slot())).map(KeyRows::slotKey);
                boolean isStill = now.filter(one.from()::equals).isPresent();
                if (isStill) tx.put(KeyRows.slotKey(one.slot()), KeyRows.encode(one.to()));
            }
            return null;
        });
    }

    private static void renew(Keyed keyed, long slot, Wrapped key, ShredKeys.Lease lease, List<Renewed> renewed) {
        try {
            renewed.add(new Renewed(slot, key, lease.rewrap(purpose(keyed.tag(), slot), key)));
        } catch (Gone | SealBroken never) {
            LOG.log(System.Logger.Level.WARNING,
                "slot " + slot + " of account " + keyed.account() + " cannot be wrapped anew: " + never.getMessage());
        }
    }

    @Override public void close() { shredder.close(); }
}
