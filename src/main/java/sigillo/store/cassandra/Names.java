package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import sigillo.store.PartitionName;

/**
 * The names of partitions, in one partition of the table. Written with conditions, though nothing hangs on them: so the
 * clocks of two servers do not decide whether a name that was removed and made anew is there.
 */
final class Names {
    private static final int SHARD = 0;

    private final Cluster cluster;
    private final PreparedStatement add;
    private final PreparedStatement remove;
    private final PreparedStatement from;

    Names(Cluster cluster) {
        var table = cluster.table("names");
        this.cluster = cluster;
        add = cluster.prepare("INSERT INTO " + table + " (shard, name) VALUES (?, ?) IF NOT EXISTS");
        remove = cluster.prepare("DELETE FROM " + table + " WHERE shard = ? AND name = ? IF EXISTS");
        from = cluster.prepare("SELECT name FROM " + table + " WHERE shard = ? AND name >= ?");
    }

    void add(PartitionName name) { change(add.bind(SHARD, name.text())); }

    void remove(PartitionName name) { change(remove.bind(SHARD, name.text())); }

    boolean has(PartitionName name) {
        var first = cluster.one(from.bind(SHARD, name.text()).setPageSize(1));
        return first.filter(row -> row.getString("name").equals(name.text())).isPresent();
    }

    /** Those that begin with {@code prefix}, sorted. */
    List<PartitionName> list(String prefix) {
        var names = new ArrayList<PartitionName>();
        for (var row : cluster.ask(from.bind(SHARD, prefix))) {
            var name = row.getString("name");
            if (!name.startsWith(prefix)) break;
            names.add(new PartitionName(name));
        }
        return names;
    }

    /** May be done twice: whether it was there or not, it is as wanted afterwards. */
    private void change(BoundStatement statement) {
        try {
            cluster.askOnce(statement);
        } catch (DriverException | IllegalStateException e) {
            throw cluster.failed(e);
        }
    }
}
