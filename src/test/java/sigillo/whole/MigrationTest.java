package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.store.cassandra.OneNode;

/**
 * What is kept moves from files into a real Cassandra and back, at L1: people sign in as they did, mail has the octets,
 * UIDs and flags that it had, what waits in the queue waits. Of the two stores, at most one is served at each moment.
 */
@Tag("gate")
class MigrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(240);
    private static final String KEYSPACE = "moved";
    @TempDir Path folder;

    @Test void movesIntoAClusterAndBack() throws Exception {
        int node = OneNode.settings(KEYSPACE).contactPoints().getFirst().getPort();
        // nobody answers for other domains: what is for them waits
        try (var sigillo = SigilloPeer.demo(folder.resolve("home"), "--resolver", "127.0.0.1:" + Ports.free())) {
            Seen.fill(sigillo);
            var before = Seen.of(sigillo);
            var files = sigillo.folder().resolve("sigillo.toml");
            var queue = queue(files);
            assertFalse(queue.isEmpty());
            var cluster = Files.writeString(sigillo.folder().resolve("cluster.toml"), Files.readString(files) + """

                [store]
                kind = "cassandra"
                contact_points = ["127.0.0.1:%d"]
                local_data_centre = "dc1"
                keyspace = "%s"
                replication = ["dc1:1"]
                """.formatted(node, KEYSPACE));

            refused(migrate(files, cluster), "another Sigillo (pid ");
            sigillo.stop();
            killed(files, cluster);
            refused(served(cluster), "and has not ended: end it by the same command");
            moved(migrate(files, cluster));
            refused(served(files), "what was kept here was moved to keyspace moved of the cluster at 127.0.0.1");
            refused(migrate(files, cluster), "what was kept here was moved to keyspace moved");

            try (var _ = serve(cluster)) {
                assertEquals(before, Seen.of(sigillo));
                assertEquals(queue, queue(cluster));
                try (var imap = sigillo.imap("anna")) {
                    imap.append("INBOX", Seen.message("in the cluster", 3_000));
                    imap.command("SELECT INBOX");
                    imap.command("UID STORE 4 -FLAGS (\\Seen)");
                }
                before = Seen.of(sigillo);
            }
            refused(migrate(cluster, files), "is not empty: it has a store, from which all was moved to keyspace");
            Files.move(sigillo.folder().resolve("store"), folder.resolve("aside"));
            moved(migrate(cluster, files));
            try (var _ = serve(files)) {
                assertEquals(before, Seen.of(sigillo));
                assertEquals(queue, queue(files));
                try (var imap = sigillo.imap("anna")) {
                    assertTrue(imap.append("INBOX", Seen.message("at home again", 3)).isOk());
                }
                assertEquals(0, cli(files, "account", "verify", sigillo.address("anna")).code());
            }
        }
    }

    /** In the middle, if it does not come to its end before. */
    private void killed(Path from, Path to) {
        var output = folder.resolve("killed.log");
        try (var migration = Program.start(output, Map.of(), words(from, to))) {
            Program.waitUntil("it has begun", LIMIT,
                () -> migration.printed().contains("to be moved") || !migration.isRunning());
            Program.pause(200);
            migration.kill();
            assertFalse(migration.printed().contains("moved, and the same"), migration.printed());
        }
    }

    private static List<String> words(Path from, Path to) {
        return List.of("./sigillo", "store", "migrate", "--config", from.toString(), "--to", to.toString());
    }

    private static Program.Done migrate(Path from, Path to) { return Program.run(LIMIT, Map.of(), words(from, to)); }

    private static void moved(Program.Done done) {
        assertEquals(0, done.code(), done.printed());
        assertTrue(done.printed().contains("moved, and the same on both sides: "), done.printed());
    }

    private static void refused(Program.Done done, String why) {
        assertEquals(1, done.code(), done.printed());
        assertTrue(done.printed().contains(why), done.printed());
    }

    private static List<String> queue(Path config) {
        return Seen.queue(cli(config, "queue", "list", "--json").orFail().printed());
    }

    private static Program.Done cli(Path config, String... words) {
        var command = new ArrayList<>(List.of("./sigillo"));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", config.toString()));
        return Program.run(LIMIT, Map.of(), command);
    }

    /** A start that fails. */
    private static Program.Done served(Path config) {
        return Program.run(LIMIT, Map.of(), List.of("./sigillo", "serve", "--config", config.toString()));
    }

    private Served serve(Path config) throws IOException {
        var server = Program.start(folder.resolve(config.getFileName() + ".log"), Map.of(),
            List.of("./sigillo", "serve", "--config", config.toString()));
        try {
            Program.waitUntil("the server is ready", LIMIT,
                () -> server.printed().contains("ready in ") || !server.isRunning());
        } catch (AssertionError late) {
            throw new AssertionError(server.printed(), late);
        }
        assertTrue(server.isRunning(), server.printed());
        return new Served(server);
    }

    /** Stopped as a service manager does. */
    private record Served(Program program) implements AutoCloseable {
        @Override public void close() {
            program.terminate();
            program.await(Duration.ofSeconds(15));
        }
    }
}
