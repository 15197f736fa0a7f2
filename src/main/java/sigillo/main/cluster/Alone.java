package sigillo.main.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sigillo.base.Bytes;
import sigillo.main.config.Config;
import sigillo.main.folder.ServerKeys;
import sigillo.nodes.NodeTimes;
import sigillo.nodes.Nodes;
import sigillo.nodes.TellingStore;
import sigillo.queue.Colleagues;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.shred.Opening;
import sigillo.shred.Sharing;
import sigillo.store.PartitionName;
import sigillo.store.Store;

/**
 * Whether this server is alone over its store: on files by the lock of their folder; in a cluster as {@link
 * SoleServer}, or as one of several {@link Nodes}. Those of the two kinds keep each other out: each first says that it
 * is there, and then looks for the other kind.
 */
public record Alone(Optional<SoleServer> sole, Optional<Nodes> nodes, Optional<FileChannel> lock, Losing losing)
        implements AutoCloseable {
    public static final Alone ON_FILES = new Alone(Optional.empty(), Optional.empty(), Optional.empty(),
        new Losing(SoleServer::end));
    private static final System.Logger LOG = System.getLogger("sigillo.server");
    /** Of what other nodes remember nothing. */
    private static final Set<String> UNTOLD = Set.of("server", "attendance", "trace", "patience", "backups");

    /** Throws {@link IOException} with a sentence for the operator: others serve it. Waits up to a minute. */
    public static Alone of(Config.Store.Cluster cluster, Path folder, String host, Store store) throws IOException {
        return cluster.several() ? oneOfSeveral(folder, host, store) : sole(folder, host, store);
    }

    /** That one server, of whichever kind, is there and no other. */
    public static Alone sole(Path folder, String host, Store store) throws IOException {
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
        var last = new LastLife(folder);
        var nodes = Nodes.join(store, host, last.former(), Randomness.secure(), NodeTimes.STANDARD, losing);
        try {
            SoleServer.take(folder, host, store).close(); // who had that place has ended
            last.note(nodes.id());
            return new Alone(Optional.empty(), Optional.of(nodes), Optional.of(SoleServer.lock(folder)), losing);
        } catch (IOException | RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    /** What the server writes to, so that others hear of it. */
    public Store telling(Store store) {
        return nodes.<Store>map(all -> new TellingStore(store, Alone::isTold, all::changed, all::mayHaveChanged,
            all::settled))
            .orElse(store);
    }

    /** {@code stop} is called, before all else that an end takes, when another server may do the work of this one. */
    public void whenLost(Runnable stop) { losing.first(stop); }

    private static boolean isTold(PartitionName name) {
        return !UNTOLD.contains(name.text()) && !Nodes.isOne(name);
    }

    /**
     * How files of keys are opened: in a cluster in step with those of others, also by a server that is alone now. {@code
     * store}: by which others hear of it; {@code host}: the caller's.
     */
    public Opening opening(Store store, Path folder, Secret host) throws IOException {
        if (equals(ON_FILES)) return Opening.OWN;
        var member = new LastLife(folder).member();
        var life = nodes.map(all -> all.id().octets()).orElse(member);
        Predicate<Bytes> lives = nodes.<Predicate<Bytes>>map(all -> all::lives).orElse(member::equals);
        return new Opening.Shared(new Sharing(store, member, life, lives, host.copy()));
    }

    /** Throws {@link IOException} with a sentence when another server of the cluster has other keys. */
    public void requireSameKeys(Store store, ServerKeys keys) throws IOException {
        if (!equals(ON_FILES)) SameKeys.lasting(store, keys.files());
    }

    /** For the queue. */
    public Colleagues colleagues() {
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
