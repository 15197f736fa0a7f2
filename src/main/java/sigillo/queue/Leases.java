package sigillo.queue;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import sigillo.base.Bytes;
import sigillo.store.StoreException;

/**
 * Where several servers work on the queue: before an attempt, an entry is leased for its destination, by a row that
 * names the node and is good while that node lives. The commit that settles what the attempt came to finds the row its
 * own, and takes it away. A server that is alone writes no such row.
 */
final class Leases {
    private static final System.Logger LOG = System.getLogger(Leases.class.getName());

    private final QueueRows rows;
    private final Colleagues colleagues;
    private final Duration patience;
    /** Rows that are damaged: since when nobody knows who has it in hand. */
    private final Map<Bytes, Long> unreadable = new ConcurrentHashMap<>();

    Leases(QueueRows rows, Colleagues colleagues) { this(rows, colleagues, QueueLimits.ATTEMPT_MAX); }

    /** {@code patience}: how long a row that cannot be read is somebody's. */
    Leases(QueueRows rows, Colleagues colleagues, Duration patience) {
        this.rows = rows;
        this.colleagues = colleagues;
        this.patience = patience;
    }

    boolean areNeeded() { return colleagues.mayBe(); }

    /**
     * False when another that lives has it, and when others may do the work of this server. Durable. Throws {@link
     * StoreException}.
     */
    boolean take(Bytes destination, long entry) {
        if (!areNeeded()) return true;
        if (!colleagues.mayWork()) return false;
        var there = rows.view().lease(destination, entry);
        if (there.isPresent() && !isOwn(there.get()) && isInHand(there.get(), destination, entry)) return false;
        return rows.write(tx -> {
            var now = tx.lease(destination, entry);
            boolean isAsSeen = now.isEmpty() || now.equals(there) || isOwn(now.get());
            if (isAsSeen) tx.lease(destination, entry, colleagues.self());
            return isAsSeen;
        });
    }

    /** What nobody can read is in somebody's hand for as long as an attempt may last, and then in nobody's. */
    private boolean isInHand(Bytes node, Bytes destination, long entry) {
        if (!node.equals(LeaseRow.NOBODY_KNOWS)) return colleagues.lives(node);
        long now = System.nanoTime();
        if (unreadable.size() >= QueueLimits.ROWS_OF_A_CLAIM_MAX) unreadable.values()
            .removeIf(since -> now - since > 2 * patience.toNanos());
        var key = QueueKeys.lease(destination, entry);
        boolean isOver = now - unreadable.computeIfAbsent(key, _ -> now) >= patience.toNanos();
        if (!isOver) return true;
        unreadable.remove(key);
        LOG.log(Level.WARNING, "who has queue entry " + QueueId.of(entry) + " in hand cannot be read: it is taken up");
        return false;
    }

    private boolean isOwn(Bytes node) { return node.equals(colleagues.self()); }

    /** Within a commit: whether it is this node's still. */
    boolean isOwn(QueueTx tx, Bytes destination, long entry) {
        return !areNeeded() || tx.lease(destination, entry).filter(this::isOwn).isPresent();
    }

    /**
     * Within the commit that settles an attempt: true when it is still this node's to settle; from then on it is
     * nobody's.
     */
    boolean end(QueueTx tx, Bytes destination, long entry) {
        if (!areNeeded()) return true;
        boolean isOwn = isOwn(tx, destination, entry);
        if (isOwn) tx.endLease(destination, entry);
        return isOwn;
    }

    /** Nothing came of it. Where the store does not take that, the lease lasts as long as this node does. */
    void giveUp(Bytes destination, long entry) {
        if (!areNeeded()) return;
        try {
            rows.write(tx -> end(tx, destination, entry));
        } catch (StoreException stays) {
            LOG.log(Level.WARNING,
                "the lease of queue entry " + QueueId.of(entry) + " stays until this server ends", stays);
        }
    }

    private record Lease(Bytes destination, long entry, Bytes node) {}

    /** Takes away those of nodes that have ended, a part of them when they are many. Returns how many. */
    int sweep(BooleanSupplier stopping) {
        var old = new ArrayList<Lease>();
        rows.view().range(QueueKeys.LEASES, QueueKeys.LEASES.afterPrefix(), (key, row) -> {
            old.add(new Lease(QueueKeys.destinationOfLease(key), QueueKeys.entryOfLease(key), LeaseRow.decode(row)));
            return old.size() < QueueLimits.ROWS_OF_A_CLAIM_MAX;
        });
        old.removeIf(lease -> isOwnOrLives(lease.node()));
        if (old.isEmpty() || stopping.getAsBoolean()) return 0;
        return rows.write(tx -> end(tx, old));
    }

    /** What is damaged stays until it is taken up; who is alone knows that nobody has it. */
    private boolean isOwnOrLives(Bytes node) {
        return colleagues.mayBe()
            && (isOwn(node) || node.equals(LeaseRow.NOBODY_KNOWS) || colleagues.lives(node));
    }

    private static int end(QueueTx tx, List<Lease> old) {
        int ended = 0;
        for (var lease : old) {
            if (!tx.lease(lease.destination(), lease.entry()).equals(Optional.of(lease.node()))) continue;
            tx.endLease(lease.destination(), lease.entry());
            ended++;
        }
        return ended;
    }
}
