package sigillo.trace;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.base.Bytes;
import sigillo.base.Threads;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * Keeps the story of each message in the partition {@code trace}. Telling only takes note: one thread writes what has
 * gathered as one batch, in the lane that deliveries never wait for, and once a day replaces names by hashes and
 * forgets what is old. When it cannot keep up, or the store refuses, what does not fit is lost and counted; mail never
 * waits.
 */
public final class StoredTraces implements Traces, AutoCloseable {
    static final PartitionName PARTITION = new PartitionName("trace");

    private static final System.Logger LOG = System.getLogger(StoredTraces.class.getName());
    private static final byte[] NOTHING = {};

    private final Pending pending = new Pending(TraceLimits.PENDING_OCTETS_MAX);
    private final AtomicLong lost = new AtomicLong();
    private final Transactions transactions;
    private final AddressHash hash;
    private final RowSeal seal;
    private final Sweep sweep;
    private final StoredStories stories;
    private final InstantSource clock;
    private final Thread writer;
    /** What follows is the writer's alone. */
    private long serial;
    private Offered offered = Offered.NOTHING;
    private Instant sweepDue = Instant.MIN;
    private Instant complaintDue = Instant.MIN;
    private String trouble = "";

    /** The same rows until they are taken: a commit in doubt may have kept them, and each step is told once. */
    private record Offered(int events, Map<Bytes, byte[]> rows) {
        static final Offered NOTHING = new Offered(0, Map.of());
    }

    /** {@code hashKey}: the server's key for stories: rows are sealed under it, and hashes stand for addresses (32 octets). Starts the writer. */
    public StoredTraces(Store store, Bytes hashKey, TraceSettings settings, InstantSource clock) {
        var partition = store.partition(PARTITION);
        this.transactions = new Transactions(partition);
        this.hash = new AddressHash(hashKey);
        this.seal = new RowSeal(hashKey);
        this.sweep = new Sweep(transactions, hash, seal, settings);
        this.stories = new StoredStories(partition, hash, seal, settings, clock, pending);
        this.clock = clock;
        this.serial = clock.millis() << 20;
        this.writer = Thread.ofPlatform().daemon().name("trace").start(this::run);
    }

    @Override public void tell(Event event) {
        if (!pending.add(TraceLimits.cut(event))) lost.incrementAndGet();
    }

    public Stories stories() { return stories; }

    /** Writes what was told before, once, and stops; what is told later is lost. */
    @Override public void close() {
        pending.close();
        Threads.join(writer); // the last words are worth a moment
    }

    private void run() {
        try {
            while (!pending.isClosed()) {
                if (pending.await(TraceLimits.COMPLAINT_EVERY)) gatherAndWrite();
                sweepWhenDue();
                complainWhenDue();
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "the writer of stories was interrupted; nothing is told any more");
            pending.close();
        }
        if (!writeAll()) LOG.log(Level.WARNING, "the last steps of stories could not be kept: " + trouble);
    }

    private void gatherAndWrite() throws InterruptedException {
        pending.pause(TraceLimits.GATHERING);
        if (!writeAll()) pending.pause(TraceLimits.PAUSE_AFTER_TROUBLE);
    }

    /** False when the store refuses; what waits stays then. */
    private boolean writeAll() {
        try {
            while (writeSome() > 0) { }
            return true;
        } catch (RuntimeException | Error e) { // full or broken: what waits may still be kept when it is mended
            trouble = e.toString();
            return false;
        }
    }

    private int writeSome() {
        if (offered.events == 0) {
            var events = pending.first(TraceLimits.BATCH_EVENTS_MAX);
            if (events.isEmpty()) return 0;
            offered = new Offered(events.size(), rows(events));
        }
        int events = offered.events;
        transactions.write(Batch.Lane.BULK, tx -> {
            offered.rows.forEach(tx::put);
            return null;
        });
        offered = Offered.NOTHING;
        pending.written(events);
        return events;
    }

    /** A batch has few addresses in many events, so each is hashed once. */
    private Map<Bytes, byte[]> rows(List<Event> events) {
        Map<String, Bytes> hashes = new HashMap<>();
        Map<Bytes, byte[]> rows = new LinkedHashMap<>();
        for (var group : Grouped.of(events)) {
            var place = TraceKeys.events(group.day(), group.trace(), serial++);
            rows.put(place, seal.seal(place, group.row()));
            group.row().concerns(text -> hashes.computeIfAbsent(text, hash::ofNamed)).forEach((address, last) ->
                rows.put(TraceKeys.about(address, new TraceKeys.Place(last, group.trace())), NOTHING));
        }
        return rows;
    }

    private void sweepWhenDue() {
        var now = clock.instant();
        if (now.isBefore(sweepDue)) return;
        sweepDue = now.plus(TraceLimits.SWEEP_EVERY);
        try {
            sweep.run(now);
        } catch (RuntimeException | Error e) {
            trouble = e.toString();
        }
    }

    private void complainWhenDue() {
        var now = clock.instant();
        if (now.isBefore(complaintDue) || lost.get() == 0 && trouble.isEmpty()) return;
        complaintDue = now.plus(TraceLimits.COMPLAINT_EVERY);
        LOG.log(Level.WARNING, "steps of stories lost: " + lost.getAndSet(0)
            + (trouble.isEmpty() ? "" : "; " + trouble));
        trouble = "";
    }
}
