package sigillo.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.SealBroken;
import sigillo.shred.Gone;
import sigillo.shred.ShredKeys;
import sigillo.store.Abandoned;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/** The queue's partition and blobs: reads, transactions, fresh ids. Any thread. */
final class QueueRows {
    private static final System.Logger LOG = System.getLogger(QueueRows.class.getName());

    private final Store store;
    private final QueueSeal seal;
    private final Transactions transactions;
    private final QueueTx.Wakeup wakeup;
    private final EntryIds ids;
    private final RandomGenerator random;
    private final Duration orphanGrace;
    private final Abandoned abandoned;
    /** Messages of entries that are being put in. */
    private final Set<Bytes> inFlight = ConcurrentHashMap.newKeySet();
    /** Commits of which nobody could say whether they were kept. */
    private final AtomicLong doubts = new AtomicLong();
    private final Queue<Runnable> onceSettled = new ConcurrentLinkedQueue<>();
    private volatile long downtime;

    QueueRows(Store store, QueueSeal seal, QueueTx.Wakeup wakeup, EntryIds ids, RandomGenerator random) {
        this(store, seal, wakeup, ids, random, QueueLimits.ORPHAN_GRACE, Abandoned.atOnce());
    }

    /**
     * {@code orphanGrace}: a blob without an entry that is younger may be on its way in. {@code abandoned}: which of
     * those that are old go.
     */
    QueueRows(Store store, QueueSeal seal, QueueTx.Wakeup wakeup, EntryIds ids, RandomGenerator random,
            Duration orphanGrace, Abandoned abandoned) {
        this.orphanGrace = orphanGrace;
        this.abandoned = abandoned;
        this.store = store;
        this.seal = seal;
        this.transactions = new Transactions(store.partition(QueueKeys.PARTITION));
        this.wakeup = wakeup;
        this.ids = ids;
        this.random = random;
        this.downtime = view().alive().map(AliveRow::downtime).orElse(0L);
    }

    QueueView view() { return new QueueView(transactions.partition(), seal, downtime); }

    <T> T write(Function<QueueTx, T> work) { return write(Batch.Lane.PROMPT, work); }

    private <T> T write(Batch.Lane lane, Function<QueueTx, T> work) {
        try {
            return transactions.write(lane, tx -> work.apply(new QueueTx(tx, seal, downtime, wakeup)));
        } catch (StoreException refused) {
            if (refused.mayBeKept()) inDoubt();
            throw refused;
        }
    }

    /** What follows a commit was not done; should it be there, or come later, its rows lie anywhere in the time indexes. */
    private void inDoubt() {
        doubts.incrementAndGet();
        wakeup.at(QueueKeys.HEALTHY, 0);
    }

    /** How many commits have been in doubt since the start. */
    long doubts() { return doubts.get(); }

    /**
     * Makes sure of all that were in doubt when this was called: once a later commit has got in they are there, or never
     * will be. Throws {@link StoreException}; then they are as they were.
     */
    void settleDoubts(long now) {
        int those = onceSettled.size();
        alive(now);
        seal.spoil(); // entries may have been deleted
        for (int i = 0; i < those; i++) onceSettled.remove().run();
    }

    /** What waits for a commit that is in doubt. Until the process ends, when the store takes none any more. */
    void onceSettled(Runnable action) {
        onceSettled.add(action);
        doubts.incrementAndGet();
    }

    /** What {@code now} tells of the time since the queue was last alive: that time counts for nobody. */
    void resume(long now) {
        downtime = write(tx -> {
            var before = tx.alive().orElse(new AliveRow(now, 0));
            var row = new AliveRow(now, before.downtime() + Math.max(0, now - before.at()));
            tx.alive(row);
            return row.downtime();
        });
    }

    /** Writes the row again as it is. */
    private void alive() {
        write(tx -> {
            tx.alive().ifPresent(tx::alive);
            return null;
        });
    }

    void alive(long now) {
        downtime = write(tx -> {
            long known = Math.max(downtime, tx.alive().map(AliveRow::downtime).orElse(0L)); // another server may know more
            tx.alive(new AliveRow(now, known));
            return known;
        });
    }

    /** An id that no entry has, also when the clock was put back. */
    long freshId() {
        long id = ids.next();
        for (var view = view(); view.entry(id).isPresent(); ) id = ids.next();
        return id;
    }

    QueueSeal seal() { return seal; }

    /** For entries that are to be put in. Throws {@link StoreException}. */
    Intake intake() { return new Intake(this, seal.lease()); }

    /** The id of a message that is about to be put: the sweep leaves it alone until it has {@link #arrived}. */
    Bytes freshBlob(long entry) {
        var id = QueueKeys.blob(entry, random.nextLong());
        inFlight.add(id);
        return id;
    }

