package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Futures;
import sigillo.store.Head;
import sigillo.store.Loads;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Written;

/**
 * How a batch gets in: long values are written under fresh ids, then one conditional batch of small rows, then the long
 * values go that it has replaced. What a stop leaves between two of these steps nobody names.
 */
final class Commits implements AutoCloseable {
    /** CQL's protocol counts the statements of a batch with 16 bits; one is the head's, one the first row's. */
    static final int WRITES_MAX = 65_533;
    /** Of what is done whatever the revision; each that fails is someone else's commit. */
    private static final int ATTEMPTS_MAX = 20;

    private static final System.Logger LOG = System.getLogger(Commits.class.getName());

    private final Cluster cluster;
    private final Bulk bulk;
    private final Names names;
    private final Turns turns = new Turns();
    /** Whose head has to be settled before it is told. */
    private final Set<PartitionName> inDoubt = ConcurrentHashMap.newKeySet();

    /** What a batch does: {@code longs} go before it, {@code rows} are it; a null instead of a cell deletes. */
    private record Prepared(LinkedHashMap<Bytes, Cell> rows, LinkedHashMap<Bulk.Place, byte[]> longs) {}

    Commits(Cluster cluster, Bulk bulk, Names names) {
        this.cluster = cluster;
        this.bulk = bulk;
        this.names = names;
    }

    /**
     * After a write in doubt the first look settles it: nothing that was begun before can get in afterwards, or it is
     * in.
     */
    Head head(PartitionName name, RowTable rows) {
        if (!inDoubt.contains(name)) return rows.head(name, false);
        var settled = rows.head(name, true);
        inDoubt.remove(name);
        return settled;
    }

