package sigillo.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sigillo.base.Bytes;

/**
 * Makes one store the same as another: rows and heads as they are, so that revisions, UIDs and what is sealed stay;
 * blobs under their ids. Nobody else writes to either meanwhile. What the target has from a copy that was stopped stays
 * when it is of this state, and goes otherwise; so a copy may be stopped anywhere and begun again. Blobs come first, as
 * always: what a row names is there.
 *
 * <p>Holds some MiB, however much is copied. One caller; {@link #done} from any thread.
 */
public final class StoreCopy implements AutoCloseable {
    /** Ids of blobs that cannot be read are told one by one; who has more needs a backup. */
    private static final int UNREADABLE_MAX = 1_000;

    private final Store from;
    private final Store to;
    private final Predicate<PartitionName> wanted;
    private final Set<Bytes> unreadable = new ConcurrentSkipListSet<>();
    private volatile Walk walk = new Walk();

    /** {@code wanted}: which partitions; the others are not looked at, on either side. */
    public StoreCopy(Store from, Store to, Predicate<PartitionName> wanted) {
        this.from = from;
        this.to = to;
        this.wanted = wanted;
    }

    /** Of the step that is under way. */
    public Amount done() { return walk.done(); }

    /**
     * Blobs of which the disk has changed or lost a part. They are not copied. (What a stop has cut off while it came
     * is in files not to be told from them; in a cluster it is.)
     */
    public List<Bytes> unreadable() { return List.copyOf(unreadable); }

    /** How much there is to be copied. Throws {@link StoreException}: {@link Damaged}, when a row cannot be read. */
    public Amount measure() throws IOException { return begin().measure(from, wanted); }

    private Walk begin() {
        walk.close();
        walk = new Walk();
        return walk;
    }

    // ---- copying ----

    /**
     * Throws {@link StoreException} when either store refuses, {@link StoreException#isFull full} when the target is.
     */
    public void copy() throws IOException {
        begin();
        forget();
        copyBlobs();
        to.blobs().sync();
        walk.each(Walk.partitions(from, wanted), this::copy);
    }

    /** Partitions of another state, which an earlier copy has left. */
    private void forget() {
        var heads = Walk.partitions(from, wanted).stream().collect(Collectors.toMap(Partition::name, Partition::head));
        for (var there : Walk.partitions(to, wanted)) {
            if (!there.head().equals(heads.get(there.name()))) to.remove(there.name());
        }
    }

    private void copyBlobs() throws IOException {
        var there = new Walk.Ids(to.blobs());
        Walk.ids(from.blobs(), page -> {
            var known = known(there, page);
            walk.each(page, id -> copy(id, known.contains(id)));
        });
        for (; there.peek() != null; there.advance()) to.blobs().delete(there.peek());
    }

    /** Those of a page that the target has; what else it has up to there goes. */
    private Set<Bytes> known(Walk.Ids there, List<Bytes> page) {
        var wantedIds = new HashSet<>(page);
        var known = new HashSet<Bytes>();
        for (; there.isUpTo(page.getLast()); there.advance()) {
            if (wantedIds.contains(there.peek())) known.add(there.peek());
            else to.blobs().delete(there.peek());
        }
        return known;
    }

    private void copy(Bytes id, boolean isThere) throws IOException {
        try {
            var octets = from.blobs().get(id);
            if (!isThere || !isWhole(id, octets.length())) {
                if (isThere) to.blobs().delete(id);
                to.blobs().put(id, octets);
            }
            walk.blobs.increment();
            walk.octets.add(octets.length());
        } catch (BlobStore.MissingBlob cutOff) {
            // nobody could read it
        } catch (Damaged e) {
            unreadable.add(id);
            if (unreadable.size() > UNREADABLE_MAX) throw e;
        }
    }

    /** Its last octet comes last. */
    private boolean isWhole(Bytes id, long length) throws IOException {
        try {
            var octets = to.blobs().get(id);
            return octets.length() == length && octets.bytes(length - 1, length, 1).length <= 1;
        } catch (Damaged cutOff) {
            return false;
        }
    }

    /** Rows come in their order, so the last one that is there tells which are. */
    private void copy(Partition source) throws IOException {
        var target = to.partition(source.name());
        var head = source.head();
        var next = new Bytes[] {Bytes.EMPTY};
        target.range(Bytes.EMPTY, Walk.END, true, (key, _) -> {
            next[0] = Walk.after(key);
            return false;
        });
        if (target.revision() == 0) target.load(head, List.of());
        Walk.pages(source, next[0], page -> {
            target.load(head, puts(page));
            walk.count(page);
        });
        walk.partitions.increment();
    }

    private static List<Batch.Write.Put> puts(Page page) {
        var puts = new ArrayList<Batch.Write.Put>(page.count());
        for (int row = 0; row < page.count(); row++) {
            puts.add(new Batch.Write.Put(page.key(row), page.value(row).toArray()));
        }
        return puts;
    }

    /**
     * Reads all of both, whatever was copied, and returns how much is the same. Throws {@link StoreException} with the
     * first thing that is not.
     */
    public Amount compare() throws IOException {
        return new StoreComparison(from, to, wanted, unreadable, begin()).run();
    }

    @Override public void close() { walk.close(); }
}
