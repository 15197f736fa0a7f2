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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.main.CommandsHere;
import sigillo.peers.ImapProbe;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.base.Bytes;
import sigillo.store.cassandra.CassandraStore;
import sigillo.store.cassandra.OneNode;

/**
 * Two shipped servers over one real Cassandra serve the same accounts: what happens at one is seen at the other within
 * two seconds, who is shut out at one is ended at the other, and when one is killed its users go on at the other.
 */
@Tag("gate")
class TwoServersTest {
    private static final Duration LIMIT = Duration.ofSeconds(240);
    private static final Duration SOON = Duration.ofSeconds(2);
    @TempDir Path folder;

    @Test void serveTheSameAccounts() throws Exception {
        try (var one = first("several")) {
            Seen.fill(one);
            int base = Ports.freeBase();
            var config = second(one, base);
            assertOtherKeysAreRefused(config);
            try (var _ = serve(config)) {
                assertNews(one, base);
                assertShutOut(one, base);
                assertGuessesAreCountedTogether(one, base);
                var before = Seen.of(one);
                var queue = queue(config);
                one.kill();
                assertEquals(before, Seen.at(base + 143, one));
                assertEquals(queue, queue(config), "what it had put in waits");
                try (var smtp = SmtpProbe.connect(base + 25); var imap = signIn(one, base, "anna")) {
                    smtp.expect("250", "EHLO friend.example");
                    long there = imap.messages("INBOX");
                    assertTrue(smtp.send("friend@friend.example", one.address("anna"),
                        Seen.message("after one has died", 3)).startsWith("250"));
                    assertEquals(there + 1, imap.messages("INBOX"));
                }
            }
        }
    }

    /**
     * Within a minute; then nothing of it is left. One that is alone by its settings comes only after all have ended.
     */
    @Tag("long")
    @Test void aKilledServerIsTakenForDead() throws Exception {
        try (var one = first("dead")) {
            var config = second(one, Ports.freeBase());
            var alone = Files.writeString(config.resolveSibling("alone.toml"),
                Files.readString(config).replace("servers = \"several\"", "servers = \"one\""));
            try (var two = serve(config)) {
                one.kill();
                Program.waitUntil("the other takes the killed one for dead", Duration.ofSeconds(60),
                    () -> two.program().printed().contains("a server has said nothing for 45 s"));
                refused(alone, "another process uses");
                var elsewhere = Files.writeString(folder.resolve("elsewhere.toml"), Files.readString(alone)
                    .replaceFirst("data = \"[^\"]*\"", "data = \"" + folder.resolve("three") + "\""));
                refused(elsewhere, "the cluster is served by several servers");
            }
            serve(alone).close();
        }
    }

    /**
     * A message that leaves the queue at one server, and a way in that is taken away there, are opened by nothing that
     * either has afterwards, whatever the store had before. A restart counts as a deletion: so nobody waits for an hour.
     */
    @Tag("long")
    @Test void whatIsDeletedAtOneIsGoneAtBoth() throws Exception {
        try (var one = first("gone")) {
            Seen.submit(one, "one@elsewhere.example");
            var secret = Files.writeString(folder.resolve("secret"), one.password("anna") + "\n");
            one.cli("app-password", "add", one.address("anna"), "phone", "--secret-file", secret.toString()).orFail();
            var config = second(one, Ports.freeBase());
            Files.delete(config.resolveSibling("keys/queue.keys")); // it has that from the first
            var keys = List.of(one.folder().resolve("keys"), config.resolveSibling("keys"));
            var before = new java.util.HashSet<Long>();
            try (var _ = serve(config); var store = CassandraStore.open(OneNode.settings("gone"))) {
                for (var folder : keys) for (var name : List.of("slots.keys", "queue.keys")) before.addAll(numbers(folder, name));
                assertEquals(2, before.stream().filter(number -> isInUse(store, number)).count(), "one for each file");
                one.cli("queue", "drop", "--all").orFail();
                one.cli("app-password", "revoke", one.address("anna"), "1").orFail();
            }
            one.kill();
            one.againAsServer();
            try (var two = serve(config); var store = CassandraStore.open(OneNode.settings("gone"))) {
                Program.waitUntil("both have destroyed what was in use", Duration.ofSeconds(150), () -> keys.stream()
                    .flatMap(folder -> Stream.of("slots.keys", "queue.keys").flatMap(name -> numbers(folder, name).stream()))
                    .noneMatch(before::contains));
                assertTrue(before.stream().noneMatch(number -> isInUse(store, number)), "nothing that is needed was under them");
                assertTrue(two.program().isRunning());
                try (var imap = one.imap("anna")) {
                    assertTrue(imap.ask("SELECT INBOX").isOk());
                }
            }
        }
    }

