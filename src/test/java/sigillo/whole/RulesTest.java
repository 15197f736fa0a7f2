package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * The running server obeys a script while its owner is away, after a kill too; what the disk has says nothing of it.
 */
@Tag("gate")
@Timeout(360)
class RulesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SCRIPT = """
        require ["fileinto", "mailbox", "imap4flags", "vacation", "reject"];
        if header :contains "subject" "faktura \u010d" { setflag "\\\\Flagged"; fileinto :create "\u00da\u010dty 2026"; }
        elsif header :is "subject" "unwanted" { reject "No more of these."; }
        elsif header :is "subject" "on" { redirect "%s"; }
        elsif header :is "subject" "away" { vacation "Back in rigatoncini."; }
        """;

    private static final String HERE = """
        require ["imapsieve", "environment", "imap4flags", "fileinto", "copy"];
        if environment "imap.cause" "APPEND" { fileinto :copy "Copies"; }
        elsif environment "imap.cause" "COPY" { addflag "$Filed"; }
        elsif environment :contains "imap.changedflags" "\\\\Flagged" { addflag "$Noted"; }
        elsif allof (environment :contains "imap.changedflags" "\\\\Seen", hasflag "\\\\Seen") { addflag "$Read"; }
        else { discard; }
        """;

    @TempDir Path folder;

    @Test void mailObeysTheScriptOfItsOwner() throws Exception {
        try (var sigillo = SigilloPeer.demo(folder)) {
            var anna = sigillo.address("anna");
            var bruno = sigillo.address("bruno");
            var script = folder.resolve("rules.sieve");
            Files.writeString(script, "keep\n");
            assertTrue(sigillo.cli("account", "rules", anna, "--put", script.toString()).printed().contains("line"));
            Files.writeString(script, SCRIPT.formatted(bruno));
            sigillo.cli("account", "rules", anna, "--put", script.toString()).orFail();
            sigillo.kill();
            sigillo.again();
            assertTrue(sent(sigillo, anna, "=?utf-8?Q?Faktura_=C4=8D=2E_12?=").startsWith("250"));
            assertTrue(sent(sigillo, anna, "unwanted").startsWith("550 5.7.1 No more of these."));
            assertTrue(sent(sigillo, anna, "on").startsWith("250"));
            try (var smtp = LeakedAccountTest.signedIn(sigillo, "bruno")) {
                for (int i = 0; i < 2; i++) assertTrue(
                    smtp.send(bruno, anna, message(bruno, anna, "away")).startsWith("250"));
            }
            try (var imap = sigillo.imap("anna")) {
                assertTrue(imap.command("SELECT \"&ANoBDQ-ty 2026\"").isOk());
                var flags = imap.command("FETCH 1 (FLAGS)").lines().toString();
                assertTrue(flags.contains("\\Flagged"), flags);
            }
            Program.waitUntil("both are there", LIMIT, () -> messages(sigillo, "anna") >= 2);
            Program.waitUntil("what was sent on and one answer are there", LIMIT, () -> sigillo.isQueueEmpty());
            try (var imap = sigillo.imap("bruno")) {
                var bodies = imap.bodies("INBOX").stream().map(one -> new String(one, StandardCharsets.UTF_8)).toList();
                assertEquals(1, bodies.stream().filter(one -> one.contains("rigatoncini")).count(), bodies::toString);
                assertEquals(1, bodies.stream().filter(one -> one.contains("Subject: on\r\n")).count(),
                    bodies::toString);
            }
            scriptsRunForWhatHappensByImap(sigillo);
            sigillo.stop();
            assertEquals(List.of(), filesWith("rigatoncini"));
        }
    }

    /** RFC 6785: for what is put in, moved and marked, where the mailbox names a script; what the script does is no event again. */
    private void scriptsRunForWhatHappensByImap(SigilloPeer sigillo) throws Exception {
        var script = folder.resolve("here.sieve");
        Files.writeString(script, HERE);
        sigillo.cli("account", "rules", sigillo.address("anna"), "--put", script.toString(), "--name", "here").orFail();
        sigillo.cli("account", "rules", sigillo.address("anna"), "--off").orFail();
        try (var imap = sigillo.imap("anna")) {
            assertTrue(imap.command("CAPABILITY").lines().toString().contains(" IMAPSIEVE=sieve://"));
            for (var folder : List.of("Put", "Moved", "Copies")) imap.command("CREATE " + folder);
            for (var folder : List.of("Put", "Moved", "Copies")) {
                assertTrue(imap.command("SETMETADATA " + folder + " (/shared/imapsieve/script \"here\")").isOk());
            }
            assertTrue(imap.append("Put", message("bob@sender.example", "anna@home.example", "put")).isOk());
            Program.waitUntil("a copy is there", LIMIT, () -> messages(sigillo, "anna", "Copies") == 1);
            imap.command("SELECT INBOX");
            assertTrue(imap.command("MOVE 1 Moved").isOk());
            Program.waitUntil("what was moved is marked", LIMIT, () -> has(sigillo, "Moved", "$filed"));
            imap.command("SELECT Moved");
            imap.command("STORE 1 +FLAGS (\\Flagged)");
            Program.waitUntil("what was flagged is marked", LIMIT, () -> has(sigillo, "Moved", "$noted"));
            assertEquals(1, imap.messages("Copies"), "what a script files has no script run");
            replacedAndReadByFetch(sigillo, imap);
        }
    }

    /** RFC 6785 section 2.2.1 and 2.2.3: what REPLACE puts in comes as by APPEND; a FETCH that reads changes a flag. */
    private static void replacedAndReadByFetch(SigilloPeer sigillo, ImapProbe imap) throws Exception {
        imap.command("SELECT Put");
        var again = new String(message("bob@sender.example", "anna@home.example", "put again"), StandardCharsets.UTF_8);
        imap.command("REPLACE 1 Put {" + again.length() + "+}\r\n" + again);
        Program.waitUntil("a copy of what replaced it is there", LIMIT, () -> messages(sigillo, "anna", "Copies") == 2);
        assertEquals(1, imap.messages("Put"));
        imap.command("SELECT Moved");
        assertTrue(imap.command("FETCH 1 (BODY[])").isOk());
        Program.waitUntil("what was read is marked", LIMIT, () -> has(sigillo, "Moved", "$read"));
    }

    private static boolean has(SigilloPeer sigillo, String mailbox, String what) {
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT " + mailbox);
            return imap.command("FETCH 1:* (FLAGS)").lines().toString().toLowerCase(Locale.ROOT).contains(what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long messages(SigilloPeer sigillo, String local) { return messages(sigillo, local, "INBOX"); }

    private static long messages(SigilloPeer sigillo, String local, String mailbox) {
        try (var imap = sigillo.imap(local)) {
            return imap.messages(mailbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sent(SigilloPeer sigillo, String to, String subject) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.say("EHLO sender.example");
            return smtp.send("bob@sender.example", to, message("bob@sender.example", to, subject));
        }
    }

    private static byte[] message(String from, String to, String subject) {
        return ("From: " + from + "\r\nTo: " + to + "\r\nSubject: " + subject + "\r\nMessage-ID: <" + System.nanoTime()
            + "@sender.example>\r\n\r\nHello.\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private List<String> filesWith(String word) throws IOException {
        try (var files = Files.walk(folder.resolve("sigillo"))) {
            return files.filter(Files::isRegularFile).filter(file -> contains(file, word)).map(Path::toString).toList();
        }
    }

    private static boolean contains(Path file, String word) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
