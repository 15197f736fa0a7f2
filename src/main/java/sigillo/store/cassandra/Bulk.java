package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import sigillo.base.Bytes;
import sigillo.store.Checksum;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;

/**
 * Long values, each under a fresh id, written before the batch that names it and deleted after the one that forgets
 * it. Those of neighbouring keys, which differ in the last octet only, are in one partition of the table: so records
 * of many Emails are read by few requests, and no partition holds more than 256 of them.
 */
final class Bulk {
    private static final int BUCKETS_AT_ONCE = 1_000;

    /** Where a value is. */
    record Place(Bytes key, Cell.Elsewhere at) {}

    private final Cluster cluster;
    private final PreparedStatement put;
    private final PreparedStatement get;
    private final PreparedStatement delete;
    private final PreparedStatement buckets;
    private final PreparedStatement bucket;

    /** {@code writtenAt}: by the clock of who wrote it. */
    record Value(Place place, Instant writtenAt) {}

    interface BucketVisitor {
        boolean visit(PartitionName name, Bytes bucket);
    }

    Bulk(Cluster cluster) {
        var table = cluster.table("bulk");
        this.cluster = cluster;
        put = cluster.prepare("INSERT INTO " + table + " (p, bucket, k, id, v) VALUES (?, ?, ?, ?, ?)");
        get = cluster.prepare("SELECT k, id, v FROM " + table + " WHERE p = ? AND bucket = ? AND k IN ?");
        delete = cluster.prepare("DELETE FROM " + table + " WHERE p = ? AND bucket = ? AND k = ? AND id = ?");
        buckets = cluster.prepare("SELECT DISTINCT p, bucket FROM " + table);
        bucket = cluster.prepare("SELECT k, id, writetime(v) AS at FROM " + table + " WHERE p = ? AND bucket = ?");
    }

    /** Visits all, of all partitions, in no order, until the visitor says false. */
    void eachBucket(BucketVisitor visitor) {
        for (var row : cluster.ask(buckets.bind().setPageSize(BUCKETS_AT_ONCE))) {
            var name = new PartitionName(row.getString("p"));
            if (!visitor.visit(name, Cell.Octet.bytes(row.getByteBuffer("bucket")))) return;
        }
    }

    List<Value> values(PartitionName name, Bytes of) {
        var values = new ArrayList<Value>();
        for (var row : cluster.ask(bucket.bind(name.text(), Cell.Octet.buffer(of)))) {
            var place = new Place(Cell.Octet.bytes(row.getByteBuffer("k")), new Cell.Elsewhere(row.getUuid("id"), 0));
            values.add(new Value(place, Instant.EPOCH.plus(row.getLong("at"), ChronoUnit.MICROS)));
        }
        return values;
    }

    static Cell.Elsewhere fresh(byte[] value) { return new Cell.Elsewhere(UUID.randomUUID(), value.length); }

    void put(PartitionName name, Map<Place, byte[]> values) {
        cluster.askAll(values.entrySet().stream().map(entry -> {
            var place = entry.getKey();
            var checked = Checksum.append(place.key().unsafeArray(), entry.getValue());
            return put.bind(name.text(), bucket(place.key()), Cell.Octet.buffer(place.key()), place.at().id(),
                ByteBuffer.wrap(checked));
        }).toList());
    }

    void delete(PartitionName name, Collection<Place> places) {
        cluster.askAll(places.stream()
            .map(place -> delete.bind(name.text(), bucket(place.key()), Cell.Octet.buffer(place.key()),
                place.at().id())).toList());
    }

    Optional<byte[]> get(PartitionName name, Place place) {
        return Optional.ofNullable(get(name, List.of(place)).get(place.key())); }

    /** The values of places in one bucket, by their keys; one that is gone is left out. */
    Map<Bytes, byte[]> get(PartitionName name, List<Place> places) {
        var wanted = new HashMap<Bytes, UUID>();
        for (var place : places) wanted.put(place.key(), place.at().id());
        var values = new HashMap<Bytes, byte[]>();
        var keys = places.stream().map(place -> Cell.Octet.buffer(place.key())).toList();
        for (var row : cluster.ask(get.bind(name.text(), bucket(places.getFirst().key()), keys))) {
            var key = Cell.Octet.bytes(row.getByteBuffer("k"));
            if (!row.getUuid("id").equals(wanted.get(key))) continue;
            values.put(key, Checksum
                .verify(key.unsafeArray(), Cell.Octet.array(row.getByteBuffer("v")), "a value of " + name));
        }
        return values;
    }

    static boolean areTogether(Bytes one, Bytes other) { return bucket(one).equals(bucket(other)); }

    private static ByteBuffer bucket(Bytes key) {
        return ByteBuffer.wrap(Arrays.copyOf(key.unsafeArray(), Math.max(0, key.length() - 1)));
    }

    static StoreException missing(PartitionName name) {
        return new StoreException("a long value of " + name + " is missing", null); }
}
