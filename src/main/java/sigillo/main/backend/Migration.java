package sigillo.main.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.base.Sizes;
import sigillo.main.cluster.Alone;
import sigillo.main.cluster.SoleServer;
import sigillo.main.config.Config;
import sigillo.main.folder.DataFolder;
import sigillo.store.Amount;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreCopy;
import sigillo.store.StoreException;
import sigillo.upgrade.Upgrade;

/**
 * A store moves: from files into a cluster, or back. The folder of keys stays where it is, and goes on with the new
 * store ({@code slots.keys}, {@code queue.keys}, {@code epochs} know nothing of where rows are). In this order: the
 * target is marked as being filled; all is copied, then compared; the source is marked as moved; the target's mark
 * goes. Whatever stops it, one of the two is whole and at most one may be served; the same command goes on.
 */
final class Migration {
    private static final int TELL_EVERY_SECONDS = 5;
    /** Beside what is copied: logs, tables before they are put together, and the floor below which files refuse. */
    private static final long SPARE_OCTETS = 160L << 20;

    private final Config from;
    private final Config to;
    private final boolean leaveDamaged;
    private final Consumer<String> out;

    /** {@code leaveDamaged}: blobs that cannot be read are left behind, and named. */
    Migration(Config from, Config to, boolean leaveDamaged, Consumer<String> out) {
        this.from = from;
        this.to = to;
        this.leaveDamaged = leaveDamaged;
        this.out = out;
    }

    /** Throws {@link IOException} or {@link StoreException} with a sentence; then the source is as it was. */
    void run() throws IOException {
        requireOneFolder();
        try (var source = Opened.of(from, false); var target = Opened.of(to, true)) {
            if (isBegun(source, target)) move(source.store(), target.store());
        }
    }

    private void requireOneFolder() throws IOException {
        if (Upgrade.progress(from.data()).filter(now -> now.step().isUnderWay()).isPresent())
            throw new IOException("an upgrade is under way in " + from.data() + ": start the server, which ends it");
        if (!from.data().equals(to.data()) || !from.sealing().keys().equals(to.sealing().keys())) {
            throw new IOException("both configurations must name the same data directory and folder of keys:"
                + " what is sealed goes on with them");
        }
        if (isHere(from) == isHere(to)) {
            throw new IOException("one of the two configurations must keep mail in files, and the other in a cluster");
        }
        if (isHere(from) && !Files.isDirectory(folder(from).store())) {
            throw new IOException("there is nothing in " + folder(from).store());
        }
    }

    private static boolean isHere(Config config) { return config.store() instanceof Config.Store.Here; }

    private static DataFolder folder(Config config) { return new DataFolder(config.data(), config.sealing().keys()); }

    /** A store that nobody else uses, as long as this is open. */
    private record Opened(Store store, Alone alone) implements AutoCloseable {
        static Opened of(Config config, boolean mayBeMade) throws IOException {
            var folder = folder(config);
            if (mayBeMade) folder.create();
            var store = Backend.open(config.store(), folder);
            try {
                if (isHere(config)) return new Opened(store, Alone.ON_FILES);
                var who = config.hostname().name() + " (store migrate)";
                return new Opened(store, Alone.sole(folder.root(), who, store));
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        }

        MoveMarks marks() { return new MoveMarks(store); }

        @Override public void close() {
            alone.close();
            store.close();
        }
    }

    /** Marks the target. False when it only had to be said that the copy is whole. */
    private boolean isBegun(Opened source, Opened target) throws IOException {
        var filled = target.marks().filled();
        var moved = source.marks().moved();
        if (source.marks().filled().isPresent()) MoveMarks.requireUsable(source.store());
        if (moved.isPresent() && filled.isEmpty()) MoveMarks.requireUsable(source.store());
        if (moved.isPresent()) {
            if (!moved.get().isEndOf(filled.get(), where(from), where(to))) MoveMarks.requireUsable(source.store());
            target.marks().whole();
            out.accept("the move of " + moved.get().since() + " had come to its end");
            return false;
        }
        if (filled.isEmpty()) {
            requireEmpty(target);
            target.marks().fill(mark(from));
        } else {
            out.accept("going on with the move that was begun at " + filled.get().since());
        }
        return true;
    }

