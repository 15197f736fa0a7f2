package sigillo.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import sigillo.store.Head;
import sigillo.store.PartitionName;

/**
 * The heads of the partitions last written to, so that checking a condition rarely needs a read. For the committer's
 * thread only. What a round is about to write lies apart until the round is durable.
 */
final class Heads {
    /** About 1 MB. */
    private static final int KEPT_MAX = 4096;
    static final Head NONE = new Head(0, new UUID(0, 0));

    private final Database database;
    private final Map<PartitionName, Head> pending = new LinkedHashMap<>();
    private final LinkedHashMap<PartitionName, Head> kept = new LinkedHashMap<>(64, 0.75f, true) {
        @Override protected boolean removeEldestEntry(Map.Entry<PartitionName, Head> eldest) {
            return size() > KEPT_MAX;
        }
    };

    Heads(Database database) { this.database = database; }

    /** As it will be after what this round has staged so far. */
    Head get(PartitionName name) {
        var head = pending.get(name);
        return head != null ? head : kept.computeIfAbsent(name, n -> read(database, n));
    }

    void put(PartitionName name, Head head) { pending.put(name, head); }

    void remove(PartitionName name) { pending.put(name, NONE); }

    /** The round is durable. */
    void keep() {
        kept.putAll(pending);
        pending.clear();
    }

    /** The round failed: what is in the database is read again. */
    void forget() {
        kept.keySet().removeAll(pending.keySet());
        pending.clear();
    }

    /** For any thread. */
    static Head read(Database database, PartitionName name) {
        var octets = database.get(Keys.head(name), "the head of " + name);
        if (octets == null) return NONE;
        var fields = ByteBuffer.wrap(octets);
        return new Head(fields.getLong(), new UUID(fields.getLong(), fields.getLong()));
    }

    static byte[] encode(Head head) {
        return ByteBuffer.allocate(24).putLong(head.revision())
            .putLong(head.commitId().getMostSignificantBits())
            .putLong(head.commitId().getLeastSignificantBits()).array();
    }
}
