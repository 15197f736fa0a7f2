package sigillo.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sigillo.base.Bytes;

/**
 * Follows a store that goes on being written to: another is made the same as it, partition by partition, each as it was
 * at one revision. What has not changed since the last time is not read again, so that what is behind a slow line is
 * read once. For who makes a backup of a store on other machines.
 *
 * <p>A revision of the copy is at least that of the original. Blobs are brought after the rows that name them; of a
 * partition that was written to meanwhile, both are looked at again, a few times: then all that a row of it names is
 * there, except what was deleted in the last moments while it was being written to all the time. One caller.
 */
public final class StoreMirror {
    private static final System.Logger LOG = System.getLogger("sigillo.store");
    /** Each is shorter than the one before: it reads what has changed during that. */
    private static final int ROUNDS_MAX = 4;
    /** Of a partition until nobody has written while it was read. */
    private static final int READS_MAX = 20;
    private static final int PAGE_OCTETS = 256 << 10;
    private static final int PAGE_ROWS = 500;
    private static final int PAGE_BLOBS = 256;

    private final Store from;
    private final Store to;
    private final Predicate<PartitionName> wanted;
    private final BooleanSupplier stopping;

    /** {@code wanted}: which partitions. Nobody else writes to {@code to}. */
    public StoreMirror(Store from, Store to, Predicate<PartitionName> wanted, BooleanSupplier stopping) {
        this.from = from;
        this.to = to;
        this.wanted = wanted;
        this.stopping = stopping;
    }

    /**
     * {@code known}: what this returned the last time, or nothing: then all is read. Returns of which heads the copies
     * are. Throws {@link StoreException} when either store refuses, or a partition is written to so much that it cannot
     * be read as of one moment; {@link IOException} when it is to stop.
     */
    public Map<PartitionName, Head> follow(Map<PartitionName, Head> known) throws IOException {
        var copied = new HashMap<>(known);
        var there = forget(copied);
        dropBlobs();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            var behind = there.stream().filter(name -> !from.partition(name).head().equals(copied.get(name))).toList();
            if (behind.isEmpty() && round > 0) break;
            for (var name : behind) copied.put(name, copy(from.partition(name), to.partition(name)));
            bringBlobs();
        }
        to.blobs().sync();
        return copied;
    }

    /** Those that are gone; the names of the others. */
    private List<PartitionName> forget(Map<PartitionName, Head> copied) {
        var there = Walk.partitions(from, wanted).stream().map(Partition::name).collect(Collectors.toCollection(ArrayList::new));
        for (var name : to.partitions("")) if (!there.contains(name)) to.remove(name);
        copied.keySet().retainAll(there);
        return there;
    }

    private void requireTime() throws IOException {
        if (stopping.getAsBoolean()) throw new IOException("it was stopped");
    }

    // ---- rows ----

    private Head copy(Partition source, Partition target) throws IOException {
        for (int read = 0; read < READS_MAX; read++) {
            requireTime();
            var head = source.head();
            differences(source, new Transactions(target));
            if (!source.head().equals(head)) continue;
            target.raise(head.revision());
            return head;
        }
        throw new StoreException("partition " + source.name() + " is written to all the time: it cannot be read as of one"
            + " moment", null);
    }

    private void differences(Partition source, Transactions target) throws IOException {
        var page = new Page(PAGE_OCTETS, PAGE_ROWS);
        for (var at = Bytes.EMPTY; ; ) {
            requireTime();
            source.read(at, Walk.END, page);
            var end = page.count() == 0 ? Walk.END : Walk.after(page.key(page.count() - 1));
            write(at, end, page, target);
            if (page.count() == 0) return;
            at = end;
        }
    }

    /** The rows of a range become those of the page. */
    private static void write(Bytes from, Bytes to, Page page, Transactions target) {
        var rows = new HashMap<Bytes, byte[]>();
        for (int row = 0; row < page.count(); row++) rows.put(page.key(row), page.value(row).toArray());
        var gone = new ArrayList<Bytes>();
        target.partition().range(from, to, false, (key, value) -> {
            var now = rows.get(key);
            if (now == null) gone.add(key);
            else if (java.util.Arrays.equals(now, value)) rows.remove(key);
            return gone.size() < PAGE_ROWS; // the rest has another turn
        });
        if (rows.isEmpty() && gone.isEmpty()) return;
        target.write(Batch.Lane.BULK, tx -> {
            gone.forEach(tx::delete);
            rows.forEach(tx::put);
            return null;
        });
        if (gone.size() >= PAGE_ROWS) write(from, to, page, target);
    }

    // ---- blobs ----

    private interface Each {
        void on(Bytes id) throws IOException;
    }

    private void dropBlobs() throws IOException { missing(to.blobs(), from.blobs(), to.blobs()::delete); }

    private void bringBlobs() throws IOException { missing(from.blobs(), to.blobs(), this::bring); }

    /** Visits what the one has and the other has not; both are read in their order. */
    private void missing(BlobStore one, BlobStore other, Each each) throws IOException {
        var at = Bytes.EMPTY;
        for (var page = one.after(at, PAGE_BLOBS); !page.isEmpty(); page = one.after(at, PAGE_BLOBS)) {
            requireTime();
            for (var id : page) if (!other.has(id)) each.on(id);
            at = page.getLast();
        }
    }

    private void bring(Bytes id) throws IOException {
        try {
            to.blobs().put(id, from.blobs().get(id));
        } catch (BlobStore.MissingBlob goneMeanwhile) {
            // or it is being written: then no row that was read names it
        } catch (Damaged unreadable) {
            LOG.log(Level.WARNING, "blob " + id + " cannot be read, and is not copied: " + unreadable.getMessage());
            to.blobs().delete(id);
        }
    }
}