    private void requireEmpty(Opened target) throws IOException {
        var store = target.store();
        boolean isEmpty = store.partitions("").stream().filter(Migration::isMoved)
            .allMatch(name -> store.partition(name).revision() == 0) && store.blobs().after(Bytes.EMPTY, 1).isEmpty();
        if (isEmpty && target.marks().moved().isEmpty()) return;
        var was = target.marks().moved()
            .map(mark -> ", from which all was moved to " + mark.other() + " at " + mark.since()).orElse("");
        throw new IOException(where(to) + " is not empty: it has a store" + was + ". " + switch (to.store()) {
            case Config.Store.Here() -> "Put that folder aside first";
            case Config.Store.Cluster _ -> "Name another keyspace, or drop that one first";
        });
    }

    private static boolean isMoved(PartitionName name) { return !SoleServer.isOfServers(name); }

    private static MoveMarks.Mark mark(Config other) {
        return new MoveMarks.Mark(where(other), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String where(Config config) {
        return switch (config.store()) {
            case Config.Store.Here() -> folder(config).store().toString();
            case Config.Store.Cluster(var nodes, _, var keyspace, _, _, _, _, _) ->
                "keyspace " + keyspace + " of the cluster at " + nodes.getFirst().getHostString() + ":"
                    + nodes.getFirst().getPort();
        };
    }

    // ---- the steps ----

    private void move(Store source, Store target) throws IOException {
        try (var copy = new StoreCopy(source, target, Migration::isMoved)) {
            var all = copy.measure();
            out.accept("to be moved from " + where(from) + " to " + where(to) + ": " + shown(all));
            requireRoom(all);
            told("copied", all, copy, () -> {
                copy.copy();
                return copy.done();
            });
            leave(copy);
            var same = told("compared", all, copy, copy::compare);
            new MoveMarks(source).move(mark(to));
            new MoveMarks(target).whole();
            out.accept("moved, and the same on both sides: " + shown(same));
        }
    }

    private void leave(StoreCopy copy) throws IOException {
        var unreadable = copy.unreadable();
        for (var id : unreadable) out.accept("cannot be read: blob " + id);
        if (unreadable.isEmpty() || leaveDamaged) return;
        throw new IOException(unreadable.size() + " blobs cannot be read whole: bring them back from a backup, or go on"
            + " without them by --leave-damaged. What a crash has cut off is of no message: where the server runs on"
            + " for a day, it goes");
    }

    private void requireRoom(Amount all) throws IOException {
        if (!isHere(to)) return;
        var folder = folder(to).store();
        requireRoom(folder, Files.getFileStore(folder).getUsableSpace() + used(folder), all.octets());
    }

    static void requireRoom(Path folder, long room, long octets) throws IOException {
        long wanted = octets + octets / 4 + SPARE_OCTETS;
        if (room >= wanted) return;
        throw new IOException("the disk of " + folder + " has room for " + size(room) + ", and " + size(wanted)
            + " are wanted: nothing was copied");
    }

    /** What an earlier try has there already. */
    private static long used(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private interface Step {
        Amount run() throws IOException;
    }

    /** Runs a step, and says every few seconds how far it is. */
    private Amount told(String what, Amount all, StoreCopy copy, Step step) throws IOException {
        try (var timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())) {
            Runnable told = () -> out.accept(what + ": " + shown(copy.done()) + ", of " + size(all.octets()));
            timer.scheduleAtFixedRate(told, TELL_EVERY_SECONDS, TELL_EVERY_SECONDS, TimeUnit.SECONDS);
            try {
                return step.run();
            } finally {
                timer.shutdownNow();
            }
        }
    }

    private static String shown(Amount amount) {
        return amount.partitions() + " partitions with " + amount.rows() + " rows, " + amount.blobs() + " messages, "
            + size(amount.octets());
    }

    private static String size(long octets) { return Sizes.shown(octets, Locale.ROOT); }
}
