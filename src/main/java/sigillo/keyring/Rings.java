package sigillo.keyring;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sigillo.account.AccountId;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.OneByOne;
import sigillo.sealing.Randomness;
import sigillo.store.Damaged;
import sigillo.store.Store;
import sigillo.store.Transactions;

/** The rings of all accounts in this process; those that nobody holds are forgotten when there are many. Any thread. */
final class Rings implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.keyring");
    private final Store store;
    private final ServerSecrets secrets;
    private final SlotKeys slotKeys;
    private final Floors floors;
    private final Randomness randomness;
    private final InstantSource clock;
    private final Alarms alarms;
    private final Once once;
    private final AtomicInteger openAltogether = new AtomicInteger();
    private final Map<AccountId, Ring> rings = new LinkedHashMap<>(16, 0.75f, true);
    /** Those that somebody is about to hold, and by how many. */
    private final Map<Ring, Integer> visited = new HashMap<>();

    Rings(
            Store store, ServerSecrets secrets, SlotKeys slotKeys, Floors floors, Randomness randomness,
            InstantSource clock, Alarms alarms) {
        this.store = store;
        this.secrets = secrets;
        this.slotKeys = slotKeys;
        this.floors = floors;
        this.randomness = randomness;
        this.clock = clock;
        this.alarms = alarms;
        this.once = new Once(floors, alarms);
    }

    synchronized Ring of(AccountId account) {
        var known = rings.get(account);
        if (known != null) return known;
        if (rings.size() >= KeyringLimits.RINGS_MAX) forgetOne();
        var made = make(account);
        rings.put(account, made);
        return made;
    }

    interface Visit<T> {
        T to(Ring ring) throws IOException;
    }

    /**
     * Once with the ring of an account, which is not forgotten meanwhile: whoever holds it then is found by all others.
     */
    <T> T visit(AccountId account, Visit<T> visit) throws IOException {
        Ring ring;
        synchronized (this) {
            ring = of(account);
            visited.merge(ring, 1, Integer::sum);
        }
        try {
            return visit.to(ring);
        } finally {
            synchronized (this) {
                visited.computeIfPresent(ring, (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    private Ring make(AccountId account) {
        var keyed = keyed(account);
        return new Ring(keyed, new Arrivals(keyed, clock), openAltogether, System::nanoTime);
    }

    private Keyed keyed(AccountId account) {
        var transactions = new Transactions(store.partition(KeyRows.partition(account)));
        return new Keyed(account, Floors.tag(account), transactions, secrets, slotKeys, floors, randomness, alarms);
    }

    /**
     * Visits all accounts that have keys; false when it ended before, because of {@code stopping}. No ring is made for
     * it. Throws {@link OneByOne.Failed} when the others have been visited.
     */
    boolean eachAccount(BooleanSupplier stopping, Consumer<Keyed> visitor) {
        var accounts = accountsWithKeys();
        OneByOne.each(() -> accounts.stream().takeWhile(_ -> !stopping.getAsBoolean()).iterator(),
            account -> "account " + account, account -> visitor.accept(visited(account)));
        return !stopping.getAsBoolean();
    }

    private Keyed visited(AccountId account) {
        return known(account).map(Ring::keyed).orElseGet(() -> keyed(account));
    }

    private synchronized Optional<Ring> known(AccountId account) { return Optional.ofNullable(rings.get(account)); }

    SlotKeys slotKeys() { return slotKeys; }

    /**
     * Of one that nobody has open here, nothing is remembered that may be wrong. What another has done to the slots is
     * known here from now on, outside of the store: this server too takes no older list of them.
     */
    void changedElsewhere(AccountId account) {
        known(account).ifPresent(Ring::changedElsewhere);
        noteSlots(visited(account));
    }

    void changedElsewhere() {
        OneByOne.each(all(), ring -> "account " + ring.keyed().account(), Ring::changedElsewhere);
        for (var account : accountsWithKeys()) noteSlots(visited(account));
    }

    /** What is not as it should be is told by those who open it. */
    private static void noteSlots(Keyed keyed) {
        try {
            if (keyed.rows().get(KeyRows.SLOT_LIST).isPresent()) keyed.noteSlots(keyed.slotList().revision());
        } catch (Damaged ofOne) {
            LOG.log(System.Logger.Level.WARNING, "the slots of account " + keyed.account() + " are not noted: " + ofOne.getMessage());
        }
    }

    /**
     * Makes the lists of slots of accounts from before there were any: once, for from then on one that is missing is
     * missed.
     */
    void list() { once.each(Floors.Of.LISTED, this::accountsWithKeys, account -> list(visited(account))); }

    /** Of accounts from before that was noted, or that a stop left without it. */
    void noteKeyed() {
        for (var account : accountsWithKeys()) {
            var keyed = visited(account);
            try {
                keyed.noteKeyed();
            } catch (RuntimeException damaged) {
                keyed.alarm(damaged);
            }
        }
    }

    /** Marks the keys of segments from before there were marks: once. */
    void markSegments() {
        once.each(Floors.Of.SEALED, this::accountsWithKeys, account -> markSegments(visited(account)));
    }

    /** So many in one commit. */
    private static void markSegments(Keyed keyed) {
        var from = KeyRows.SEGMENTS;
        while (true) {
            var page = unmarked(keyed, from);
            if (page.isEmpty()) return;
            keyed.transactions().write(tx -> {
                page.forEach((number, row) -> tx.put(KeyRows.segment(number), keyed.marked(number, row).encode()));
                return null;
            });
            from = KeyRows.segment(page.lastKey() + 1);
        }
    }

    private static SortedMap<Long, SegmentRow> unmarked(Keyed keyed, Bytes from) {
        var page = new TreeMap<Long, SegmentRow>();
        keyed.rows().range(from, KeyRows.SEGMENTS.afterPrefix(), false, (key, value) -> {
            KeyRows.whole(key, value).filter(row -> !row.isWrapped() && !row.isMarked())
                .ifPresent(row -> page.put(KeyRows.segment(key), row));
            return page.size() < KeyringLimits.REWRAPPED_AT_A_TIME;
        });
        return page;
    }

    private void list(Keyed keyed) {
        boolean hadOne = floors.of(Floors.Of.SLOTS, keyed.tag()) != 0;
        if (hadOne || keyed.rows().get(KeyRows.SLOT_LIST).isPresent()) return;
        new Slots(keyed).list();
    }

    /** The least used that nobody holds; those that are held are as many as there are sessions. */
    private void forgetOne() {
        var idle = rings.entrySet().stream()
            .filter(entry -> !entry.getValue().isHeld() && !visited.containsKey(entry.getValue())).findFirst();
        idle.ifPresent(entry -> {
            rings.remove(entry.getKey());
            entry.getValue().endAll();
        });
    }

    synchronized List<Ring> all() { return List.copyOf(rings.values()); }

    Set<AccountId> accountsWithKeys() { return KeyRows.accounts(store); }

    /** Until the rows are gone the ring stays where it is, so that no other one opens them. */
    void destroy(AccountId account) {
        var ring = of(account);
        ring.destroy();
        ring.keyed().keepRemoved();
        store.remove(KeyRows.partition(account));
        synchronized (this) {
            rings.remove(account, ring);
        }
        slotKeys.spoil();
    }

    @Override public void close() { all().forEach(Ring::endAll); }
}
