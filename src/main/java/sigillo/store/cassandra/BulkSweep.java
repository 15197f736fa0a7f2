package sigillo.store.cassandra;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;

/**
 * Finds long values that no row names: a stop came between writing one and the batch that names it, or between a batch
 * and the removal of what it has replaced. A value is written before its batch, so a young one may be about to be
 * named. What was begun in its partition is settled before its rows are read: then none of a day ago can get in any
 * more.
 */
final class BulkSweep {
    /** The clocks of servers say when a value was written; they are not a day apart. */
    private static final Duration AGE_MIN = Duration.ofDays(1);

    private final Bulk bulk;
    private final Commits commits;
    private final Function<PartitionName, RowTable> tables;
    private final Set<PartitionName> settled = new HashSet<>();
    private final Instant before = Instant.now().minus(AGE_MIN);
    private long swept;

    BulkSweep(Bulk bulk, Commits commits, Function<PartitionName, RowTable> tables) {
        this.bulk = bulk;
        this.commits = commits;
        this.tables = tables;
    }

    /** Returns how many values are gone. */
    long run(BooleanSupplier stopping) {
        bulk.eachBucket((name, bucket) -> {
            if (!stopping.getAsBoolean()) sweep(name, bucket);
            return !stopping.getAsBoolean();
        });
        return swept;
    }

    private void sweep(PartitionName name, Bytes bucket) {
        var old = new ArrayList<Bulk.Place>();
        for (var value : bulk.values(name, bucket)) if (value.writtenAt().isBefore(before)) old.add(value.place());
        if (old.isEmpty()) return;
        if (settled.add(name)) commits.settle(name, tables.apply(name));
        var named = named(name, old);
        old.removeIf(place -> named.getOrDefault(place.key(), Set.of()).contains(place.at().id()));
        bulk.delete(name, old);
        swept += old.size();
    }

    private HashMap<Bytes, Set<UUID>> named(PartitionName name, List<Bulk.Place> places) {
        var keys = new HashSet<Bytes>();
        for (var place : places) keys.add(place.key());
        var named = new HashMap<Bytes, Set<UUID>>();
        for (var row : tables.apply(name).some(name, keys)) {
            if (row.cell() instanceof Cell.Elsewhere at) named.put(row.key(), Set.of(at.id()));
        }
        return named;
    }
}
