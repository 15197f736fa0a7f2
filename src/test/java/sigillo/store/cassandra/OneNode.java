package sigillo.store.cassandra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.peers.CassandraPeer;
import sigillo.store.Store;

/** One node for all test classes of a JVM: it takes long to start. It goes with the JVM. */
public final class OneNode {
    private static CassandraPeer node;

    private OneNode() {}

    /** Aborts the test, by name, where there is no Java 17. */
    public static synchronized ClusterSettings settings(String keyspace) {
        assumeTrue(CassandraPeer.isPossible(), "no Java 17 for Cassandra");
        if (node == null) node = start();
        return new ClusterSettings(List.of(node.contactPoint()), "dc1", keyspace,
            List.of(new ClusterSettings.Copies("dc1", 1)),
            Optional.empty(), Optional.empty());
    }

    private static CassandraPeer start() {
        try {
            var folder = Files.createTempDirectory("sigillo-cassandra");
            var started = CassandraPeer.alone(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                started.close();
                delete(folder);
            }));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all that is in a store. */
    public static void empty(Store store) {
        store.partitions("").forEach(store::remove);
        var ids = new ArrayList<Bytes>();
        store.blobs().ids(Bytes.EMPTY, ids::add);
        ids.forEach(store.blobs()::delete);
    }
}
