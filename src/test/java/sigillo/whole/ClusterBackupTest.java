package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.store.cassandra.OneNode;

/**
 * What a cluster keeps is backed up while it is served, proven, and comes back: on one machine with its own files, and from there in
 * a cluster again. Mail, UIDs, flags, passwords and the queue are as they were, and of an account at level L2 what its
 * browsers keep, its certificate, the log of keys and its ledger; a link to a protected message opens nothing until its
 * sender says so.
 */
@Tag("gate")
class ClusterBackupTest {
    private static final Duration LIMIT = Duration.ofSeconds(240);
    @TempDir Path folder;
    private EndToEndKept endToEnd;

    private static String store(String keyspace) {
        int node = OneNode.settings(keyspace).contactPoints().getFirst().getPort();
        return """
            [store]
            kind = "cassandra"
            contact_points = ["127.0.0.1:%d"]
            local_data_centre = "dc1"
            keyspace = "%s"
            replication = ["dc1:1"]
            servers = "several"
            """.formatted(node, keyspace);
    }

    @Test void aClusterComesBack() throws Exception {
        var target = Files.createDirectory(folder.resolve("target"));
        var settings = Files.writeString(folder.resolve("store.toml"), store("backed"));
        try (var sigillo = SigilloPeer.demo(folder.resolve("home"), "--settings", settings.toString(), "--resolver",
            "127.0.0.1:" + Ports.free())) {
            Seen.fill(sigillo);
            endToEnd = endToEnd(sigillo);
            sigillo.stop();
            Files.writeString(sigillo.folder().resolve("sigillo.toml"), """

                [backup]
                keep_last = 5

                [[backup.target]]
                name = "disk"
                path = "%s"
                """.formatted(target), StandardOpenOption.APPEND);
            sigillo.againAsServer();
            var key = Files.writeString(folder.resolve("key"), word(sigillo.launched("backup", "key"), "recovery key: (\\S+)") + "\n");
            var first = sigillo.cli("backup", "now");
            assertTrue(first.orFail().printed().contains("and proven: "), first.printed());
            try (var imap = sigillo.imap("anna")) {
                imap.append("INBOX", Seen.message("after the first backup", 100));
                imap.command("SELECT INBOX");
                imap.command("UID STORE 1 +FLAGS (\\Answered)");
            }
            var second = sigillo.cli("backup", "now");
            assertTrue(second.orFail().printed().contains("and proven: "), second.printed());
            int brought = Integer.parseInt(word(second, "of which (\\d+) were brought over"));
            System.out.println(first.printed() + second.printed());
            assertTrue(brought < 4 << 20, "only what is new: " + brought);
            var before = Seen.of(sigillo);
            var queue = Seen.queue(sigillo.cli("queue", "list", "--json").printed());
            sigillo.stop();

            var fresh = folder.resolve("fresh");
            var restored = run("restore", "--from", target.toString(), "--key", key.toString(), "--data", fresh.toString());
            assertTrue(restored.orFail().printed().contains("it came from a cluster and lies in files now"), restored.printed());
            assertTrue(restored.printed().contains("protected messages: 1, whose links open nothing until"),
                restored.printed());
            assertSame(before, queue, sigillo, fresh.resolve("sigillo.toml"), true);
            var next = Files.writeString(fresh.resolve("next.toml"), Files.readString(fresh.resolve("sigillo.toml"))
                .replace("[store]\n", "") + "\n" + store("again"));
            run("store", "migrate", "--config", fresh.resolve("sigillo.toml").toString(), "--to", next.toString()).orFail();
            assertSame(before, queue, sigillo, next, false);
        }
    }

    private EndToEndKept endToEnd(SigilloPeer sigillo) throws Exception {
        var address = sigillo.address("vera");
        var made = sigillo.cli("account", "add", address, "--generate", "--level", "L1", "--json").orFail();
        return new EndToEndKept(sigillo.port("https"), address, word(made, "\"password\"\\s*:\\s*\"([^\"]+)\""));
    }

    private void assertSame(Seen before, List<String> queue, SigilloPeer sigillo, Path config,
        boolean isRestored) throws Exception {
        var server = Program.start(config.resolveSibling(config.getFileName() + ".log"), Map.of(), List.of("./sigillo", "serve", "--config", config.toString()));
        try {
            Program.waitUntil("it serves", LIMIT, () -> server.printed().contains("ready in ") || !server.isRunning());
            assertTrue(server.isRunning(), server.printed());
            assertEquals(before.mail(), Seen.of(sigillo).mail());
            assertEquals(queue, Seen.queue(run("queue", "list", "--json", "--config", config.toString()).orFail().printed()));
            endToEnd.assertKept(sigillo.port("https"), sigillo.port("imap"), sigillo.port("smtp"), isRestored);
            for (var who : List.of("anna", "bruno", "vera")) {
                run("account", "verify", sigillo.address(who), "--config", config.toString()).orFail();
            }
        } catch (IOException away) {
            throw new AssertionError(server.printed(), away);
        } finally {
            server.terminate();
            server.await(Duration.ofSeconds(15));
        }
    }

    private static Program.Done run(String... words) {
        var command = new java.util.ArrayList<>(List.of("./sigillo"));
        command.addAll(List.of(words));
        return Program.run(LIMIT, Map.of(), command);
    }

    private static String word(Program.Done done, String pattern) {
        var found = Pattern.compile(pattern).matcher(done.orFail().printed());
        assertTrue(found.find(), done.printed());
        return found.group(1);
    }
}
