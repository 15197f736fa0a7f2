package sigillo.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.SealBroken;
import sigillo.shred.Gone;
import sigillo.shred.ShredKeys;
import sigillo.smtp.Envelope;
import sigillo.store.Batch;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.trace.TraceId;

/** The queue's partition and blobs: reads, transactions, fresh ids. Any thread. */
final class QueueRows {
    private static final System.Logger LOG = System.getLogger(QueueRows.class.getName());

    private final Store store;
    private final QueueSeal seal;
    private final Transactions transactions;
    private final QueueTx.Wakeup wakeup;
    private final EntryIds ids;
    private final RandomGenerator random;
    private volatile long downtime;

    QueueRows(Store store, QueueSeal seal, QueueTx.Wakeup wakeup, EntryIds ids, RandomGenerator random) {
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
        return transactions.write(lane, tx -> work.apply(new QueueTx(tx, seal, downtime, wakeup)));
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

    void alive(long now) {
        write(tx -> {
            tx.alive(new AliveRow(now, downtime));
            return null;
        });
    }

    /** An id that no entry has, also when the clock was put back. */
    long freshId() {
        long id = ids.next();
        for (var view = view(); view.entry(id).isPresent(); ) id = ids.next();
        return id;
    }

    QueueSeal seal() { return seal; }

    /** What an entry is made of. {@code destinations} are its recipients', in order, and {@code now} is in milliseconds. */
    record Made(Envelope envelope, Octets message, TraceId trace, Optional<String> submitter, List<String> destinations, long now) {}

    /**
     * Makes an entry under a key of its own and keeps its message, which is durable with the next commit. Throws
     * {@link StoreException} when it cannot be kept or read.
     */
    NewEntry make(Made made, ShredKeys.Lease lease) {
        long id = freshId();
        try (var key = seal.fresh(id)) {
            var envelope = made.envelope();
            var parts = new ArrayList<NewEntry.Part>();
            for (int i = 0; i < made.destinations().size(); i++) {
                var destination = made.destinations().get(i);
                var addressee = new Addressee(envelope.recipients().get(i), destination, Optional.empty());
                parts.add(new NewEntry.Part(seal.destination(destination), key.seal(new RecipientKey(id, i), addressee)));
            }
            var shared = key.seal(new Entry(envelope.to(List.of()), made.submitter(), false));
            var row = new EntryRow(made.trace(), made.submitter().map(seal::submitter), putBlob(id, key, made.message()),
                made.message().length(), Instant.ofEpochMilli(made.now()), shared);
            return new NewEntry(id, key.wrapped(lease), row, envelope.holdUntil(), parts);
        }
    }

    private Bytes putBlob(long entry, EntryKey key, Octets message) {
        var id = QueueKeys.blob(entry, random.nextLong());
        try {
            store.blobs().put(id, key.seal(id, message));
            return id;
        } catch (java.io.IOException unreadable) {
            throw new StoreException("the message cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Throws {@link Unreadable}, and {@link sigillo.store.BlobStore.MissingBlob}. */
    Octets message(long id, EntryRow row) {
        try (var key = view().open(id)) {
            var stored = store.blobs().get(row.blob());
            return key.open(row).inClear() ? stored : key.open(row.blob(), stored);
        }
    }

    /** After the commit that let go of it. What cannot be deleted now is an orphan, and swept at the next start. */
    void deleteBlob(Bytes id) {
        try {
            store.blobs().delete(id);
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot delete blob " + id + "; the next start will", e);
        }
    }

    /**
     * Of an entry that was refused. What the store failed to keep may be found to be kept all the same, after a restart
     * or when a cluster answers again: then its message stays, and is swept when no entry names it.
     */
    void discardBlob(Bytes id, RuntimeException refused) {
        boolean mayBeKept = refused instanceof StoreException trouble && !trouble.isFull();
        if (!mayBeKept) deleteBlob(id);
    }

    /**
     * Destroys the keys under which keys of entries were that have left; what waits is wrapped anew, a page at a time, until
     * {@code stopping}. Throws {@link StoreException}.
     */
    void tidy(BooleanSupplier stopping) { seal.tidy((old, lease) -> rewrap(old, lease, stopping)); }

    private record Renewed(long entry, KeyRow from, KeyRow to) {}

    private boolean rewrap(Set<Long> old, ShredKeys.Lease lease, BooleanSupplier stopping) {
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
            (key, value) -> rows.put(QueueKeys.entryOf(key), KeyRow.decode(value)) == null && rows.size() < QueueLimits.KEYS_OF_A_COMMIT);
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

    /** Deletes the blobs older than {@code before} that no entry names. Returns how many. */
    int sweep(long before) {
        var orphans = new ArrayList<Bytes>();
        var view = view();
        store.blobs().ids(QueueKeys.BLOBS, id -> {
            long entry = QueueKeys.entryOfBlob(id);
            boolean named = view.entry(entry).filter(row -> row.blob().equals(id)).isPresent();
            if (!named && EntryIds.millisOf(entry) < before) orphans.add(id);
        });
        orphans.forEach(this::deleteBlob);
        return orphans.size();
    }
}
