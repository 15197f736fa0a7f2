package sigillo.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sigillo.base.Bytes;

/**
 * Ordered keys and values under one revision. A {@link Batch} is applied whole or not at all, and only while the
 * revision is the one it names. No row may grow with the account; a value is at most {@link #VALUE_OCTETS_MAX}.
 *
 * <p>Whoever only reads and writes an account uses {@link Transactions}, which does the reading, the condition and the
 * retry. Surprises (a broken disk) are {@link StoreException}.
 */
public interface Partition {
    /** Larger things are blobs. */
    int VALUE_OCTETS_MAX = 1 << 20;
    /** Keys are short: they are built of ids. */
    int KEY_OCTETS_MAX = 512;

    PartitionName name();

    /** The revision, 0 for an empty partition; every applied batch adds 1. Reads what is durable. */
    Head head();

    default long revision() { return head().revision(); }

    Optional<byte[]> get(Bytes key);

    /**
     * Visits {@code [from, to)} in order, or backwards when {@code reverse}, until the visitor returns false. What is
     * visited is one consistent state; in a cluster 500 rows at a time are. The visitor must not write and should be
     * quick: it may hold a native iterator.
     */
    void range(Bytes from, Bytes to, boolean reverse, Visitor visitor);

    /**
     * Fills the page with the first rows of {@code [from, to)}, as many as it takes. For who reads through much, once:
     * a store that keeps what was read lately keeps nothing of this.
     */
    default void read(Bytes from, Bytes to, Page page) {
        page.clear();
        range(from, to, false, page::take);
    }

    /** Applies a batch; atomic, and durable when it returns {@link Written.Applied}. Blocks. */
    default Written apply(Batch batch) { return Futures.join(submit(batch)); }

    /**
     * As {@link #apply}, without waiting: the future completes when the batch is durable or refused. It completes on
     * the committer's thread, so what hangs on it must be quick.
     */
    CompletableFuture<Written> submit(Batch batch);

    /**
     * Makes the revision this one, when it is lower, durably; no row changes. Only for a store that was brought back
     * from a backup, whose readers may have seen later revisions than it has. Throws {@link StoreException} when it is
     * refused.
     */
    void raise(long revision);

    /**
     * Puts rows as they are under a head as it is, durably: for who copies a store, into a partition to which nobody
     * else writes. It is empty, or has this head by a call before: so a partition is copied by several calls, of some
     * MiB at most, each of them whole or not at all. Throws {@link StoreException} when it is refused, and when the
     * partition has another head. A call that was in doubt may be made again.
     */
    void load(Head head, List<Batch.Write.Put> rows);

    /** Sees one key and its value; false ends the visit. */
    interface Visitor {
        boolean visit(Bytes key, byte[] value);
    }
}
