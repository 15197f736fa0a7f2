package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import sigillo.base.Bytes;

/**
 * The ids of all blobs in order. An id's group is all of it but the last 16 octets, which are time and chance: so
 * those of an account are one partition of the table, and those of the queue another.
 */
final class BlobIds {
    private static final int SHARD = 0;
    private static final int TAIL_OCTETS = 16;
    private static final int PAGE_IDS = 1000;

    sealed interface Found {
        record Nothing() implements Found {}

        /** Its put has not come to an end. */
        record Begun() implements Found {}

        record Whole(long length) implements Found {}
    }

    private final Cluster cluster;
    private final PreparedStatement putGroup;
    private final PreparedStatement groups;
    private final PreparedStatement begin;
    private final PreparedStatement end;
    private final PreparedStatement find;
    private final PreparedStatement page;
    private final PreparedStatement delete;
    /** Groups that are known to be written down; as many as there are accounts. */
    private final Set<Bytes> known = ConcurrentHashMap.newKeySet();

    BlobIds(Cluster cluster) {
        var groupTable = cluster.table("blob_groups");
        var table = cluster.table("blob_ids");
        this.cluster = cluster;
        putGroup = cluster.prepare("INSERT INTO " + groupTable + " (shard, grp) VALUES (?, ?)");
        groups = cluster.prepare("SELECT grp FROM " + groupTable + " WHERE shard = ?");
        begin = cluster.prepare("INSERT INTO " + table + " (grp, id) VALUES (?, ?)");
        end = cluster.prepare("UPDATE " + table + " SET length = ? WHERE grp = ? AND id = ?");
        find = cluster.prepare("SELECT length FROM " + table + " WHERE grp = ? AND id = ?");
        page = cluster.prepare("SELECT id FROM " + table + " WHERE grp = ? AND id >= ? AND id < ? LIMIT ?");
        delete = cluster.prepare("DELETE FROM " + table + " WHERE grp = ? AND id = ?");
    }

    void begin(Bytes id) {
        var group = group(id);
        if (!known.contains(group)) {
            cluster.ask(putGroup.bind(SHARD, stored(group)));
            known.add(group);
        }
        cluster.ask(begin.bind(stored(group), Cell.Octet.buffer(id)));
    }

    void end(Bytes id, long length) { cluster.ask(end.bind(length, stored(group(id)), Cell.Octet.buffer(id))); }

    void delete(Bytes id) { cluster.ask(delete.bind(stored(group(id)), Cell.Octet.buffer(id))); }

    Found find(Bytes id) {
        var row = cluster.one(find.bind(stored(group(id)), Cell.Octet.buffer(id)));
        if (row.isEmpty()) return new Found.Nothing();
        return row.get().isNull("length") ? new Found.Begun() : new Found.Whole(row.get().getLong("length"));
    }

    OptionalLong length(Bytes id) {
        return find(id) instanceof Found.Whole(long length) ? OptionalLong.of(length) : OptionalLong.empty(); }

    // ---- listing ----

    /**
     * Visits those of {@code [from, to)} in order until the visitor says false. Of several groups the one with the least
     * id is next; one is not read before its turn: its ids begin with it, so none is less.
     */
    void visit(Bytes from, Bytes to, Predicate<Bytes> visitor) {
        var turns = new PriorityQueue<>(Comparator.comparing(Cursor::next));
        for (var row : cluster.ask(groups.bind(SHARD))) {
            var group = unstored(row.getByteBuffer("grp"));
            boolean mayHave = group.compareTo(to) < 0 && (group.compareTo(from) >= 0 || from.startsWith(group));
            if (mayHave) turns.add(new Cursor(group, group.compareTo(from) < 0 ? from : group));
        }
        while (!turns.isEmpty() && turns.peek().next().compareTo(to) < 0) {
            var first = turns.remove();
            if (first.isOpen() && !visitor.test(first.next())) return;
            if (first.advance()) turns.add(first);
        }
    }

    /** A place in a group's ids; before they were read it stands where they may begin. */
    private final class Cursor {
        private final Bytes group;
        private final Bytes from;
        private List<Bytes> ids = List.of();
        private int at;

        Cursor(Bytes group, Bytes from) {
            this.group = group;
            this.from = from;
        }

        boolean isOpen() { return !ids.isEmpty(); }

        Bytes next() { return isOpen() ? ids.get(at) : from; }

        /** False at the end. */
        boolean advance() {
            if (isOpen() && ++at < ids.size()) return true;
            boolean isLast = isOpen() && ids.size() < PAGE_IDS;
            var begin = isOpen() ? KeyRange.after(ids.getLast()) : from;
            at = 0;
            ids = isLast ? List.of() : read(begin);
            return !ids.isEmpty();
        }

        private List<Bytes> read(Bytes begin) {
            return KeyRange.page(begin, KeyRange.LAST, false, PAGE_IDS, (first, end, count) -> {
                var asked = page.bind(stored(group), Cell.Octet.buffer(first), Cell.Octet.buffer(end), count);
                var rows = cluster.ask(asked.setPageSize(count)).all();
                return rows.stream().map(row -> Cell.Octet.bytes(row.getByteBuffer("id"))).toList();
            });
        }
    }

    private static Bytes group(Bytes id) {
        return Bytes.wrap(Arrays.copyOf(id.unsafeArray(), Math.max(0, id.length() - TAIL_OCTETS)));
    }

    /** With an octet before it, since Cassandra has no partition under an empty key. */
    private static ByteBuffer stored(Bytes group) {
        return ByteBuffer.allocate(1 + group.length()).put((byte) 'g').put(group.unsafeArray()).flip();
    }

    private static Bytes unstored(ByteBuffer stored) {
        return Cell.Octet.bytes(stored.slice(stored.position() + 1, stored.remaining() - 1));
    }
}
