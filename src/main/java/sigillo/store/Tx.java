package sigillo.store;

import java.util.Optional;
import sigillo.base.Bytes;

/** A writer's view of a partition: what is committed, what writers before it in the round wrote, and its own writes. */
public interface Tx {

    /** The partition's revision once this is committed: the JMAP state and IMAP MODSEQ of the change. */
    long revision();

    Optional<byte[]> get(Bytes key);

    /** Visits {@code [from, to)} as {@link Partition#range} does, with this round's writes in their places. */
    void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor);

    /**
     * Writes a row; {@code value} must not change afterwards. Throws {@link IllegalArgumentException} beyond the limits
     * of {@link Partition}, and {@link IllegalStateException} when one work writes more than 8 MiB in all, counting 64
     * octets beside each key and value: what is larger is done in several works.
     */
    void put(Bytes key, byte[] value);

    void delete(Bytes key);

    /**
     * Says that this work makes room, now or by what it leads to, though it writes some rows too: the store takes it
     * from a reserve when the disk has little left. A work that only deletes rows need not say so. Decision 0020.
     */
    void givesSpace();

    /** Runs once, after the commit is durable, in the order of commits; never runs when it fails. Must be quick. */
    void afterCommit(Runnable action);

    /**
     * As {@link #afterCommit}, and also when nobody can tell whether it was kept ({@link StoreException#mayBeKept}): it
     * may be found to be there later, when nothing runs any more. For what does no harm where it is not.
     */
    void afterCommitOrDoubt(Runnable action);
}