    /** Throws {@link StoreException}; then nothing of it is left, as far as the store can. */
    void putBlob(Bytes id, Octets sealed) {
        try {
            store.blobs().put(id, sealed);
        } catch (java.io.IOException unreadable) {
            throw new StoreException("the message cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Entries name them now, or never will. */
    void arrived(List<Bytes> blobs) { blobs.forEach(inFlight::remove); }

    /** Throws {@link Unreadable}, and {@link sigillo.store.BlobStore.MissingBlob}. */
    Octets message(long id, EntryRow row) {
        try (var key = view().open(id)) {
            var stored = store.blobs().get(row.blob());
            return key.open(row).inClear() ? stored : key.open(row.blob(), stored);
        }
    }

    /** After the commit that let go of it. What cannot be deleted now is an orphan, and swept within an hour or two. */
    void deleteBlob(Bytes id) {
        try {
            store.blobs().delete(id);
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot delete blob " + id + "; the sweep will", e);
        }
    }

    /**
     * Destroys the keys under which keys of entries were that have left; what waits is wrapped anew, a page at a time, until
     * {@code stopping}. Throws {@link StoreException}.
     */
    void tidy(BooleanSupplier stopping) { seal.tidy((old, lease) -> rewrap(old, lease, stopping)); }

    private record Renewed(long entry, KeyRow from, KeyRow to) {}

    private boolean rewrap(Set<Long> old, ShredKeys.Lease lease, BooleanSupplier stopping) {
        alive(); // a commit of our own: what was in doubt before it is there now, or never will be
        for (var from = QueueKeys.KEYS; ; ) {
            if (stopping.getAsBoolean()) return false;
            var page = new ArrayList<Renewed>();
            var end = page(from, old, lease, page);
            write(Batch.Lane.BULK, tx -> {
                for (var one : page) tx.rewrap(one.entry(), one.from(), one.to());
                return null;
            });
            if (end.isEmpty()) return true;
            from = end.get();
        }
    }

    /** Returns where the next page begins; empty when this was the last one. */
    private Optional<Bytes> page(Bytes from, Set<Long> old, ShredKeys.Lease lease, List<Renewed> page) {
        var rows = new TreeMap<Long, KeyRow>();
        transactions.partition().range(from, QueueKeys.KEYS.afterPrefix(), false,
            (key, value) -> {
                KeyRow.whole(value).ifPresent(row -> rows.put(QueueKeys.entryOf(key), row));
                return rows.size() < QueueLimits.KEYS_OF_A_COMMIT;
            });
        rows.forEach((entry, row) -> {
            if (old.contains(row.key().under())) renewed(entry, row, lease).ifPresent(to -> page.add(new Renewed(entry, row, to)));
        });
        return rows.size() < QueueLimits.KEYS_OF_A_COMMIT ? Optional.empty() : Optional.of(QueueKeys.keyOf(rows.lastKey() + 1));
    }

    private static Optional<KeyRow> renewed(long entry, KeyRow row, ShredKeys.Lease lease) {
        try {
            return Optional.of(new KeyRow(lease.rewrap(QueueSeal.purpose(entry), row.key()), false));
        } catch (Gone | SealBroken never) {
            LOG.log(System.Logger.Level.WARNING, "the key of " + QueueId.of(entry) + " cannot be wrapped anew: " + never.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Deletes blobs that no entry names, and that are so old that none which was put in doubt can still come; a part of
     * them when they are many. Where there are several servers their age counts for nothing, since it is by the clock
     * of who put it: see {@link Abandoned}. {@code now} in milliseconds. Returns how many.
     */
    int sweep(long now, BooleanSupplier stopping) {
        transactions.partition().head(); // settles what a cluster could not say
        long before = now - orphanGrace.toMillis();
        var old = new ArrayList<Bytes>();
        store.blobs().ids(QueueKeys.BLOBS, id -> {
            boolean isOld = EntryIds.millisOf(QueueKeys.entryOfBlob(id)) < before;
            if (isOld && old.size() < QueueLimits.ORPHANS_AT_ONCE && isOrphan(id)) old.add(id);
        });
        int swept = 0;
        for (var id : abandoned.of(QueueKeys.BLOBS, old)) {
            if (stopping.getAsBoolean()) break;
            if (!isOrphan(id)) continue; // it has arrived meanwhile: the clock was put back, and its id is old
            deleteBlob(id);
            swept++;
        }
        return swept;
    }

    /** In this order: what is no longer in flight is in its entry by now, or never will be. */
    private boolean isOrphan(Bytes id) {
        return !inFlight.contains(id) && !isNamed(id);
    }

    private boolean isNamed(Bytes id) {
        try {
            return view().entry(QueueKeys.entryOfBlob(id)).filter(row -> row.blob().equals(id)).isPresent();
        } catch (Damaged row) { // who knows
            return true;
        }
    }
}