    /**
     * Takes the next revision with a batch that changes nothing: what was begun before on an earlier one is in when
     * this returns, or can never get in, however long its server was stopped in between. False when the partition is
     * empty, where there is no revision to take, and while others are quicker.
     */
    boolean fence(PartitionName name, RowTable rows) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            long now = rows.head(name, true).revision();
            if (now == 0) return false;
            var batch = rows.commit(name, now, new Head(now + 1, UUID.randomUUID()), new LinkedHashMap<>());
            var written = Futures.join(turns.take(name, () -> decide(name, batch, now + 1)));
            if (written instanceof Written.Applied) return true;
        }
        return false;
    }

    CompletableFuture<Written> submit(PartitionName name, RowTable rows, Batch batch) {
        return turns.take(name, () -> commit(name, rows, batch));
    }

    private Written commit(PartitionName name, RowTable rows, Batch batch) {
        var prepared = prepare(batch.writes());
        List<Bulk.Place> replaced;
        try {
            if (batch.revision() == 0) names.add(name);
            replaced = batch.revision() == 0 ? List.of() : replaced(name, rows, prepared.rows().keySet());
            bulk.put(name, prepared.longs());
        } catch (StoreException notBegun) {
            return new Written.Refused(Written.Cause.FAILED, notBegun.getMessage());
        }
        var next = new Head(batch.revision() + 1, batch.commitId());
        var written = decide(name, rows.commit(name, batch.revision(), next, prepared.rows()), next.revision());
        switch (written) {
            case Written.Applied _ -> forget(name, replaced);
            case Written.Conflict _, Written.Refused _ -> forget(name, List.copyOf(prepared.longs().keySet()));
            case Written.Unknown _ -> { } // they may be named
        }
        return written;
    }

    /**
     * Long values that are to go. Where a row that is damaged had its own nobody knows; that it is damaged keeps nobody
     * from writing it anew or deleting it.
     */
    private static List<Bulk.Place> replaced(PartitionName name, RowTable rows, Set<Bytes> keys) {
        return longs(rows.some(name, keys,
            key -> LOG.log(Level.WARNING, "a damaged row of " + name + " is written over")));
    }

    private static Prepared prepare(List<Batch.Write> writes) {
        var values = new LinkedHashMap<Bytes, byte[]>();
        for (var write : writes) values
            .put(write.key(), write instanceof Batch.Write.Put put ? put.value() : null);
        if (values.size() > WRITES_MAX) throw new StoreException("a batch changes more than " + WRITES_MAX
            + " rows", null);
        var prepared = new Prepared(new LinkedHashMap<>(), new LinkedHashMap<>());
        values.forEach((key, value) -> {
            if (value == null || value.length <= Cell.INLINE_MAX) {
                prepared.rows().put(key, value == null ? null : new Cell.Inline(value));
            } else {
                var at = Bulk.fresh(value);
                prepared.rows().put(key, at);
                prepared.longs().put(new Bulk.Place(key, at), value);
            }
        });
        return prepared;
    }

    private Written decide(PartitionName name, BatchStatement statement, long next) {
        try {
            var answer = cluster.askOnce(statement);
            return answer.wasApplied() ? new Written.Applied(next)
                : new Written.Conflict(RowTable.revision(answer.one()));
        } catch (DriverException | IllegalStateException e) {
            var failed = cluster.failed(e);
            if (Doubt.wasNotBegun(e)) return new Written.Refused(Written.Cause.FAILED, failed.getMessage());
            LOG.log(Level.WARNING, "a commit to " + name + " is in doubt", e);
            inDoubt.add(name);
            return new Written.Unknown();
        }
    }

    /** Long values that nobody names any more. What stays when this fails is without harm. */
    private void forget(PartitionName name, List<Bulk.Place> places) {
        try {
            bulk.delete(name, places);
        } catch (StoreException e) {
            LOG.log(Level.WARNING, places.size() + " long values of " + name + " stay", e);
        }
    }

    private static List<Bulk.Place> longs(List<RowTable.Stored> rows) {
        var places = new ArrayList<Bulk.Place>();
        for (var row : rows) if (row.cell() instanceof Cell.Elsewhere at) places.add(new Bulk.Place(row.key(), at));
        return places;
    }

    /** Makes the revision this one, when it is lower; no row changes. */
    void raise(PartitionName name, RowTable rows, long revision) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            long now = head(name, rows).revision();
            if (now >= revision) return;
            if (now == 0) names.add(name);
            var raised = rows.commit(name, now, new Head(revision, UUID.randomUUID()), new LinkedHashMap<>());
            var written = Futures.join(turns.take(name, () -> decide(name, raised, revision)));
            if (written instanceof Written.Refused refused) throw new StoreException(refused.why(), null);
        }
        throw new StoreException(name + " could not be raised: others go on writing to it", null);
    }

    /**
     * Puts rows under a head as it is. All of it may be decided twice with the same effect, as long as the partition
     * stays at this head: so one in doubt is sent again, with the same long values.
     */
    void load(PartitionName name, RowTable rows, Head head, List<Batch.Write.Put> puts) {
        var prepared = prepare(List.copyOf(puts));
        bulk.put(name, prepared.longs());
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var now = head(name, rows);
            if (now.revision() == 0) names.add(name);
            else if (!now.equals(head)) throw Loads.otherHead(name, now);
            var batch = rows.commit(name, now.revision(), head, prepared.rows());
            switch (Futures.join(turns.take(name, () -> decide(name, batch, head.revision())))) {
                case Written.Applied _ -> { return; }
                case Written.Refused refused -> throw new StoreException(refused.why(), null);
                case Written.Conflict _, Written.Unknown _ -> { } // the head says
            }
        }
        throw new StoreException(name + " could not be loaded: the cluster gives no certain answer", null);
    }

    // ---- removing ----

    /**
     * Removes the long values page by page, then all rows at once, whatever the revision. A stop between is ended
     * later.
     */
    void remove(PartitionName name, RowTable rows) {
        Futures.join(turns.take(name, () -> {
            for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                if (isRemoved(name, rows)) {
                    names.remove(name);
                    return null;
                }
            }
            throw new StoreException(name + " could not be removed: others go on writing to it", null);
        }));
    }

    private boolean isRemoved(PartitionName name, RowTable rows) {
        var head = head(name, rows);
        if (head.revision() == 0) return true;
        for (var from = Bytes.EMPTY; ; ) {
            var page = rows.page(name, from, KeyRange.LAST, false, CassandraPartition.PAGE_ROWS);
            if (page.isEmpty()) break;
            forget(name, longs(page));
            from = KeyRange.after(page.getLast().key());
        }
        var written = decide(name, rows.removal(name, head.revision()), 0);
        if (written instanceof Written.Refused refused) throw new StoreException(refused.why(), null);
        return written instanceof Written.Applied;
    }

    /** Waits for commits under way. */
    @Override public void close() { turns.close(); }
}
