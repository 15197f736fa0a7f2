package sigillo.store;

import java.util.List;

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

    /** Waits for writes under way, then closes. */
    @Override void close();
}
