package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.main.CommandsHere;
import sigillo.peers.ImapProbe;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;

/**
 * A machine is rebuilt from its backup by one command: people sign in as they did, their mail has the octets, UIDs and
 * flags that it had, what waits in the queue waits, and no number is given out twice. A damaged backup is refused with
 * what is wrong.
 */
@Tag("gate")
class RebuildTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern KEY = Pattern.compile("recovery key: (\\S+)");
    @TempDir Path folder;

    @Test void oneCommandBringsEverythingBack() throws Exception {
        var target = Files.createDirectory(folder.resolve("target"));
        // nobody answers for other domains: what is for them waits
        try (var sigillo = SigilloPeer.demo(folder.resolve("home"), "--resolver", "127.0.0.1:" + Ports.free())) {
            Seen.fill(sigillo);
            var phone = word(sigillo.cli("app-password", "add", sigillo.address("anna"), "phone", "--secret-file",
                secret(sigillo, "anna")), "app password: (\\S+)");
            sigillo.stop();
            Files.writeString(sigillo.folder().resolve("sigillo.toml"), """

                [backup]
                keep_last = 5

                [[backup.target]]
                name = "disk"
                path = "%s"
                """.formatted(target), StandardOpenOption.APPEND);
            sigillo.againAsServer();
            var key = Files.writeString(folder.resolve("key"),
                word(sigillo.launched("backup", "key"), KEY.pattern()) + "\n");
            var first = sigillo.cli("backup", "now");
            assertEquals(0, first.code(), first.printed());
            assertTrue(first.printed().contains("and proven: "), first.printed());
            later(sigillo);
            assertEquals(0, sigillo.cli("backup", "now").code());
            var before = Seen.of(sigillo);
            var queue = Seen.queue(sigillo.cli("queue", "list", "--json").printed());
            // what comes now is lost: it gets numbers that must not be given out again
            lost(sigillo);
            var lastNumbers = Seen.of(sigillo).numbers();
            assertTrue(sigillo.cli("backup", "list", "--json").printed().matches("(?s).*\"proven\": \"\\d{4}-.*"));
            var verified = sigillo.launched("backup", "verify", "--all", "--key", key.toString(), "--json");
            assertEquals(0, verified.code(), verified.printed());
            assertTrue(verified.printed().contains("\"opened\": true"), verified.printed());
            sigillo.stop();

            var fresh = folder.resolve("fresh");
            int newest;
            var restored = restore(target, key, fresh);
            assertEquals(0, restored.code(), restored.printed());
            assertTrue(restored.printed().contains("2 recipients of mail in the queue are held"), restored.printed());
            try (var server = serve(fresh)) {
                assertEquals(queue, Seen.queue(cli(fresh, "queue", "list", "--json").printed()));
                assertTrue(cli(fresh, "queue", "list", "--json").printed().matches("(?s).*\"held\": true.*"));
                var after = Seen.of(sigillo);
                assertEquals(before.mail(), after.mail());
                for (var number : lastNumbers.entrySet()) {
                    assertTrue(after.numbers().get(number.getKey()) > number.getValue(),
                        number + " and " + after.numbers());
                }
                try (var imap = ImapProbe.signedIn(sigillo.port("imap"), sigillo.address("anna"), phone)) {
                    assertEquals(before.mail().get("INBOX").size() - 1, imap.messages("INBOX"));
                }
                for (var who : List.of("anna", "bruno")) assertEquals(0,
                    cli(fresh, "account", "verify", sigillo.address(who)).code());
                // it goes on: mail comes, and the backup after the last one is made and proven
                try (var smtp = SmtpProbe.connect(sigillo.port("smtp"))) {
                    smtp.expect("250", "EHLO friend.example");
                    assertTrue(smtp.send("friend@friend.example", sigillo.address("anna"),
                        Seen.message("after the restore", 10)).startsWith("250"));
                }
                var next = cli(fresh, "backup", "now");
                assertTrue(next.printed().contains("and proven"), next.printed());
                newest = Integer.parseInt(word(next, "backup (\\d+) is made"));
                assertTrue(newest >= 3, next.printed()); // it has made one by itself, too
                assertEquals(0, cli(fresh, "queue", "release", "--all").code());
                assertTrue(server.isRunning());
            }
            assertRestoredAgain(sigillo, target, key, newest);
            assertRefused(target, key, newest);
        }
    }

    /**
     * A, used, A again, and one from before: of each life the UIDs are under another UIDVALIDITY, and MODSEQ goes on from
     * what the life before has given out.
     */
    private void assertRestoredAgain(SigilloPeer sigillo, Path target, Path key, int newest) throws Exception {
        var validity = 0L;
        var modSeq = 0L;
        for (var life : List.of(List.of(newest, false), List.of(newest, true), List.of(1, true), List.of(newest, true))) {
            var data = folder.resolve("life" + modSeq);
            var restored = Program.run(LIMIT, Map.of(), List.of("./sigillo", "restore", "--from", target.toString(),
                "--key", key.toString(), "--data", data.toString(), "--backup", life.getFirst().toString()));
            assertEquals(0, restored.code(), restored.printed());
            boolean again = restored.printed().contains("UIDVALIDITY is new");
            assertEquals(life.getLast(), again, restored.printed());
            Files.writeString(data.resolve("sigillo.toml"), Files.readString(data.resolve("sigillo.toml"))
                .replaceAll("(?s)\\[\\[backup\\.target]].*?\\n(?=\\[|$)", "")); // it is not to make another backup
            try (var server = serve(data); var imap = sigillo.imap("anna")) {
                var now = String.join(" ", imap.command("STATUS INBOX (UIDVALIDITY UIDNEXT HIGHESTMODSEQ)").lines());
                if (again) assertTrue(Seen.number(now, "UIDVALIDITY") > validity, now);
                assertTrue(Seen.number(now, "HIGHESTMODSEQ") > modSeq, now);
                imap.append("INBOX", Seen.message("in life " + modSeq, 2));
                now = String.join(" ", imap.command("STATUS INBOX (UIDVALIDITY UIDNEXT HIGHESTMODSEQ)").lines());
                validity = Seen.number(now, "UIDVALIDITY");
                modSeq = Seen.number(now, "HIGHESTMODSEQ");
                assertTrue(server.isRunning());
            }
        }
    }

    private void assertRefused(Path target, Path key, int newest) throws IOException {
        var wrongKey = Files.writeString(folder.resolve("wrong"), "AAAA-".repeat(13) + "AAAA\n");
        assertTrue(restore(target, wrongKey, folder.resolve("none")).printed()
            .contains("this is no recovery key, or it has a slip"));
        assertTrue(restore(target, key, folder.resolve("fresh")).printed()
            .contains("is there: a backup is restored into an empty data directory"));
        Path largest;
        try (var pieces = Files.list(target.resolve("pieces"))) {
            largest = pieces.max(Comparator.comparingLong(piece -> piece.toFile().length())).orElseThrow();
        }
        var octets = Files.readAllBytes(largest);
        octets[octets.length / 2] ^= 1;
        Files.write(largest, octets);
        var refused = restore(target, key, folder.resolve("none"));
        assertEquals(1, refused.code());
        assertTrue(refused.printed().contains("nothing was restored: backup " + newest + " in " + target
            + " is damaged: backup " + newest + ", file rocksdb/"), refused.printed());
        assertTrue(refused.printed().contains("piece " + largest.getFileName() + " is damaged"), refused.printed());
        assertFalse(Files.exists(folder.resolve("none/store")));
    }

    // ---- mail ----

    private void later(SigilloPeer sigillo) throws Exception {
        try (var imap = sigillo.imap("anna")) {
            imap.append("INBOX", Seen.message("between the backups", 3));
        }
        Seen.submit(sigillo, "two@elsewhere.example");
    }

    private void lost(SigilloPeer sigillo) throws Exception {
        try (var imap = sigillo.imap("anna")) {
            for (int i = 0; i < 5; i++) imap.append("INBOX", Seen.message("lost " + i, 3));
            imap.command("SELECT INBOX");
            imap.command("UID STORE 2 -FLAGS (\\Seen)");
        }
    }

    // ---- commands ----

    private String secret(SigilloPeer sigillo, String who) throws IOException {
        return Files.writeString(folder.resolve("secret-" + who), sigillo.password(who) + "\n").toString();
    }

    private static String word(Program.Done done, String pattern) {
        var m = Pattern.compile(pattern).matcher(done.orFail().printed());
        assertTrue(m.find(), done.printed());
        return m.group(1);
    }

    private static Program.Done restore(Path target, Path key, Path data) {
        return Program.run(LIMIT, Map.of(), List.of("./sigillo", "restore", "--from", target.toString(), "--key",
            key.toString(), "--data", data.toString()));
    }

    private static Program.Done cli(Path data, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return CommandsHere.run(LIMIT, all.toArray(String[]::new));
    }

    private Program serve(Path data) {
        var server = Program.start(folder.resolve(data.getFileName() + ".log"), Map.of(),
            List.of("./sigillo", "serve", "--config", data.resolve("sigillo.toml").toString()));
        Program.waitUntil("the server is ready:\n" + server.printed(), LIMIT, () -> server.printed()
            .contains("ready in ") || !server.isRunning());
        assertTrue(server.isRunning(), server.printed());
        return server;
    }
}
