package sigillo.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import sigillo.base.Bytes;

/**
 * Goes through all that stores hold, for who copies or compares them: on a few threads, with a bounded part in memory,
 * and counts. Platform threads, since native calls hold a carrier.
 */
final class Walk implements AutoCloseable {
    /** With a page each, and what becomes of it on its way into a cluster, some 2 MiB a thread. */
    private static final int THREADS = 4;
    private static final int PAGE_OCTETS = 256 << 10;
    private static final int PAGE_ROWS = 2_000;
    private static final int PAGE_BLOBS = 256;
    /** Behind every key. */
    static final Bytes END = end();

    final LongAdder partitions = new LongAdder();
    final LongAdder rows = new LongAdder();
    final LongAdder blobs = new LongAdder();
    final LongAdder octets = new LongAdder();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS,
        Thread.ofPlatform().name("store-walk-", 0).daemon().factory());

    private static Bytes end() {
        var octets = new byte[Partition.KEY_OCTETS_MAX + 1];
        Arrays.fill(octets, (byte) 0xFF);
        return Bytes.wrap(octets);
    }

    /** The least key behind it. */
    static Bytes after(Bytes key) { return Bytes.wrap(Arrays.copyOf(key.unsafeArray(), key.length() + 1)); }

    Amount done() { return new Amount(partitions.sum(), rows.sum(), blobs.sum(), octets.sum()); }

    /** Those that have a head: in a cluster there are names of others, whose first commit did not get in. */
    static List<Partition> partitions(Store store, Predicate<PartitionName> wanted) {
        return store.partitions("").stream().filter(wanted).map(store::partition)
            .filter(partition -> partition.revision() > 0).toList();
    }

    interface Work<T> {
        void on(T one) throws IOException;
    }

    /** Does it for each; when one fails, throws what the first of them failed with, once all that began have ended. */
    <T> void each(Collection<T> all, Work<T> work) throws IOException {
        var running = new ArrayList<CompletableFuture<Void>>();
        var failed = new CompletableFuture<Void>();
        for (var one : all) {
            running.add(CompletableFuture.runAsync(() -> {
                if (!failed.isCompletedExceptionally()) doOne(one, work, failed);
            }, threads));
        }
        for (var one : running) one.join();
        if (failed.isCompletedExceptionally()) thrown(failed.exceptionNow());
    }

    private static <T> void doOne(T one, Work<T> work, CompletableFuture<Void> failed) {
        try {
            work.on(one);
        } catch (IOException | RuntimeException | Error e) {
            failed.completeExceptionally(e);
        }
    }

    private static void thrown(Throwable why) throws IOException {
        switch (why) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new CompletionException(why);
        }
    }

    void count(Page page) {
        rows.add(page.count());
        octets.add(page.lengths());
    }

    /** Each page of a partition's rows from a key on, in order, on this thread. */
    static void pages(Partition partition, Bytes from, Work<Page> work) throws IOException {
        var page = new Page(PAGE_OCTETS, PAGE_ROWS);
        for (var next = from; ; ) {
            partition.read(next, END, page);
            if (page.count() == 0) return;
            work.on(page);
            next = after(page.key(page.count() - 1));
        }
    }

    /** Each page of the ids of blobs, in order; the page may be kept. */
    static void ids(BlobStore blobs, Work<List<Bytes>> work) throws IOException {
        for (var last = Bytes.EMPTY; ; ) {
            var page = blobs.after(last, PAGE_BLOBS);
            if (page.isEmpty()) return;
            work.on(page);
            last = page.getLast();
        }
    }

    /**
     * How much a store holds; reads all of its rows, and of each blob how long it is. What is cut off is not counted.
     */
    Amount measure(Store store, Predicate<PartitionName> wanted) throws IOException {
        each(partitions(store, wanted), partition -> {
            pages(partition, Bytes.EMPTY, this::count);
            partitions.increment();
        });
        ids(store.blobs(), page -> each(page, id -> {
            try {
                octets.add(store.blobs().get(id).length());
                blobs.increment();
            } catch (BlobStore.MissingBlob cutOff) {
                // it is no blob
            }
        }));
        return done();
    }

    /** A range's pages as they are needed. */
    static final class Ids {
        private final BlobStore blobs;
        private List<Bytes> page = List.of();
        private int at;
        private Bytes last = Bytes.EMPTY;
        private boolean isAtEnd;

        Ids(BlobStore blobs) { this.blobs = blobs; }

        /** The next id; null behind the last one. */
        Bytes peek() {
            if (at == page.size() && !isAtEnd) {
                page = blobs.after(last, PAGE_BLOBS);
                at = 0;
                isAtEnd = page.isEmpty();
            }
            return isAtEnd ? null : page.get(at);
        }

        /** Whether the next one is there, and not behind {@code id}. */
        boolean isUpTo(Bytes id) { return peek() != null && peek().compareTo(id) <= 0; }

        void advance() { last = page.get(at++); }
    }

    @Override public void close() { threads.shutdownNow(); }
}
