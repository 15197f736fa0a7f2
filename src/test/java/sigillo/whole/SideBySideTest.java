package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that runs reads everything it keeps, makes backups and proves them, takes in an archive and mail, all at the
 * same time: each does its work to the end, nothing is found damaged, and everything is there once, in the backup too.
 */
@Tag("gate")
class SideBySideTest {
    private static final int ARCHIVED = 3_000;
    private static final int MAILS = 60;
    private static final int PASSES = 3;
    private static final Pattern KEY = Pattern.compile("recovery key: (\\S+)");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir Path folder;

    @Test void scrubBackupsAnImportAndMail() throws Exception {
        var target = Files.createDirectory(folder.resolve("target"));
        try (var sigillo = SigilloPeer.demo(folder.resolve("home")); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sigillo.stop();
            Files.writeString(sigillo.folder().resolve("sigillo.toml"), """

                [backup]
                keep_last = 5

                [[backup.target]]
                name = "disk"
                path = "%s"
                """.formatted(target), StandardOpenOption.APPEND);
            sigillo.againAsServer();
            var key = Files.writeString(folder.resolve("key"), keyOf(sigillo.launched("backup", "key")) + "\n");
            long before = messages(sigillo, "bruno", "INBOX");
            var secret = Files.writeString(folder.resolve("secret"), sigillo.password("anna") + "\n");
            var archive = archive();

            var goes = new CountDownLatch(1);
            Future<Program.Done> imported = threads.submit(() -> {
                goes.await();
                return sigillo.launched("import", sigillo.address("anna"), archive.toString(), "--secret-file", secret.toString(), "--json");
            });
            var sent = threads.submit(() -> {
                goes.await();
                send(sigillo);
                return null;
            });
            var backedUp = threads.submit(() -> {
                goes.await();
                for (int i = 0; i < PASSES; i++) assertTrue(sigillo.cli("backup", "now").orFail().printed().contains("and proven: "));
                return null;
            });
            goes.countDown();
            for (int pass = 0; pass < PASSES; pass++) scrub(sigillo);
            assertEquals(ARCHIVED, json(imported.get()).get("kept").asInt());
            sent.get();
            backedUp.get();

            assertEquals(ARCHIVED, messages(sigillo, "anna", "archive"), "in a mailbox that is called as the file");
            assertEquals(before + MAILS, messages(sigillo, "bruno", "INBOX"));
            for (var who : new String[] {"anna", "bruno"}) sigillo.cli("account", "verify", sigillo.address(who)).orFail();
            scrub(sigillo);
            var last = sigillo.cli("backup", "now").orFail();
            assertTrue(last.printed().contains("and proven: "), last.printed());
            var verified = sigillo.launched("backup", "verify", "--all", "--key", key.toString(), "--json").orFail();
            assertTrue(verified.printed().contains("\"opened\": true"), verified.printed());
            assertEquals("[]", json(sigillo.cli("status", "--json")).get("alarms").toString());
        }
    }

    /** Until another pass has ended; what it found is nothing. */
    private static void scrub(SigilloPeer sigillo) {
        var last = json(sigillo.cli("scrub", "--now", "--json")).get("lastEnded");
        Program.waitUntil("a pass is over", LIMIT, () -> !json(sigillo.cli("scrub", "--json")).get("lastEnded").equals(last));
        assertEquals(0, json(sigillo.cli("scrub", "--json")).get("damages").size());
    }

    private static JsonNode json(Program.Done done) { return JsonMapper.builder().build().readTree(done.orFail().printed()); }

    private static long messages(SigilloPeer sigillo, String who, String mailbox) throws IOException {
        try (var imap = sigillo.imap(who)) {
            return imap.messages(mailbox);
        }
    }

    private static void send(SigilloPeer sigillo) throws IOException {
        try (var smtp = SmtpProbe.connect(sigillo.port("smtp"))) {
            smtp.expect("250", "EHLO friend.example");
            for (int i = 0; i < MAILS; i++) {
                assertTrue(smtp.send("friend@friend.example", sigillo.address("bruno"), Seen.message("beside " + i, 4)).startsWith("250"));
            }
        }
    }

    /** An mbox; no two messages are the same. */
    private Path archive() throws IOException {
        var random = new Random(20261129);
        var mbox = new StringBuilder();
        for (int i = 0; i < ARCHIVED; i++) {
            mbox.append("From friend@friend.example Sun Nov 29 12:00:00 2026\nFrom: friend@friend.example\nSubject: archived ").append(i)
                .append("\nDate: Sun, 29 Nov 2026 12:00:00 +0000\n\n");
            for (int line = 0; line < 40; line++) mbox.append(Long.toHexString(random.nextLong())).append(" of a zebra\n");
            mbox.append('\n');
        }
        return Files.writeString(folder.resolve("archive.mbox"), mbox, StandardCharsets.US_ASCII);
    }

    private static String keyOf(Program.Done made) {
        var m = KEY.matcher(made.orFail().printed());
        assertTrue(m.find(), made.printed());
        return m.group(1);
    }
}
