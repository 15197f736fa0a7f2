package sigillo.queue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    Leases(QueueRows rows, Colleagues colleagues) {
        this.rows = rows;
        this.colleagues = colleagues;
    }

    boolean areNeeded() { return colleagues.mayBe(); }

    /** False when another that lives has it. Durable. Throws {@link StoreException}. */
    boolean take(Bytes destination, long entry) {
        if (!areNeeded()) return true;
        var there = rows.view().lease(destination, entry);
        if (there.isPresent() && !isOwn(there.get()) && colleagues.lives(there.get())) return false;
        return rows.write(tx -> {
            var now = tx.lease(destination, entry);
            boolean isAsSeen = now.isEmpty() || now.equals(there) || isOwn(now.get());
            if (isAsSeen) tx.lease(destination, entry, colleagues.self());
            return isAsSeen;
        });
    }

    private boolean isOwn(Bytes node) { return node.equals(colleagues.self()); }

    /**
     * Within the commit that settles an attempt: true when it is still this node's to settle; from then on it is
     * nobody's.
     */
    boolean end(QueueTx tx, Bytes destination, long entry) {
        if (!areNeeded()) return true;
        boolean isOwn = tx.lease(destination, entry).filter(this::isOwn).isPresent();
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

    private boolean isOwnOrLives(Bytes node) { return colleagues.mayBe() && (isOwn(node) || colleagues.lives(node)); }

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
