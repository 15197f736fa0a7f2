package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * The disk changes what the shipped server keeps: scrubbing finds it and says whose it is, who reads it is told, and
 * everybody else has his mail.
 */
@Tag("gate")
class ChangedDiskTest {
    private static final int MAILS = 20;
    private static final int OCTETS = 60_000;

    @TempDir Path folder;

    private static void deliver(SigilloPeer sigillo, String to) throws IOException {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.example");
            for (int i = 0; i < MAILS; i++) {
                var text = "Subject: mail " + i + "\r\n\r\n" + ("line " + i + "\r\n").repeat(OCTETS / 9);
                var reply = smtp.send("carl@sender.example", sigillo.address(to), text.getBytes(StandardCharsets.US_ASCII));
                assertTrue(reply.startsWith("250"), reply);
            }
        }
    }

    /** Some octets in the middle of what holds messages: of one or two of them. */
    private static void harm(SigilloPeer sigillo) throws IOException {
        var file = largest(sigillo, "*.blob");
        assertTrue(Files.size(file) > MAILS * OCTETS, "the messages lie in " + file);
        harm(file);
    }

    private static Path largest(SigilloPeer sigillo, String kind) throws IOException {
        Path largest = null;
        try (var files = Files.newDirectoryStream(sigillo.folder().resolve("store/rocksdb"), kind)) {
            for (var one : files) if (largest == null || Files.size(one) > Files.size(largest)) largest = one;
        }
        return largest;
    }

    /** A disk changes no date. */
    private static void harm(Path file) throws IOException {
        var date = Files.getLastModifiedTime(file);
        var octets = Files.readAllBytes(file);
        for (int i = 0; i < 8; i++) octets[octets.length / 4 + i] ^= 1;
        Files.write(file, octets);
        Files.setLastModifiedTime(file, date);
    }

    @Test void isFoundAndToldAndHarmsNobodyElse() throws Exception {
        try (var sigillo = SigilloPeer.demo(folder)) {
            deliver(sigillo, "anna");
            deliver(sigillo, "bruno");
            sigillo.stop();
            harm(sigillo);
            sigillo.again();
            assertEquals(0, sigillo.cli("scrub", "--now").code(), "nothing is known yet");
            Program.waitUntil("it is found", Duration.ofSeconds(90), () -> sigillo.launched("scrub").code() == 1);
            var found = sigillo.cli("scrub", "--json").printed();
            assertTrue(found.contains("\"kind\": \"message\"") && found.contains("\"place\": \"account "), found);
            assertTrue(sigillo.cli("status").printed().contains("The disk has changed what is kept"), "and is an alarm");
            int readable = readable(sigillo, "anna") + readable(sigillo, "bruno");
            assertTrue(readable < 2 * MAILS && readable >= 2 * MAILS - 2, readable + " messages can be read");
            deliver(sigillo, "anna");
        }
    }

    /** Messages and rows: the operator hears of it, and nobody lacks anything. */
    @Test void isPutBackFromABackup() throws Exception {
        var target = Files.createDirectory(folder.resolve("target"));
        try (var sigillo = SigilloPeer.demo(folder.resolve("home"))) {
            deliver(sigillo, "bruno");
            deliver(sigillo, "anna");
            sigillo.stop();
            Files.writeString(sigillo.folder().resolve("sigillo.toml"), """

                [[backup.target]]
                name = "disk"
                path = "%s"
                """.formatted(target), StandardOpenOption.APPEND);
            sigillo.againAsServer();
            assertEquals(0, sigillo.launched("backup", "key").code());
            var made = sigillo.cli("backup", "now");
            assertTrue(made.printed().contains("and proven: "), made.printed());
            sigillo.stop();
            harm(sigillo);
            harm(largest(sigillo, "*.sst"));
            sigillo.againAsServer();
            assertEquals(0, sigillo.cli("scrub", "--now").code(), "nothing is known yet");
            Program.waitUntil("it is found", Duration.ofSeconds(180), () -> sigillo.launched("scrub", "--json").printed().contains("\"place\": \"account "));
            Program.waitUntil("the pass is over", Duration.ofSeconds(180), () -> sigillo.launched("scrub", "--json").printed().contains("\"lastEnded\": \"2"));
            var found = sigillo.cli("scrub", "--json");
            assertEquals(0, found.code(), found.printed());
            assertTrue(found.printed().contains("\"repaired\": true") && !found.printed().contains("\"repaired\": false"), found.printed());
            assertTrue(sigillo.cli("status").printed().contains("all of this was put back from a backup"), "the disk is to be looked at");
            assertEquals(2 * MAILS, readable(sigillo, "anna") + readable(sigillo, "bruno"));
            assertEquals(0, sigillo.cli("account", "verify", sigillo.address("anna")).code());
        }
    }

    private static int readable(SigilloPeer sigillo, String who) throws IOException {
        int readable = 0;
        int messages;
        try (var imap = sigillo.imap(who)) {
            messages = (int) imap.messages("INBOX");
        }
        for (int number = messages - MAILS + 1; number <= messages; number++) {
            try (var imap = sigillo.imap(who)) {
                imap.command("SELECT INBOX");
                if (imap.ask("FETCH " + number + " BODY.PEEK[]").isOk()) readable++;
            } catch (IOException cut) {
                // a message that breaks off within its literal ends the connection: the client must not take it for whole
            }
        }
        return readable;
    }
}
