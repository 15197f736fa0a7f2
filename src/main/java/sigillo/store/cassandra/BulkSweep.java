package sigillo.store.cassandra;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;

/**
 * Finds long values that no row names: a stop came between writing one and the batch that names it, or between a batch
 * and the removal of what it has replaced. A value is written before its batch, so one that nobody names may be about to
 * be named, and no clock says for certain that it is not: those of servers may be days apart. So what is found is held
 * against a revision of its partition that is taken afterwards ({@link Commits#fence}): a batch that was to name it is in
 * by then, or never will be. A young value, as the clock here says, is left alone only to spare that.
 */
final class BulkSweep {
    private static final Duration AGE_MIN = Duration.ofDays(1);
    /** Places of one partition that are held in memory until its revision is taken. */
    private static final int PLACES_MAX = 10_000;

    private final Bulk bulk;
    private final Commits commits;
    private final Names names;
    private final Function<PartitionName, RowTable> tables;
    private final Instant before;
    private final Map<PartitionName, List<Bulk.Place>> found = new HashMap<>();
    private int places;
    private long swept;

    BulkSweep(Bulk bulk, Commits commits, Names names, Function<PartitionName, RowTable> tables, Instant now) {
        this.bulk = bulk;
        this.commits = commits;
        this.names = names;
        this.tables = tables;
        this.before = now.minus(AGE_MIN);
    }

    /** Returns how many values are gone. */
    long run(BooleanSupplier stopping) {
        bulk.eachBucket((name, bucket) -> {
            if (stopping.getAsBoolean()) return false;
            look(name, bucket);
            if (places >= PLACES_MAX) sweepFound(stopping);
            return !stopping.getAsBoolean();
        });
        sweepFound(stopping);
        return swept;
    }

    private void look(PartitionName name, Bytes bucket) {
        var old = new ArrayList<Bulk.Place>();
        for (var value : bulk.values(name, bucket)) if (value.writtenAt().isBefore(before)) old.add(value.place());
        if (old.isEmpty()) return;
        var orphans = ofNobody(name, old);
        if (orphans.isEmpty()) return;
        found.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(orphans);
        places += orphans.size();
    }

    private void sweepFound(BooleanSupplier stopping) {
        found.forEach((name, places) -> {
            if (!stopping.getAsBoolean()) sweep(name, places);
        });
        found.clear();
        places = 0;
    }

    private void sweep(PartitionName name, List<Bulk.Place> orphans) {
        if (!commits.fence(name, tables.apply(name)) && !isRemoved(name)) return;
        var gone = ofNobody(name, orphans);
        bulk.delete(name, gone);
        swept += gone.size();
    }

    /** Whose name is gone: who makes one anew puts its name there before its first value. */
    private boolean isRemoved(PartitionName name) { return !names.has(name); }

    /** Those that no row names as it is now; of a row that is damaged nobody knows. */
    private List<Bulk.Place> ofNobody(PartitionName name, List<Bulk.Place> all) {
        var keys = new HashSet<Bytes>();
        for (var place : all) keys.add(place.key());
        var unknown = new HashSet<Bytes>();
        var named = new HashMap<Bytes, Set<UUID>>();
        for (var row : tables.apply(name).some(name, keys, unknown::add)) {
            if (row.cell() instanceof Cell.Elsewhere at) named.put(row.key(), Set.of(at.id()));
        }
        return all.stream().filter(place -> !unknown.contains(place.key())
            && !named.getOrDefault(place.key(), Set.of()).contains(place.at().id())).toList();
    }
}
