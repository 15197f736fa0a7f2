package sigillo.main;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sigillo.base.Bytes;
import sigillo.keyring.SlotKeys;
import sigillo.main.config.Config;
import sigillo.nodes.NodeId;
import sigillo.nodes.NodeTimes;
import sigillo.nodes.Nodes;
import sigillo.nodes.TellingStore;
import sigillo.queue.Colleagues;
import sigillo.queue.QueueSeal;
import sigillo.sealing.Randomness;
import sigillo.shred.Opening;
import sigillo.shred.Shredder;
import sigillo.store.PartitionName;
import sigillo.store.Store;

/**
 * Whether this server is alone over its store: on files by the lock of their folder; in a cluster as {@link
 * SoleServer}, or as one of several {@link Nodes}. Those of the two kinds keep each other out: each first says that it
 * is there, and then looks for the other kind.
 */
record Alone(Optional<SoleServer> sole, Optional<Nodes> nodes, Optional<FileChannel> lock, Losing losing)
        implements AutoCloseable {
    static final Alone ON_FILES = new Alone(Optional.empty(), Optional.empty(), Optional.empty(),
        new Losing(SoleServer::end));
    private static final System.Logger LOG = System.getLogger("sigillo.server");
    /** In the data directory: the id of the node that serves from it. */
    private static final String NODE = "node.id";
    /** Of what other nodes remember nothing. */
    private static final Set<String> UNTOLD = Set.of("server", "attendance", "trace");

    /** Throws {@link IOException} with a sentence for the operator: others serve it. Waits up to a minute. */
    static Alone of(Config.Store.Cluster cluster, Path folder, String host, Store store) throws IOException {
        return cluster.several() ? oneOfSeveral(folder, host, store) : sole(folder, host, store);
    }

    /** That one server, of whichever kind, is there and no other. */
    static Alone sole(Path folder, String host, Store store) throws IOException {
        var losing = new Losing(SoleServer::end);
        var sole = SoleServer.take(folder, host, store, SoleServer.SILENT, losing);
        try {
            if (!Nodes.awaitNone(store, NodeTimes.STANDARD)) {
                throw new IOException("the cluster is served by several servers: say so in [store] servers,"
                    + " or stop them first");
            }
            return new Alone(Optional.of(sole), Optional.empty(), Optional.empty(), losing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sole.close();
            throw new IOException("interrupted", e);
        } catch (IOException | RuntimeException e) {
            sole.close();
            throw e;
        }
    }

    private static Alone oneOfSeveral(Path folder, String host, Store store) throws IOException {
        var losing = new Losing(SoleServer::end);
        var nodes = Nodes.join(store, host, former(folder), Randomness.secure(), NodeTimes.STANDARD, losing);
        try {
            SoleServer.take(folder, host, store).close(); // who had that place has ended
            Files.write(folder.resolve(NODE), nodes.id().octets().toArray(), StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            return new Alone(Optional.empty(), Optional.of(nodes), Optional.of(SoleServer.lock(folder)), losing);
        } catch (IOException | RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    /**
     * Which node served from this folder last: as nobody has its lock, that one has ended, and what it had in hand when it
     * was killed passes on within seconds.
     */
    private static Optional<NodeId> former(Path folder) throws IOException {
        try (var _ = SoleServer.lock(folder)) {
            var file = folder.resolve(NODE);
            var octets = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            return octets.length == NodeId.OCTETS ? Optional.of(new NodeId(Bytes.wrap(octets))) : Optional.empty();
        }
    }

    /** What the server writes to, so that others hear of it. */
    Store telling(Store store) {
        return nodes.<Store>map(all -> new TellingStore(store, Alone::isTold, all::changed, all::mayHaveChanged))
            .orElse(store);
    }

    /** {@code stop} is called, before all else that an end takes, when another server may do the work of this one. */
    void whenLost(Runnable stop) { losing.first(stop); }

    private static boolean isTold(PartitionName name) {
        return !UNTOLD.contains(name.text()) && !Nodes.isOne(name);
    }

    Opening opening() { return nodes.isPresent() ? Opening.SHARED : Opening.OWN; }

    /** Throws {@link IOException} with a sentence when another server of the cluster has other keys. */
    void requireSameKeys(Store store, ServerKeys keys) throws IOException {
        if (!equals(ON_FILES)) SameKeys.lasting(store, keys.files());
    }

    /**
     * The same of what several servers have copies of, as far as the cluster knows them: before they are opened, since
     * an empty file gives up what is sealed with the others' copies.
     */
    void requireKnownCopies(Store store, Path folder) throws IOException {
        if (nodes.isEmpty()) return;
        var files = new TreeMap<String, byte[]>();
        for (var name : List.of(SlotKeys.FILE, QueueSeal.FILE)) {
            var file = folder.resolve(name);
            if (Files.exists(file) && Files.size(file) > 0) files.put(name, Shredder.copyOf(file));
        }
        SameKeys.knownCopies(store, files);
    }

    /** The same of all; where the cluster does not know them yet, it knows them from now on. */
    void requireSameCopies(Store store, SlotKeys slots, QueueSeal queue) throws IOException {
        if (nodes.isEmpty()) {
            if (sole.isPresent()) SameKeys.noCopies(store);
            return;
        }
        var files = new TreeMap<String, byte[]>();
        files.put(SlotKeys.FILE, slots.shredder().copy());
        files.put(QueueSeal.FILE, queue.shredder().copy());
        SameKeys.copies(store, files);
    }

    /** For the queue. */
    Colleagues colleagues() {
        return nodes.<Colleagues>map(NodeColleagues::new).orElse(Colleagues.NONE);
    }

    private record NodeColleagues(Nodes nodes) implements Colleagues {
        @Override public boolean mayBe() { return true; }

        @Override public Bytes self() { return nodes.id().octets(); }

        @Override public boolean mayWork() { return nodes.mayWork(); }

        @Override public boolean lives(Bytes node) { return nodes.lives(node); }
    }

    @Override public void close() {
        nodes.ifPresent(Nodes::close);
        sole.ifPresent(SoleServer::close);
        try {
            if (lock.isPresent()) lock.get().close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the lock was not given back", e);
        }
    }
}
