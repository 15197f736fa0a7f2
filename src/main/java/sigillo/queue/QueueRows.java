package sigillo.queue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/** The queue's partition and blobs: reads, transactions, fresh ids. Any thread. */
final class QueueRows {
    private static final System.Logger LOG = System.getLogger(QueueRows.class.getName());

    private final Store store;
    private final MessageSeal seal;
    private final Transactions transactions;
    private final QueueTx.Wakeup wakeup;
    private final EntryIds ids;
    private final RandomGenerator random;
    private volatile long downtime;

    QueueRows(Store store, MessageSeal seal, QueueTx.Wakeup wakeup, EntryIds ids, RandomGenerator random) {
        this.store = store;
        this.seal = seal;
        this.transactions = new Transactions(store.partition(QueueKeys.PARTITION));
        this.wakeup = wakeup;
        this.ids = ids;
        this.random = random;
        this.downtime = view().alive().map(AliveRow::downtime).orElse(0L);
    }

    QueueView view() { return new QueueView(transactions.partition(), downtime); }

    <T> T write(Function<QueueTx, T> work) {
        return transactions.write(tx -> work.apply(new QueueTx(tx, downtime, wakeup)));
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

    /**
     * Keeps a message; it is durable with the next commit. Throws {@link StoreException} when it cannot be kept or
     * read.
     */
    Bytes putBlob(long entry, Octets message) {
        var id = QueueKeys.blob(entry, random.nextLong());
        try {
            store.blobs().put(id, seal.seal(madeAt(id), id, message));
            return id;
        } catch (java.io.IOException unreadable) {
            throw new StoreException("the message cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Throws {@link MessageSeal.Unreadable}, and {@link sigillo.store.BlobStore.MissingBlob}. */
    Octets blob(Bytes id) { return seal.open(madeAt(id), id, store.blobs().get(id)); }

    private static Instant madeAt(Bytes blob) { return Instant.ofEpochMilli(EntryIds.millisOf(QueueKeys.entryOfBlob(blob))); }

    /** After the commit that let go of it. What cannot be deleted now is an orphan, and swept at the next start. */
    void deleteBlob(Bytes id) {
        try {
            store.blobs().delete(id);
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot delete blob " + id + "; the next start will", e);
        }
    }

    /** Lets the keys go of hours whose messages have all left. */
    void forgetHours(Instant now) {
        var hours = new HashSet<Instant>();
        store.blobs().ids(QueueKeys.BLOBS, id -> hours.add(madeAt(id).truncatedTo(ChronoUnit.HOURS)));
        seal.inUse(hours, now);
    }

    /** Deletes the blobs older than {@code before} that no entry names. Returns how many. */
    int sweep(long before) {
        var orphans = new java.util.ArrayList<Bytes>();
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
