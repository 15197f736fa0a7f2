package sigillo.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;
import java.util.TreeSet;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Page;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * What a store holds, in a form that two stores can be compared by: of each partition its revision, how many rows it
 * has and a hash over all of them, so that UIDs, flags, slots and the queue are in it; the ids of all blobs, and the
 * hashes of some. {@code unreadable}: partitions, and some blobs, that are on the disk and cannot be read, with why; they
 * are not among the others.
 */
public record Census(TreeMap<String, Rows> partitions, Bytes blobIds, long blobs, TreeMap<Bytes, Bytes> hashes,
    Unreadable unreadable) {
    private static final int PAGE_OCTETS = 256 << 10;
    private static final int PAGE_ROWS = 2_000;
    private static final Bytes END = Bytes.wrap(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});

    public record Unreadable(TreeMap<String, String> partitions, TreeMap<Bytes, String> blobs) {
        private Unreadable() { this(new TreeMap<>(), new TreeMap<>()); }
    }

    public record Rows(long revision, long count, Bytes hash) {}

    /**
     * Reads all rows, and the octets of some blobs, of others with another seed; what is damaged is passed over and told.
     * Throws {@link IOException} or {@link StoreException} when partitions or blobs cannot be listed.
     */
    public static Census of(Store store, Bytes seed) throws IOException {
        var partitions = new TreeMap<String, Rows>();
        var unreadable = new Unreadable();
        for (var name : store.partitions("")) {
            try {
                partitions.put(name.text(), rows(store, name));
            } catch (StoreException damaged) {
                unreadable.partitions.put(name.text(), Clean.why(damaged));
            }
        }
        var all = sha256();
        var count = new long[1];
        var some = new TreeMap<Bytes, Bytes>();
        store.blobs().ids(Bytes.EMPTY, id -> {
            all.update(id.unsafeArray());
            count[0]++;
            sample(some, seed, id);
        });
        var hashes = new TreeMap<Bytes, Bytes>();
        for (var id : some.values()) {
            try {
                hashes.put(id, hash(store.blobs().get(id)));
            } catch (StoreException damaged) {
                unreadable.blobs.put(id, Clean.why(damaged));
            }
        }
        return new Census(partitions, Bytes.wrap(all.digest()), count[0], hashes, unreadable);
    }

    /** Those whose hashes with the seed are least: the same in both stores, and spread over all accounts. */
    private static void sample(TreeMap<Bytes, Bytes> some, Bytes seed, Bytes id) {
        var sha256 = sha256();
        sha256.update(seed.unsafeArray());
        some.put(Bytes.wrap(sha256.digest(id.unsafeArray())), id);
        if (some.size() > BackupLimits.PROVEN_BLOBS_MAX) some.pollLastEntry();
    }

    private static Rows rows(Store store, PartitionName name) {
        var partition = store.partition(name);
        var sha256 = sha256();
        var page = new Page(PAGE_OCTETS, PAGE_ROWS);
        long count = 0;
        for (var from = Bytes.EMPTY; ; ) {
            partition.read(from, END, page);
            if (page.count() == 0) return new Rows(partition.revision(), count, Bytes.wrap(sha256.digest()));
            for (int row = 0; row < page.count(); row++) {
                add(sha256, page.key(row).unsafeArray());
                add(sha256, page.value(row).toArray());
            }
            count += page.count();
            var last = page.key(page.count() - 1).unsafeArray();
            from = Bytes.wrap(java.util.Arrays.copyOf(last, last.length + 1));
        }
    }

    private static void add(MessageDigest sha256, byte[] octets) {
        sha256.update(ByteBuffer.allocate(4).putInt(octets.length).flip());
        sha256.update(octets);
    }

    private static Bytes hash(Octets blob) throws IOException {
        var sha256 = sha256();
        var buffer = new byte[64 << 10];
        for (long at = 0; at < blob.length(); ) {
            int n = blob.read(at, buffer, 0, buffer.length);
            if (n <= 0) throw new IOException("a blob ends at " + at);
            sha256.update(buffer, 0, n);
            at += n;
        }
        return Bytes.wrap(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        }
    }

    public long rows() { return partitions.values().stream().mapToLong(Rows::count).sum(); }

    /**
     * Throws {@link Damaged} with the first thing that is not the same in {@code other}. Of what cannot be read here
     * nothing is said; what can, has to be readable there.
     */
    public void requireSame(Census other) throws Damaged {
        if (!names().equals(other.names())) throw new Damaged("what came back has not the same partitions");
        for (var one : partitions.entrySet()) {
            if (!one.getValue().equals(other.partitions.get(one.getKey()))) throw new Damaged("partition "
                + one.getKey() + " came back with other rows");
        }
        if (!blobIds.equals(other.blobIds)) throw new Damaged("what came back has not the same messages");
        for (var one : hashes.entrySet()) {
            if (!one.getValue().equals(other.hashes.get(one.getKey()))) throw new Damaged("a message came back with other octets");
        }
    }

    private TreeSet<String> names() {
        var names = new TreeSet<>(partitions.keySet());
        names.addAll(unreadable.partitions.keySet());
        return names;
    }
}
