package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.List;
import java.util.stream.Collectors;
import sigillo.store.StoreException;

/**
 * The tables and their version. A keyspace of a newer version is not touched: it could be misread.
 *
 * <pre>
 * table                       what
 * rows, queue_rows            the rows of partitions, and in the static columns their heads; see {@link RowTable}
 * bulk                        values that are too long for a conditional batch; see {@link Bulk}
 * names                       the names of all partitions
 * blob_groups, blob_ids       the ids of blobs in their order, with their lengths; see {@link CassandraBlobs}
 * blob_chunks                 their octets
 * about                       this version
 * </pre>
 */
final class Schema {
    static final int VERSION = 1;
    /**
     * Deleted rows stay this long, so that a node that was away hears of them: repair within it. Cassandra's default.
     */
    private static final int GRACE_SECONDS = 10 * 86_400;
    /** The queue deletes all that it writes: there a repair a day is wanted. */
    private static final int QUEUE_GRACE_SECONDS = 2 * 86_400;

    /**
     * Long values have an id of their own and are never written over, so one that a node brings back after its deletion is
     * named by nobody, and swept. Longer than the time in which nodes that were away are told what they missed (3 hours).
     */
    private static final int BULK_GRACE_SECONDS = 6 * 3_600;

    private final CqlSession session;
    private final ClusterSettings settings;

    Schema(CqlSession session, ClusterSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    /** Throws {@link StoreException} when this program cannot use the keyspace; one that is not there is made. */
    void require() {
        requireKeyspace();
        if (!hasTable("about")) make();
        else mendGrace();
        var row = session.execute(SimpleStatement
            .newInstance("SELECT value FROM " + table("about") + " WHERE key = 'schema'")).one();
        if (row == null) throw new StoreException("keyspace " + settings.keyspace()
            + " has tables, but no version of them:"
            + " it is another program's, or its making was stopped; drop it and start again", null);
        if (!row.getString("value").equals("" + VERSION)) {
            throw new StoreException("keyspace " + settings.keyspace() + " has schema " + row.getString("value")
                + ", this Sigillo knows schema "
                + VERSION + ": use the version of Sigillo that wrote it", null);
        }
    }

    private void requireKeyspace() {
        if (session.getMetadata().getKeyspace(settings.keyspace()).isPresent()) return;
        if (settings.replication().isEmpty()) {
            throw new StoreException("there is no keyspace " + settings.keyspace()
                + ": make it, or say with store.replication how", null);
        }
        var copies = settings.replication().stream().map(each -> "'" + each.dataCentre() + "': " + each.count())
            .collect(Collectors.joining(", "));
        change("CREATE KEYSPACE IF NOT EXISTS " + settings.keyspace()
            + " WITH replication = {'class': 'NetworkTopologyStrategy', " + copies + "}");
    }

    private boolean hasTable(String name) {
        return session.refreshSchema().getKeyspace(settings.keyspace()).flatMap(keyspace -> keyspace.getTable(name))
            .isPresent();
    }

    /** The table of the version comes last: a keyspace that has it has all. */
    private void make() {
        tables().forEach(this::change);
        session.execute(SimpleStatement
            .newInstance("INSERT INTO " + table("about") + " (key, value) VALUES ('schema', '" + VERSION
            + "') IF NOT EXISTS"));
    }

    /** Of a keyspace that was made before: the driver of one server does it, others find it done. */
    private void mendGrace() {
        var bulk = session.getMetadata().getKeyspace(settings.keyspace()).flatMap(keyspace -> keyspace.getTable("bulk"));
        var grace = bulk.map(table -> table.getOptions().get(CqlIdentifier.fromCql("gc_grace_seconds")));
        if (grace.isEmpty() || grace.get().equals(BULK_GRACE_SECONDS)) return;
        change("ALTER TABLE " + table("bulk") + " WITH gc_grace_seconds = " + BULK_GRACE_SECONDS);
    }

    private List<String> tables() {
        return List.of(
            rows("rows", GRACE_SECONDS), rows("queue_rows", QUEUE_GRACE_SECONDS),
            "CREATE TABLE IF NOT EXISTS " + table("bulk")
                + " (p text, bucket blob, k blob, id uuid, v blob, PRIMARY KEY ((p, bucket), k, id)) WITH gc_grace_seconds = "
                + BULK_GRACE_SECONDS,
            "CREATE TABLE IF NOT EXISTS " + table("names") + " (shard int, name text, PRIMARY KEY (shard, name))",
            "CREATE TABLE IF NOT EXISTS " + table("blob_groups") + " (shard int, grp blob, PRIMARY KEY (shard, grp))",
            "CREATE TABLE IF NOT EXISTS " + table("blob_ids")
                + " (grp blob, id blob, length bigint, PRIMARY KEY (grp, id))",
            "CREATE TABLE IF NOT EXISTS " + table("blob_chunks")
                + " (id blob, part int, n int, octets blob, PRIMARY KEY ((id, part), n))"
                + " WITH compression = {'enabled': false}",
            "CREATE TABLE IF NOT EXISTS " + table("about") + " (key text PRIMARY KEY, value text)");
    }

    private String rows(String name, int graceSeconds) {
        return "CREATE TABLE IF NOT EXISTS " + table(name)
            + " (p text, k blob, v blob, revision bigint static, commit_id uuid static, PRIMARY KEY (p, k))"
            + " WITH compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'L4'}"
            + " AND gc_grace_seconds = " + graceSeconds;
    }

    /** The driver waits until all nodes that it sees have it. */
    private void change(String cql) {
        if (!session.execute(SimpleStatement.newInstance(cql)).getExecutionInfo().isSchemaInAgreement()) {
            throw new StoreException("the nodes of the cluster do not agree on their tables yet:"
                + " start again in a minute", null);
        }
    }

    private String table(String name) { return settings.keyspace() + "." + name; }
}
