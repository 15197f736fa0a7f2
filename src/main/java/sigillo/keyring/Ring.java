package sigillo.keyring;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import sigillo.account.Locked;
import sigillo.base.Bytes;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;

/**
 * The keys of one account in this process, as far as they are open, and who holds them open. At level L0 whoever reads
 * opens them by the server's slot. Any thread; one at a time while keys are opened. Who may come to hold it asks for it
 * by {@link Rings#visit}, so that there is one of an account at a time.
 */
final class Ring {
    private final Keyed keyed;
    private final Slots slots;
    private final Arrivals arrivals;
    private final AtomicInteger openAltogether;
    private final LongSupplier nanos;

    private final Set<Hold> holds = new HashSet<>();
    private volatile Optional<OpenKeys> open = Optional.empty(); // changed and used under the lock alone
    private long usedAt;
    private boolean destroyed;
    private volatile Optional<Boolean> mixed = Optional.empty();

    Ring(Keyed keyed, Arrivals arrivals, AtomicInteger openAltogether, LongSupplier nanos) {
        this.keyed = keyed;
        this.slots = new Slots(keyed);
        this.arrivals = arrivals;
        this.openAltogether = openAltogether;
        this.nanos = nanos;
    }

    Keyed keyed() { return keyed; }

    long tag() { return keyed.tag(); }

    Slots slots() { return slots; }

    Arrivals arrivals() { return arrivals; }

    // ---- opening ----

    /**
     * Empty when there is no such slot, or the secret is not its own. Throws {@link SealBroken} when it was changed.
     */
    synchronized Optional<Hold> unlock(long slot, Secret secret) throws SealBroken {
        var there = keyed.slot(slot);
        boolean isToCome = there.isPresent() && keyed.slotList().waits(slot); // a reset is under way
        if (there.isEmpty() || isToCome || !openBy(there.get(), secret, true)) return Optional.empty();
        return hold(slot);
    }

    boolean fits(long slot, Secret secret) throws SealBroken {
        var there = keyed.slot(slot);
        if (there.isEmpty()) return false;
        var seed = keyed.seed(there.get(), secret);
        seed.ifPresent(Secret::close);
        return seed.isPresent();
    }

    /** By a former password or recovery code, for the mail of its time. */
    synchronized Optional<Hold> unlockFormer(long slot, Secret secret) throws SealBroken {
        var former = keyed.formerSlots(keyed.rows()::range).stream()
            .filter(one -> one.id() == slot).findFirst();
        if (former.isEmpty() || !openBy(former.get(), secret, false)) return Optional.empty();
        return hold(slot);
    }

    /**
     * With what is open already; at level L0 with what the server opens. Empty when the slot is gone, or nothing is
     * open.
     */
    synchronized Optional<Hold> join(long slot) throws SealBroken {
        if (keyed.slot(slot).isEmpty()) return Optional.empty();
        if (open.isEmpty() && !openByServer()) return Optional.empty();
        return hold(slot);
    }

    /** An account at level L0 for the server's own work. */
    synchronized Optional<Hold> joinAsServer() throws SealBroken {
        var server = serverSlot();
        if (server.isEmpty() || open.isEmpty() && !openByServer()) return Optional.empty();
        return hold(server.get().id());
    }

    /** Empty when the account is just being destroyed: nobody would end him who came after all others were. */
    private Optional<Hold> hold(long slot) {
        if (destroyed) {
            wipe();
            return Optional.empty();
        }
        var hold = new Hold(this, slot);
        holds.add(hold);
        return Optional.of(hold);
    }

    private Optional<Slot> serverSlot() {
        if (KeyRows.head(keyed.rows()::get).isEmpty()) return Optional.empty();
        var listed = keyed.slotList().slots().entrySet().stream()
            .filter(slot -> slot.getValue().kind() == Slot.Kind.SERVER).map(Map.Entry::getKey).findFirst();
        return listed.flatMap(keyed::slot);
    }

    /** Throws {@link Tampered} where the list of slots is not this server's. */
    Level level() {
        if (serverSlot().isPresent()) return Level.L0;
        return wrapsTo().isPresent() ? Level.L2 : Level.L1;
    }

    /** The fingerprint of the certificate to which what comes is encrypted first. Throws as {@link #level}. */
    Optional<Bytes> wrapsTo() {
        if (KeyRows.head(keyed.rows()::get).isEmpty()) return Optional.empty();
        return Optional.of(keyed.slotList().wrapsTo()).filter(fingerprint -> fingerprint.length() > 0);
    }

    /** The public key for text records; throws as {@link #level}. */
    Optional<Bytes> textsTo() {
        if (KeyRows.head(keyed.rows()::get).isEmpty()) return Optional.empty();
        return Optional.of(keyed.slotList().textsTo()).filter(key -> key.length() > 0);
    }

