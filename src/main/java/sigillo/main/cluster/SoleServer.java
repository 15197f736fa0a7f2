package sigillo.main.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sigillo.base.Bytes;
import sigillo.nodes.Nodes;
import sigillo.shred.Sharing;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * That one server at a time serves a cluster: a row says who, and changes every few seconds while it lives. Another
 * takes its place when the row has stood still for {@link #SILENT}, by the other's own clock; who could not renew it
 * for {@link #GIVEN_UP} ends itself before that. So clocks need not agree. A server that starts again on the folder of
 * the last one knows that this one is dead, since it has a lock there; it waits for two beats only, in case the folder
 * was copied.
 */
public final class SoleServer implements AutoCloseable {
    public static final PartitionName PARTITION = new PartitionName("server");
    static final Duration SILENT = Duration.ofSeconds(45);
    static final Duration GIVEN_UP = Duration.ofSeconds(25);
    private static final Duration RENEWED = Duration.ofSeconds(5);
    private static final Duration TWO_BEATS = Duration.ofSeconds(11);
    private static final Duration CLOSING_MAX = Duration.ofSeconds(10);
    private static final Bytes ROW = Bytes.utf8("s");
    private static final int VERSION = 1;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final System.Logger LOG = System.getLogger("sigillo.server");

    /** {@code beats}: grows while it lives. */
    private record Place(Bytes holder, long beats, String host) {
        byte[] encode() { return new RowOut(VERSION).sized(holder.unsafeArray()).number(beats).text(host).done(); }

        static Place decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Place(Bytes.wrap(in.sized()), in.number(), in.text());
        }
    }

    private final Transactions transactions;
    private final FileChannel lock;
    private final Runnable lost;
    /** One renews, one watches it. */
    private final ScheduledExecutorService beat = Executors.newScheduledThreadPool(2,
        Thread.ofPlatform().name("sole-server").daemon().factory());
    private final AtomicBoolean hasGivenUp = new AtomicBoolean();
    private Place ours;
    private volatile long renewedAt = System.nanoTime();

    private SoleServer(Transactions transactions, FileChannel lock, Place ours, Runnable lost) {
        this.transactions = transactions;
        this.lock = lock;
        this.ours = ours;
        this.lost = lost;
        beat.scheduleWithFixedDelay(this::renew, RENEWED.toMillis(), RENEWED.toMillis(), TimeUnit.MILLISECONDS);
        beat.scheduleWithFixedDelay(this::watch, 1, 1, TimeUnit.SECONDS);
    }

    /** Nothing is kept but perhaps who serves, or what is said of a move. */
    public static boolean isFresh(Store store) {
        return store.partitions("").stream().allMatch(SoleServer::isOfServers);
    }

    /** What tells who serves, and nothing of what is kept. */
    public static boolean isOfServers(PartitionName name) {
        return name.equals(PARTITION) || name.equals(Sharing.PARTITION) || Nodes.isOne(name);
    }

    /**
     * Takes the place of who serves, or throws {@link IOException} with a sentence: another lives. Waits up to a
     * minute.
     */
    static SoleServer take(Path folder, String host, Store store) throws IOException {
        return take(folder, host, store, SILENT, SoleServer::end);
    }

    static SoleServer take(Path folder, String host, Store store, Duration silent, Runnable lost) throws IOException {
        var lock = lock(folder);
        try {
            var transactions = new Transactions(store.partition(PARTITION));
            var there = read(transactions);
            if (there.isPresent()) {
                boolean isOurOwn = there.get().holder().equals(last(folder));
                LOG.log(Level.INFO, "the cluster is served by " + there.get().host() + ": waiting whether it lives");
                awaitSilence(transactions, there.get(), isOurOwn ? least(TWO_BEATS, silent) : silent);
            }
            var ours = new Place(fresh(folder), 0, host);
            boolean isTaken = transactions.write(tx -> {
                boolean isAsSeen = tx.get(ROW).isEmpty() || tx.get(ROW).map(Place::decode).equals(there);
                if (isAsSeen) tx.put(ROW, ours.encode());
                return isAsSeen;
            });
            if (!isTaken) throw served(read(transactions).orElse(ours));
            return new SoleServer(transactions, lock, ours, lost);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void awaitSilence(Transactions transactions, Place there, Duration silent) throws IOException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < silent.toNanos()) {
            try {
                Thread.sleep(Math.min(1_000, silent.toMillis() / 10 + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            var now = read(transactions);
            if (now.isEmpty()) return;
            if (!now.get().equals(there)) throw served(now.get());
        }
    }

    private static IOException served(Place by) {
        return new IOException("the cluster is served by " + by.host()
            + ": one server at a time; this one may take its place when that has ended");
    }

    private static Optional<Place> read(Transactions transactions) {
        return transactions.partition().get(ROW).map(Place::decode); }

    /** Two processes on one folder would be one server twice. */
    static FileChannel lock(Path folder) throws IOException {
        var channel = FileChannel
            .open(folder.resolve("server.id"), StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) return channel;
        } catch (OverlappingFileLockException here) {
            // this process has it
        }
        channel.close();
        throw new IOException("another process uses " + folder);
    }

    private static Duration least(Duration one, Duration other) { return one.compareTo(other) < 0 ? one : other; }

    /** Who served from this folder last. */
    private static Bytes last(Path folder) throws IOException {
        return Bytes.wrap(Files.readAllBytes(folder.resolve("server.id"))); }

    /** Who we are from now on. */
    private static Bytes fresh(Path folder) throws IOException {
        var id = new byte[16];
        RANDOM.nextBytes(id);
        Files.write(folder.resolve("server.id"), id, StandardOpenOption.SYNC);
        return Bytes.wrap(id);
    }

    private void renew() {
        long asked = System.nanoTime();
        var next = new Place(ours.holder(), ours.beats() + 1, ours.host());
        try {
            boolean isOurs = transactions.write(tx -> {
                boolean still = tx.get(ROW).map(Place::decode).filter(there -> there.holder().equals(next.holder()))
                    .isPresent();
                if (still) tx.put(ROW, next.encode());
                return still;
            });
            if (!isOurs) throw new IllegalStateException("another server has taken the place of this one");
            ours = next;
            renewedAt = asked;
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "the cluster was not told that this server lives", e);
        } catch (IllegalStateException e) {
            giveUp(e.getMessage());
        }
    }

    private void watch() {
        boolean isTooLong = System.nanoTime() - renewedAt > GIVEN_UP.toNanos();
        if (isTooLong) giveUp("the cluster has not answered for " + GIVEN_UP.toSeconds() + " s");
    }

    private void giveUp(String why) {
        if (hasGivenUp.getAndSet(true)) return;
        LOG.log(Level.ERROR, why + ": this server ends, since another may serve now");
        beat.shutdown();
        lost.run();
    }

    /** As a signal does, but with a bound: another may begin to serve. */
    static void end() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(CLOSING_MAX);
            } catch (InterruptedException e) {
                // ends all the same
            }
            Runtime.getRuntime().halt(1);
        });
        Thread.ofPlatform().daemon().start(() -> System.exit(1));
    }

    /** Gives the place up, so that another need not wait. */
    @Override public void close() {
        beat.shutdown();
        try {
            beat.awaitTermination(CLOSING_MAX.toSeconds(), TimeUnit.SECONDS);
            transactions.write(tx -> {
                boolean isOurs = tx.get(ROW).map(Place::decode).filter(there -> there.holder().equals(ours.holder()))
                    .isPresent();
                if (isOurs) tx.delete(ROW);
                return null;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "the cluster was not told that this server has ended", e);
        }
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the lock was not given back", e);
        }
    }
}
