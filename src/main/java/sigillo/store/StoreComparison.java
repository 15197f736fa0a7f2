package sigillo.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.base.Sha256;

/**
 * Reads two stores through: heads, each row and each octet of each blob are the same. Throws with the first that is
 * not.
 */
final class StoreComparison {
    private static final int BUFFER_OCTETS = 64 << 10;

    private final Store from;
    private final Store to;
    private final Predicate<PartitionName> wanted;
    private final Set<Bytes> leftOut;
    private final Walk walk;

    /** {@code leftOut}: blobs that are not to be in the copy. */
    StoreComparison(Store from, Store to, Predicate<PartitionName> wanted, Set<Bytes> leftOut, Walk walk) {
        this.from = from;
        this.to = to;
        this.wanted = wanted;
        this.leftOut = leftOut;
        this.walk = walk;
    }

    Amount run() throws IOException {
        var ours = Walk.partitions(from, wanted);
        var theirs = Walk.partitions(to, wanted).stream().map(Partition::name).collect(Collectors.toSet());
        for (var one : ours) if (!theirs.remove(one.name())) throw differs(one.name() + " is missing");
        if (!theirs.isEmpty()) throw differs(theirs.iterator().next() + " is too much");
        walk.each(ours, this::compare);
        compareBlobs();
        return walk.done();
    }

    // ---- rows ----

    private record Content(Head head, long rows, Bytes hash) {}

    private void compare(Partition one) throws IOException {
        if (!content(one, walk::count).equals(content(to.partition(one.name()), _ -> { }))) {
            throw differs(one.name() + " has other rows");
        }
        walk.partitions.increment();
    }

    private static Content content(Partition partition, Walk.Work<Page> counting) throws IOException {
        var hash = Sha256.begin();
        var rows = new long[1];
        Walk.pages(partition, Bytes.EMPTY, page -> {
            for (int row = 0; row < page.count(); row++) {
                add(hash, page.key(row).unsafeArray());
                add(hash, page.value(row).toArray());
            }
            rows[0] += page.count();
            counting.on(page);
        });
        return new Content(partition.head(), rows[0], Bytes.wrap(hash.digest()));
    }

    private static void add(MessageDigest hash, byte[] octets) {
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).flip());
        hash.update(octets);
    }

    // ---- blobs ----

    private void compareBlobs() throws IOException {
        var there = new Walk.Ids(to.blobs());
        Walk.ids(from.blobs(), page -> {
            var known = new HashSet<Bytes>();
            for (; there.isUpTo(page.getLast()); there.advance()) known.add(there.peek());
            walk.each(page, id -> compare(id, known.contains(id)));
            requireNoneOf(known, page);
        });
        if (there.peek() != null) throw tooMuch(there.peek());
    }

    private static void requireNoneOf(Set<Bytes> known, List<Bytes> page) {
        known.removeAll(new HashSet<>(page));
        if (!known.isEmpty()) throw tooMuch(known.iterator().next());
    }

    private void compare(Bytes id, boolean isThere) throws IOException {
        if (leftOut.contains(id)) {
            if (isThere) throw tooMuch(id);
            return;
        }
        Octets ours;
        try {
            ours = from.blobs().get(id);
        } catch (BlobStore.MissingBlob cutOff) {
            if (isThere) throw tooMuch(id);
            return;
        }
        if (!isThere) throw differs("blob " + id + " is missing");
        if (!hash(ours).equals(hash(to.blobs().get(id)))) throw differs("blob " + id + " has other octets");
        walk.blobs.increment();
        walk.octets.add(ours.length());
    }

    private static Bytes hash(Octets blob) throws IOException {
        var hash = Sha256.begin();
        var buffer = new byte[Math.clamp(blob.length(), 1, BUFFER_OCTETS)];
        for (long at = 0; at < blob.length(); ) {
            int n = blob.read(at, buffer, 0, buffer.length);
            if (n <= 0) throw new IOException("a blob ends at " + at);
            hash.update(buffer, 0, n);
            at += n;
        }
        return Bytes.wrap(hash.digest());
    }

    private static StoreException tooMuch(Bytes id) { return differs("blob " + id + " is too much"); }

    private static StoreException differs(String how) {
        return new StoreException("the copy is not the same: " + how, null);
    }
}