    private boolean openByServer() throws SealBroken {
        var slot = serverSlot();
        if (slot.isEmpty()) return false;
        if (openBy(slot.get(), keyed.secrets().opens(), true)) return true;
        throw new Tampered("the server's slot of account " + keyed.account() + " is not its own");
    }

    /** {@code inForce}: the slot has to open the epoch that is in force. */
    private boolean openBy(Slot slot, Secret secret, boolean inForce) throws SealBroken {
        var seed = keyed.seed(slot, secret);
        if (seed.isEmpty()) return false;
        try (var opened = seed.get()) {
            if (inForce) checkEpoch(slot);
            var keys = withRoots(slot, opened);
            if (keys.epochs().isEmpty()) return false;
            open = Optional.of(keys);
            usedAt = nanos.getAsLong();
            if (inForce) noteFloors(slot);
            return true;
        }
    }

    private void noteFloors(Slot slot) {
        keyed.noteEpoch(slot.lastEpoch());
        keyed.noteSlots(keyed.slotList().revision());
        keyed.noteKeyed();
    }

    /** What is open, and what the slot opens; of keys that were not open before, nothing stays when one was changed. */
    private OpenKeys withRoots(Slot slot, Secret seed) throws SealBroken {
        var keys = open.orElseGet(() -> new OpenKeys(keyed, openAltogether));
        boolean isDone = false;
        try {
            for (var root : slot.roots()) {
                if (!keys.has(root.epoch())) open(keys, slot, seed, root.epoch());
            }
            isDone = true;
            return keys;
        } finally {
            if (!isDone && open.isEmpty()) keys.close();
        }
    }

    private void open(OpenKeys keys, Slot slot, Secret seed, int epoch) throws SealBroken {
        try (var key = slot.root(seed, epoch)) {
            keys.open(epoch, key);
        } catch (Tampered gone) {
            if (!isLetGo(slot.id(), epoch)) throw gone;
        }
    }

    /** Since the slot was read, by who has wrapped its last segment anew: then the slot has it no more either. */
    private boolean isLetGo(long slot, int epoch) {
        if (keyed.rows().get(KeyRows.epoch(epoch)).isPresent()) return false;
        var now = KeyRows.slot(tag(), slot, keyed.rows()::get);
        boolean isFormer = keyed.formerSlots(keyed.rows()::range).stream().anyMatch(former -> former.id() == slot && former.has(epoch));
        return !isFormer && now.filter(one -> one.has(epoch)).isEmpty();
    }

    /** Epochs only follow each other, and every slot gets each: anything else is a row that was put back. */
    private void checkEpoch(Slot slot) {
        int inForce = keyed.head().epoch();
        var account = "account " + keyed.account();
        if (inForce < slot.lastEpoch()) {
            throw new Tampered("the keys of " + account + " were put back to epoch " + inForce);
        }
        if (inForce == slot.lastEpoch()) return;
        throw new Tampered("slot " + slot.id() + " of " + account + " was put back to epoch " + slot.lastEpoch());
    }

    private OpenKeys keys() throws SealBroken {
        usedAt = nanos.getAsLong();
        if (open.isEmpty() && !openByServer()) throw new Locked("account " + keyed.account() + " is locked");
        return open.orElseThrow();
    }

    // ---- what is open ----

    /** A copy of the key of a segment. Throws {@link Locked} when it is not open. */
    synchronized Secret segment(long number) throws SealBroken { return keys().segment(number); }

    /** What {@code work} makes of the keys that are open, which it may not keep; no use that keeps them open. */
    synchronized <T> T with(Work<T> work) throws SealBroken {
        return work.on(open.orElseThrow(() -> new Locked("account " + keyed.account() + " is locked")));
    }

    interface Work<T> {
        T on(OpenKeys keys) throws SealBroken;
    }

    /** Copies of the root keys that are open; throws {@link Locked} when none is. */
    synchronized Roots roots() throws SealBroken { return new Roots(keys().roots()); }

    record Roots(SortedMap<Integer, Secret> byEpoch) implements AutoCloseable {
        @Override public void close() { byEpoch.values().forEach(Secret::close); }
    }

    /** Whether all epochs that there are can be opened. */
    synchronized boolean isWhole() { return open.isPresent() && isEach(open.get()::has); }

    /** Whether the slot opens all of them, open or not. */
    boolean opensAll(long slot) { return keyed.slot(slot).filter(there -> isEach(there::has)).isPresent(); }

    private boolean isEach(IntPredicate epochs) {
        int epoch = keyed.head().epoch();
        for (; keyed.rows().get(KeyRows.epoch(epoch)).isPresent(); epoch--) if (!epochs.test(epoch)) return false;
        return true;
    }

    // ---- renewal ----

