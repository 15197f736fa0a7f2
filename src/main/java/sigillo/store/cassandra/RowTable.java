package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.store.Damaged;
import sigillo.store.Head;
import sigillo.store.PartitionName;

/**
 * A table of rows: {@code p} the partition, {@code k} an octet 1 and the key, {@code v} a {@link Cell}; static {@code
 * revision} and {@code commit_id}. Each partition begins with a row {@code k} = 0 that stays: Cassandra looks for a
 * partition's first live row at each condition, and would go through all that were deleted before it.
 */
final class RowTable {
    static final Head EMPTY = new Head(0, new UUID(0, 0));
    private static final ByteBuffer FIRST = ByteBuffer.wrap(new byte[] {0});
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** Keys asked for at once. */
    private static final int KEYS_AT_ONCE = 200;

    /** A row as it was read. */
    record Stored(Bytes key, Cell cell) {}

    private final Cluster cluster;
    private final PreparedStatement head;
    private final PreparedStatement get;
    private final PreparedStatement some;
    private final PreparedStatement forward;
    private final PreparedStatement backward;
    private final PreparedStatement advance;
    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final PreparedStatement clear;

    RowTable(Cluster cluster, String name) {
        var table = cluster.table(name);
        this.cluster = cluster;
        head = cluster.prepare("SELECT k, revision, commit_id FROM " + table + " WHERE p = ? AND k = 0x00");
        get = cluster.prepare("SELECT v FROM " + table + " WHERE p = ? AND k = ?");
        some = cluster.prepare("SELECT k, v FROM " + table + " WHERE p = ? AND k IN ?");
        forward = cluster.prepare("SELECT k, v FROM " + table + " WHERE p = ? AND k >= ? AND k < ? LIMIT ?");
        backward = cluster.prepare("SELECT k, v FROM " + table
            + " WHERE p = ? AND k >= ? AND k < ? ORDER BY k DESC LIMIT ?");
        advance = cluster.prepare("UPDATE " + table + " SET revision = ?, commit_id = ? WHERE p = ? IF revision = ?");
        put = cluster.prepare("UPDATE " + table + " SET v = ? WHERE p = ? AND k = ?");
        delete = cluster.prepare("DELETE FROM " + table + " WHERE p = ? AND k = ?");
        clear = cluster.prepare("DELETE FROM " + table + " WHERE p = ? AND k >= 0x00");
    }

    // ---- reading ----

    /** {@code settles}: also what was begun and is not known to have ended; that is a round of Paxos. */
    Head head(PartitionName name, boolean settles) {
        var asked = head.bind(name.text());
        var row = cluster.one(settles ? asked.setConsistencyLevel(ConsistencyLevel.SERIAL) : asked);
        return row.filter(found -> !found.isNull("revision"))
            .map(found -> new Head(found.getLong("revision"), found.getUuid("commit_id"))).orElse(EMPTY);
    }

    Optional<Cell> get(PartitionName name, Bytes key) {
        return cluster.one(get.bind(name.text(), stored(key)))
            .map(row -> Cell.decode(key, row.getByteBuffer("v"), "a row of " + name));
    }

    /** Of the keys those that are there. {@code damaged} is told of each that cannot be read. */
    List<Stored> some(PartitionName name, Collection<Bytes> keys, Consumer<Bytes> damaged) {
        var found = new ArrayList<Stored>();
        var all = keys.stream().map(RowTable::stored).toList();
        for (int from = 0; from < all.size(); from += KEYS_AT_ONCE) {
            var part = all.subList(from, Math.min(all.size(), from + KEYS_AT_ONCE));
            for (var row : cluster.ask(some.bind(name.text(), part))) {
                try {
                    found.add(decode(name, row));
                } catch (Damaged unreadable) {
                    damaged.accept(key(row));
                }
            }
        }
        return found;
    }

    /** The first {@code max} rows of {@code [from, to)}, or the last, the last first: one state. */
    List<Stored> page(PartitionName name, Bytes from, Bytes to, boolean reverse, int max) {
        return KeyRange.page(from, to, reverse, max, (first, end, count) -> {
            var asked = (reverse ? backward : forward).bind(name.text(), stored(first), stored(end), count);
            var page = new ArrayList<Stored>();
            for (var row : cluster.ask(asked.setPageSize(count))) page.add(decode(name, row));
            return page;
        });
    }

    private static Bytes key(Row row) {
        var stored = row.getByteBuffer("k");
        return Cell.Octet.bytes(stored.slice(stored.position() + 1, stored.remaining() - 1));
    }

    private static Stored decode(PartitionName name, Row row) {
        var key = key(row);
        return new Stored(key, Cell.decode(key, row.getByteBuffer("v"), "a row of " + name));
    }

    // ---- writing ----

    /** The batch that takes the partition from a revision to {@code next}; a null instead of a cell deletes. */
    BatchStatement commit(PartitionName name, long revision, Head next, LinkedHashMap<Bytes, Cell> writes) {
        var batch = new BatchStatementBuilder(BatchType.LOGGED);
        batch.addStatement(advance
            .bind(next.revision(), next.commitId(), name.text(), revision == 0 ? null : revision));
        if (revision == 0) batch.addStatement(put.bind(NOTHING, name.text(), FIRST));
        writes.forEach((key, cell) -> batch.addStatement(change(name, key, cell)));
        return batch.build();
    }

    private BoundStatement change(PartitionName name, Bytes key, Cell cell) {
        return cell == null ? delete.bind(name.text(), stored(key))
            : put.bind(Cell.encode(key, cell), name.text(), stored(key));
    }

    BatchStatement removal(PartitionName name, long revision) {
        return new BatchStatementBuilder(BatchType.LOGGED)
            .addStatement(advance.bind(null, null, name.text(), revision)).addStatement(clear.bind(name.text()))
                .build();
    }

    /** The revision that stood against a condition; of a partition that is not there the row says nothing. */
    static long revision(Row refused) {
        return refused.getColumnDefinitions().contains("revision") && !refused.isNull("revision")
        ? refused.getLong("revision") : 0; }

    private static ByteBuffer stored(Bytes key) {
        return ByteBuffer.allocate(1 + key.length()).put((byte) 1).put(key.unsafeArray()).flip();
    }
}