    /** Whether a row of the queue or of the keys of accounts is wrapped under that key. */
    private static boolean isInUse(CassandraStore store, long number) {
        var octets = java.nio.ByteBuffer.allocate(8).putLong(number).array();
        var wanted = new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
        var names = new ArrayList<>(store.partitions("k/"));
        names.addAll(store.partitions("q/"));
        return names.stream().anyMatch(name -> {
            var found = new boolean[1];
            store.partition(name).range(Bytes.EMPTY, Bytes.wrap(new byte[] {-1}), false, (_, row) ->
                !(found[0] = new String(row, java.nio.charset.StandardCharsets.ISO_8859_1).contains(wanted)));
            return found[0];
        });
    }

    /** Of the keys in a file: records of 64 octets, whose use is 2 for the queue and 3 for slots. */
    private static List<Long> numbers(Path folder, String name) {
        try {
            var octets = java.nio.ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
            var numbers = new ArrayList<Long>();
            for (int at = 0; at + 64 <= octets.limit(); at += 64) {
                if (octets.get(at) == 2 || octets.get(at) == 3) numbers.add(octets.getLong(at + 8));
            }
            return numbers;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void refused(Path config, String why) {
        var refused = Program.run(LIMIT, Map.of(), List.of("./sigillo", "serve", "--config", config.toString()));
        assertEquals(1, refused.code(), refused.printed());
        assertTrue(refused.printed().contains(why), refused.printed());
    }

    /**
     * A demo that serves a keyspace of its own with others; nobody answers for other domains: what is for them waits.
     */
    private SigilloPeer first(String keyspace) throws IOException {
        int node = OneNode.settings(keyspace).contactPoints().getFirst().getPort();
        var store = Files.writeString(folder.resolve("store.toml"), """
            [store]
            kind = "cassandra"
            contact_points = ["127.0.0.1:%d"]
            local_data_centre = "dc1"
            keyspace = "%s"
            replication = ["dc1:1"]
            servers = "several"
            """.formatted(node, keyspace));
        return SigilloPeer.demo(folder.resolve("one"), "--settings", store.toString(),
            "--resolver", "127.0.0.1:" + Ports.free());
    }

    /** Its own data directory and ports, and a copy of the folder of keys. */
    private Path second(SigilloPeer one, int base) throws IOException {
        var data = Files.createDirectories(folder.resolve("two"));
        copy(one.folder().resolve("keys"), data.resolve("keys"));
        int first = one.port("imap") - 143;
        var text = Files.readString(one.folder().resolve("sigillo.toml"))
            .replaceFirst("data = \"[^\"]*\"", "data = \"" + data + "\"");
        for (var line : text.lines().filter(l -> l.startsWith("port = ")).toList()) {
            text = text.replace(line + "\n", "port = " + (Integer.parseInt(line.substring(7)) - first + base) + "\n");
        }
        return Files.writeString(data.resolve("sigillo.toml"), text);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** One that would seal what the other cannot open is not started. */
    private void assertOtherKeysAreRefused(Path config) throws IOException {
        var threads = config.resolveSibling("keys/threads.key");
        var right = Files.readAllBytes(threads);
        Files.write(threads, new byte[32]);
        refused(config, "threads.key is another than the one with which this cluster is served");
        Files.write(threads, right);
    }

    private static ImapProbe signIn(SigilloPeer one, int base, String who) throws IOException {
        return ImapProbe.signedIn(base + 143, one.address(who), one.password(who));
    }

    /** Mail and flags at one wake who idles at the other. */
    private static void assertNews(SigilloPeer one, int base) throws Exception {
        try (var idle = signIn(one, base, "anna"); var other = one.imap("anna"); var smtp = one.smtp()) {
            idle.command("SELECT INBOX");
            idle.send("i IDLE\r\n");
            assertTrue(idle.response().line().startsWith("+"));
            smtp.expect("250", "EHLO friend.example");
            for (int i = 0; i < 5; i++) {
                assertTrue(smtp.send("friend@friend.example", one.address("anna"), Seen.message("news " + i, 3))
                    .startsWith("250"));
                within(SOON, idle, "EXISTS");
            }
            other.command("SELECT INBOX");
            other.command("STORE 1 +FLAGS (\\Flagged)");
            within(SOON, idle, "FETCH (");
            idle.send("DONE\r\n");
            while (!idle.response().line().startsWith("i OK")) { }
            assertEquals(other.messages("INBOX"), idle.messages("INBOX"));
        }
    }

    private static void within(Duration max, ImapProbe idle, String what) throws IOException {
        long began = System.nanoTime();
        while (!idle.response().line().contains(what)) { }
        var took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println(what + " after " + took.toMillis() + " ms");
        assertTrue(took.compareTo(max) < 0, what + " after " + took);
    }

    /** Who is disabled, and who came by a password that was taken away, is ended everywhere. */
    private void assertShutOut(SigilloPeer one, int base) throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), one.password("anna") + "\n");
        var made = one.cli("app-password", "add", one.address("anna"), "phone", "--secret-file", secret.toString());
        var m = java.util.regex.Pattern.compile("app password: (\\S+)").matcher(made.orFail().printed());
        assertTrue(m.find());
        try (var phone = ImapProbe.signedIn(base + 143, one.address("anna"), m.group(1));
             var bruno = signIn(one, base, "bruno"); var anna = signIn(one, base, "anna")) {
            one.cli("app-password", "revoke", one.address("anna"), "1").orFail();
            ended(phone);
            one.cli("account", "disable", one.address("bruno")).orFail();
            ended(bruno);
            assertTrue(anna.ask("NOOP").isOk());
        }
        one.cli("account", "enable", one.address("bruno")).orFail();
        Program.waitUntil("bruno may come again", Duration.ofSeconds(20), () -> { // of that nobody was promised how soon
            try (var again = ImapProbe.connect(base + 143)) {
                return again.ask("LOGIN \"" + one.address("bruno") + "\" \"" + one.password("bruno") + "\"").isOk();
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Who has guessed at one waits at the other too, and no longer than two seconds after. */
    private static void assertGuessesAreCountedTogether(SigilloPeer one, int base) throws Exception {
        int here = one.port("imap") - 143;
        for (int guess = 0; seconds(refusal(one, here, guess)) < 6; guess++) {
            assertTrue(guess < 60, "guesses are not limited");
        }
        Program.pause(SOON.toMillis());
        assertTrue(seconds(refusal(one, base, 1_000)) > 0, "the other server has not heard of them");
    }

    private static String refusal(SigilloPeer one, int base, int guess) {
        try (var imap = ImapProbe.connect(base + 143)) {
            return imap.ask("LOGIN \"" + one.address("outside") + "\" \"wrong " + guess + "\"").tagged().line();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** How long to wait; zero for a plain refusal. */
    private static int seconds(String refusal) {
        assertTrue(refusal.contains(" NO "), refusal);
        var wait = java.util.regex.Pattern.compile("try again in (\\d+) seconds").matcher(refusal);
        return wait.find() ? Integer.parseInt(wait.group(1)) : 0;
    }

    private static void ended(ImapProbe session) {
        long began = System.nanoTime();
        Program.waitUntil("the session at the other server is ended", SOON, () -> {
            try {
                return !session.ask("NOOP").isOk();
            } catch (IOException closed) {
                return true;
            }
        });
        System.out.println("ended after " + (System.nanoTime() - began) / 1_000_000 + " ms");
    }

    private static List<String> queue(Path config) {
        var queue = Seen.queue(CommandsHere.run(LIMIT, "queue", "list", "--json", "--config", config.toString()).orFail().printed());
        assertFalse(queue.isEmpty());
        return queue;
    }

    private record Running(Program program) implements AutoCloseable {
        @Override public void close() {
            program.terminate();
            program.await(Duration.ofSeconds(15));
        }
    }

    private Running serve(Path config) {
        var server = Program.start(folder.resolve("two.log"), Map.of(),
            List.of("./sigillo", "serve", "--config", config.toString()));
        Program.waitUntil("the second server is ready", LIMIT,
            () -> server.printed().contains("ready in ") || !server.isRunning());
        assertTrue(server.isRunning(), server.printed());
        return new Running(server);
    }
}