    /** A new epoch; who has the account open goes on. */
    synchronized void renew(Slots.Renewal renewal) throws SealBroken {
        boolean isToBeWrapped = renewal == Slots.Renewal.WITHOUT_SERVER && open.isEmpty();
        if (isToBeWrapped) openByServer(); // what is old is wrapped anew at once
        try (var root = Secret.random(keyed.randomness())) {
            began(slots.renew(root, renewal), root);
        }
    }

    /**
     * A new epoch for all but the slots of other passwords, which are retired: their numbers. What was open closes at once unless
     * somebody holds it by another slot: else who wraps segments anew in the background could wrap the old ones for the new epoch.
     */
    synchronized List<Long> reset(long password) throws SealBroken {
        try (var root = Secret.random(keyed.randomness())) {
            var reset = slots.reset(root, password);
            boolean isHeld = holds.stream().anyMatch(hold -> !reset.retired().contains(hold.slot()));
            if (!isHeld) wipe();
            began(reset.epoch(), root);
            return reset.retired();
        }
    }

    /** Recovery codes other than {@code code} open at most what it does not: their numbers. */
    synchronized Slots.Superseded supersede(long code) throws SealBroken {
        try (var root = Secret.random(keyed.randomness())) {
            var done = slots.supersede(root, code);
            if (done.epoch() > 0) began(done.epoch(), root);
            return done;
        }
    }

    private void began(int epoch, Secret root) throws SealBroken {
        arrivals.turnOver();
        if (open.isPresent()) open.get().open(epoch, root);
        keyed.keepEpoch(epoch);
    }

    // ---- closing ----

    synchronized void release(Hold hold) {
        holds.remove(hold);
        usedAt = nanos.getAsLong();
    }

    /** Ends all who came by this slot. */
    void end(long slot) {
        Set<Hold> ended = new HashSet<>();
        synchronized (this) {
            for (var hold : holds) if (hold.slot() == slot) ended.add(hold);
            holds.removeAll(ended);
            if (holds.isEmpty()) wipe();
        }
        ended.forEach(Hold::end);
    }

    /** Who came by {@code slot} is as who came by the other. */
    synchronized void moved(long slot, long to) {
        for (var hold : holds) if (hold.slot() == slot) hold.moved(to);
    }

    /**
     * Another server has changed the account's keys: who came by a slot that is gone is ended; where a new epoch began,
     * whose key is not here, all are, and come again with it.
     */
    void changedElsewhere() {
        boolean isThere = keyed.rows().get(KeyRows.HEAD).isPresent();
        if (!isThere) {
            endAll();
            return;
        }
        int epoch = keyed.head().epoch();
        arrivals.changedElsewhere(epoch);
        boolean isOlder;
        Set<Long> came = new HashSet<>();
        synchronized (this) {
            isOlder = open.isPresent() && !open.get().has(epoch);
            for (var hold : holds) came.add(hold.slot());
        }
        if (isOlder) endAll();
        else for (long slot : came) if (keyed.slot(slot).isEmpty()) end(slot);
    }

    /** Ends all. */
    void endAll() {
        Set<Hold> ended;
        synchronized (this) {
            ended = Set.copyOf(holds);
            holds.clear();
            wipe();
        }
        ended.forEach(Hold::end);
    }

    /** Ends all, and nobody holds it any more. */
    void destroy() {
        synchronized (this) {
            destroyed = true;
        }
        endAll();
    }

    /** Wipes what nobody holds and nobody has used for so long; whether there was something. */
    synchronized boolean wipeAfter(long graceNanos) {
        if (open.isEmpty() || !holds.isEmpty() || nanos.getAsLong() - usedAt < graceNanos) return false;
        wipe();
        return true;
    }

    private void wipe() {
        open.ifPresent(OpenKeys::close);
        open = Optional.empty();
    }

    /** Without waiting for who opens keys just now. */
    boolean isOpen() { return open.isPresent(); }

    synchronized boolean isHeld() { return !holds.isEmpty(); }

    /** Whether the account has mail from before it had keys. */
    boolean isMixed() {
        var known = mixed;
        if (known.isEmpty()) {
            known = Optional.of(keyed.isMixed());
            mixed = known;
        }
        return known.get();
    }

    /**
     * Makes another way in to all that is open, for who holds it. Once his own way in was taken away ({@link #end}) he
     * makes none: so he is looked for, and the slot is kept, under one lock.
     */
    synchronized long add(Hold by, Way way) throws SealBroken {
        checkHolds(by);
        try (var roots = roots()) {
            return slots.add(way, roots.byEpoch());
        }
    }

    synchronized void heal(Hold by) throws SealBroken {
        checkHolds(by);
        try (var roots = roots()) {
            slots.heal(roots.byEpoch());
        }
    }

    private void checkHolds(Hold hold) {
        if (!holds.contains(hold)) throw new Locked("account " + keyed.account() + " is not open here any more");
    }

    void addServer() throws SealBroken {
        try (var roots = roots()) {
            slots.addServer(roots.byEpoch());
        }
    }
}
