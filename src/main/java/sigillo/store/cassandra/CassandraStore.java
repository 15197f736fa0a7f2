package sigillo.store.cassandra;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sigillo.store.BlobStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;

/** A store over a cluster of Cassandra. Several servers may have it open at one time. */
public final class CassandraStore implements Store {
    /** Of partitions of the queue. */
    private static final String QUEUE = "q/";

    private final Cluster cluster;
    private final RowTable rows;
    private final RowTable queueRows;
    private final Bulk bulk;
    private final Names names;
    private final Commits commits;
    private final CassandraBlobs blobs;

    /**
     * Connects, and makes the tables when there are none. Throws {@link StoreException} with a message for the
     * operator: no node answers, there is no such keyspace, a newer version wrote it.
     */
    public static CassandraStore open(ClusterSettings settings) {
        var cluster = Cluster.connect(settings);
        try {
            return new CassandraStore(cluster);
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private CassandraStore(Cluster cluster) {
        this.cluster = cluster;
        this.rows = new RowTable(cluster, "rows");
        this.queueRows = new RowTable(cluster, "queue_rows");
        this.bulk = new Bulk(cluster);
        this.names = new Names(cluster);
        this.commits = new Commits(cluster, bulk, names);
        this.blobs = new CassandraBlobs(cluster);
    }

    @Override public Partition partition(PartitionName name) {
        return new CassandraPartition(name, table(name), bulk, commits); }

    /** With those whose first commit did not get in. */
    @Override public List<PartitionName> partitions(String prefix) { return names.list(prefix); }

    @Override public void remove(PartitionName name) { commits.remove(name, table(name)); }

    @Override public BlobStore blobs() { return blobs; }

    /** It has no files of one moment: who backs it up follows it ({@link sigillo.store.StoreMirror}). */
    @Override public void checkpoint(Path folder) {
        throw new StoreException("a store in a cluster has no files of its own", null);
    }

    @Override public Optional<String> trouble() { return cluster.trouble(); }

    /** Long values that no row names. */
    @Override public long tidy(BooleanSupplier stopping) {
        return tidy(stopping, Instant.now());
    }

    /** {@code now}: as the clock here says. */
    long tidy(BooleanSupplier stopping, Instant now) {
        return new BulkSweep(bulk, commits, names, this::table, now).run(stopping);
    }

    @Override public void close() {
        commits.close();
        cluster.close();
    }

    private RowTable table(PartitionName name) { return name.text().startsWith(QUEUE) ? queueRows : rows; }
}
