package sigillo.store.cassandra;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Head;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/**
 * One partition of the cluster. Reads see what a majority of the copies has. A range is read by pages of {@link
 * #PAGE_ROWS}: each is one state, and the next may be a later one. Inside of {@link sigillo.store.Transactions} that
 * does no harm: a commit in between is a conflict at the end.
 */
final class CassandraPartition implements Partition {
    static final int PAGE_ROWS = 512;
    /** Long values in memory at one time, read ahead for a range. */
    private static final int AHEAD_OCTETS = 1 << 20;
    /** How often a row is read again whose long value has gone: each time somebody has written it meanwhile. */
    private static final int LOOKS_MAX = 10;

    private final PartitionName name;
    private final RowTable rows;
    private final Bulk bulk;
    private final Commits commits;

    CassandraPartition(PartitionName name, RowTable rows, Bulk bulk, Commits commits) {
        this.name = name;
        this.rows = rows;
        this.bulk = bulk;
        this.commits = commits;
    }

    @Override public PartitionName name() { return name; }

    @Override public Head head() { return commits.head(name, rows); }

    @Override public Optional<byte[]> get(Bytes key) {
        for (int look = 0; look < LOOKS_MAX; look++) {
            switch (rows.get(name, key).orElse(null)) {
                case null -> { return Optional.empty(); }
                case Cell.Inline(var value) -> { return Optional.of(value); }
                case Cell.Elsewhere at -> {
                    var value = bulk.get(name, new Bulk.Place(key, at));
                    if (value.isPresent()) return value;
                }
            }
        }
        throw Bulk.missing(name);
    }

    @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) {
        var first = from;
        var end = to;
        while (first.compareTo(end) < 0) {
            var page = rows.page(name, first, end, reverse, PAGE_ROWS);
            if (!visit(page, visitor) || page.size() < PAGE_ROWS) return;
            if (reverse) end = page.getLast().key();
            else first = KeyRange.after(page.getLast().key());
        }
    }

    private boolean visit(List<RowTable.Stored> page, Visitor visitor) {
        var rest = new ArrayDeque<>(page);
        Map<Bytes, byte[]> ahead = new HashMap<>();
        while (!rest.isEmpty()) {
            var row = rest.peek();
            var value = switch (row.cell()) {
                case Cell.Inline(var here) -> Optional.of(here);
                case Cell.Elsewhere _ -> {
                    if (!ahead.containsKey(row.key())) ahead = bulk.get(name, together(rest));
                    yield Optional.ofNullable(ahead.get(row.key())).or(() -> get(row.key()));
                }
            };
            rest.remove();
            if (value.isPresent() && !visitor.visit(row.key(), value.get())) return false;
        }
        return true;
    }

    /** The first row's long value and those behind it that lie together with it. */
    private static List<Bulk.Place> together(Iterable<RowTable.Stored> rows) {
        var places = new ArrayList<Bulk.Place>();
        long octets = 0;
        for (var row : rows) {
            if (!(row.cell() instanceof Cell.Elsewhere at)) continue;
            octets += at.length();
            boolean fits = places.isEmpty() || octets <= AHEAD_OCTETS
                && Bulk.areTogether(places.getFirst().key(), row.key());
            if (!fits) return places;
            places.add(new Bulk.Place(row.key(), at));
        }
        return places;
    }

    @Override public void raise(long revision) { commits.raise(name, rows, revision); }

    @Override public void load(Head head, List<Batch.Write.Put> puts) { commits.load(name, rows, head, puts); }

    @Override public CompletableFuture<Written> submit(Batch batch) { return commits.submit(name, rows, batch); }
}
