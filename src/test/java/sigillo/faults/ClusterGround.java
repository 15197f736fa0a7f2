package sigillo.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import sigillo.peers.CassandraPeer;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.cassandra.CassandraStore;
import sigillo.store.cassandra.ClusterSettings;

/**
 * Three nodes of Cassandra in two data centres, each behind a {@link Proxy} at the address that it tells its clients.
 * Of them one is killed at times, or cut off from the server; all may be cut off for a moment.
 */
final class ClusterGround implements Ground {
    private static final List<String> TOKENS = List.of("-9223372036854775808", "-3074457345618258603",
        "3074457345618258602");
    private static final Duration OPEN_MAX = Duration.ofSeconds(60);
    /** A killed node takes long to come back; between two of its deaths are some rounds. */
    static final int ROUNDS_BETWEEN_KILLS = 20;

    private final List<CassandraPeer> nodes = new ArrayList<>();
    private final List<Proxy> proxies = new ArrayList<>();
    private String keyspace;
    private final int roundsBetweenKills;
    private boolean isShared;
    private CassandraStore store;
    private Optional<CassandraPeer> killed = Optional.empty();
    private int rounds;

    /** Runs when this returns. */
    ClusterGround(Path folder, String keyspace, int roundsBetweenKills) throws Exception {
        this.keyspace = keyspace;
        this.roundsBetweenKills = roundsBetweenKills;
        var ports = CassandraPeer.Ports.free();
        for (int number = 1; number <= 3; number++) {
            var told = InetAddress.getByName("127.0.1." + number);
            var node = new CassandraPeer(folder, ports, number, number < 3 ? "dc1" : "dc2", TOKENS.get(number - 1),
                told.getHostAddress());
            nodes.add(node);
            node.awaitReady();
            proxies.add(new Proxy(new InetSocketAddress(told, ports.cql()), node.contactPoint()));
        }
    }

    /** For what is opened from now on; the nodes go on until {@link #end}. */
    void use(String another) {
        keyspace = another;
        isShared = true;
    }

    /** As clients are told them: behind the proxies. */
    List<InetSocketAddress> contactPoints() { return proxies.stream().map(Proxy::address).toList(); }

    /** SIGKILL, until {@link #heal}. */
    void kill(int number) {
        killed = Optional.of(nodes.get(number - 1));
        killed.get().kill();
    }

    @Override public Store open() throws InterruptedException {
        var copies = List.of(new ClusterSettings.Copies("dc1", 2), new ClusterSettings.Copies("dc2", 1));
        var settings = new ClusterSettings(contactPoints(), "dc1", keyspace, copies,
            Optional.empty(), Optional.empty());
        for (long until = System.nanoTime() + OPEN_MAX.toNanos(); ; Thread.sleep(500)) {
            try {
                store = CassandraStore.open(settings);
                return store;
            } catch (StoreException notYet) { // the cluster learns of the node that came back
                if (System.nanoTime() > until) throw notYet;
            }
        }
    }

    @Override public void stop() { store.close(); }

    /** What it was doing goes on in the cluster, or not. */
    @Override public void crash(Random random) { store.close(); }

    @Override public String harm(Random random) {
        if (++rounds % roundsBetweenKills == Math.min(5, roundsBetweenKills - 1)) {
            var victim = nodes.get(random.nextInt(nodes.size()));
            killed = Optional.of(victim);
            later(random, victim::kill);
            return "node " + (1 + nodes.indexOf(victim)) + " is killed";
        }
        return switch (random.nextInt(3)) {
            case 0 -> cut(random, List.of(proxies.get(random.nextInt(proxies.size()))));
            case 1 -> cut(random, proxies);
            default -> "";
        };
    }

    private String cut(Random random, List<Proxy> some) {
        later(random, () -> some.forEach(Proxy::cut));
        return some.size() == 1 ? "node " + (1 + proxies.indexOf(some.getFirst())) + " is cut off"
            : "all nodes are cut off";
    }

    private static void later(Random random, Runnable harm) {
        int millis = random.nextInt(1_500);
        Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(millis);
                harm.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override public Duration slowness() { return Duration.ofMillis(2_000); }

    @Override public void heal() {
        proxies.forEach(Proxy::restore);
        killed.ifPresent(node -> {
            node.start();
            node.awaitReady();
        });
        killed = Optional.empty();
    }

    @Override public void close() {
        if (store != null) store.close();
        store = null;
        if (!isShared) end();
    }

    /** The nodes too. */
    void end() {
        proxies.forEach(Proxy::close);
        nodes.forEach(CassandraPeer::close);
    }
}
