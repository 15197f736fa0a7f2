package sigillo.store;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** All partitions and blobs of one server. Safe for use by many threads. */
public interface Store extends AutoCloseable {

    /** The partition of this name, which need not exist yet: it then is empty, at revision 0. */
    Partition partition(PartitionName name);

    /** The names of all partitions that were ever written to and not removed, beginning with {@code prefix}, sorted. */
    List<PartitionName> partitions(String prefix);

    /** Removes a partition with all its keys, durably. Its blobs are the caller's to delete. */
    void remove(PartitionName name);

    BlobStore blobs();

    /** Empty while the store takes writes; else why it refuses them (a failed sync, a full disk), for people. */
    java.util.Optional<String> trouble();

    /**
     * Puts the state of this moment into {@code folder}, which is made: files from which a store of the same kind opens
     * with all that was durable when this was called. Writers are hardly held up. A file that has the name, length,
     * date and inode of one in an earlier checkpoint has its content too, so that a backup need not read it again; a
     * backend for which that is not so (one in memory) writes what it has as new files. Throws {@link StoreException},
     * as one on several machines always does ({@link StoreMirror}); what is in the folder then is worth nothing.
     */
    void checkpoint(Path folder);

    /**
     * Removes what a stop has left that nobody names, if it is so old that nobody can be about to name it; to be called
     * once in a while, until {@code stopping}. Slow, and gives way to nobody. Returns how much that was. Throws
     * {@link StoreException}. A store that has no such things does nothing.
     */
    default long tidy(BooleanSupplier stopping) { return 0; }

    /** Waits for writes under way, then closes. */
    @Override void close();
}
