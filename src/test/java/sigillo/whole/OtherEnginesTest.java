package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.peers.ClamdPeer;
import sigillo.peers.Program;
import sigillo.peers.RspamdMilterPeer;
import sigillo.peers.RspamdPeer;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SpamdPeer;

/** The running server asks a real clamd, spamd, Rspamd and a milter; and mail flows when they are gone. */
@Tag("gate")
@Timeout(360)
class OtherEnginesTest {
    private static final String WANTED = "Subject: Lunch\r\nMessage-ID: <1@sender.example>\r\n\r\nShall we eat at one?\r\n";

    @TempDir Path folder;

    @Test void theyAreAskedAndMailFlowsWithoutThem() throws Exception {
        assumeTrue(ClamdPeer.isInstalled() && SpamdPeer.isInstalled() && RspamdPeer.isInstalled(), "clamd, clamav-testfiles, spamd or Rspamd is not installed");
        try (var clamd = new ClamdPeer(folder); var spamd = new SpamdPeer(folder); var rspamd = new RspamdMilterPeer(folder)) {
            var settings = folder.resolve("engines.toml");
            Files.writeString(settings, """
                [filter]
                unchecked = []
                [engines]
                deadline = "3 seconds"
                clamd = "%s"
                spamd = "127.0.0.1:%d"
                rspamd = "127.0.0.1:%d"
                milters = ["127.0.0.1:%d"]
                """.formatted(clamd.socket(), spamd.port(), rspamd.port(), rspamd.milterPort()));
            try (var sigillo = SigilloPeer.demo(folder, "--settings", settings.toString())) {
                virusesAreRefused(sigillo);
                theOthersAreReasons(sigillo);
                spamd.stop();
                rspamd.stop();
                clamd.hold();
                mailFlowsWithoutThem(sigillo);
                clamd.letGo();
                Program.waitUntil("clamd is back", Duration.ofSeconds(60), () -> !alarms(sigillo).contains("engine-clamd"));
                assertTrue(sent(sigillo, "Subject: x\r\n\r\n" + ClamdPeer.EICAR + "\r\n").startsWith("554"));
            }
        }
    }

    private void virusesAreRefused(SigilloPeer sigillo) throws Exception {
        var reply = sent(sigillo, "Subject: x\r\n\r\n" + ClamdPeer.EICAR + "\r\n");
        assertEquals("554 5.7.1 This message holds what ClamAV calls Sigillo.Test.Eicar.UNOFFICIAL", reply);
        try (var anna = LeakedAccountTest.signedIn(sigillo, "anna")) {
            var mine = "From: " + sigillo.address("anna") + "\r\nSubject: x\r\n\r\n";
            var told = anna.send(sigillo.address("anna"), sigillo.address("bruno"), (mine + ClamdPeer.EICAR + "\r\n").getBytes(StandardCharsets.UTF_8));
            assertTrue(told.startsWith("554"), told);
            Program.waitUntil("its owner is told", Duration.ofSeconds(30), () -> subjects(sigillo).contains("A virus was not sent from your account"));
            assertTrue(anna.send(sigillo.address("anna"), sigillo.address("bruno"), (mine + "Hi.\r\n").getBytes(StandardCharsets.UTF_8)).startsWith("250"));
        }
        var taken = new ArrayList<String>();
        int tried = 0;
        try (var files = Files.list(ClamdPeer.TEST_FILES)) {
            for (var file : (Iterable<Path>) files.sorted()::iterator) {
                tried++;
                if (!sent(sigillo, attached(file)).startsWith("554 5.7.1 This message holds what ClamAV calls ")) taken.add(file.getFileName().toString());
            }
        }
        assertEquals(List.of(), taken);
        assertTrue(tried >= 40, tried + " files");
        // StreamMaxLength of this clamd is 4 MiB
        var large = sent(sigillo, "Subject: Lunch, large\r\n\r\n" + "0123456789abcdef0123456789abcdef0123456789abcdef\r\n".repeat(100_000));
        assertTrue(story(sigillo, large).contains("clamd: it is larger than StreamMaxLength of clamd"), large);
    }

    private static String attached(Path file) throws Exception {
        return "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHi.\r\n--b\r\n"
            + "Content-Type: application/octet-stream; name=\"" + file.getFileName() + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(Files.readAllBytes(file)) + "\r\n--b--\r\n";
    }

    private void theOthersAreReasons(SigilloPeer sigillo) throws Exception {
        var story = story(sigillo, sent(sigillo, WANTED));
        assertTrue(story.contains("SpamAssassin gives it -1.0 points, and 5.0 is its bound: SIGILLO_LUNCH"), story);
        var moon = story(sigillo, sent(sigillo, "Subject: x\r\nMessage-ID: <2@sender.example>\r\n\r\nThe moon for sale.\r\n"));
        assertTrue(moon.contains("7.7 SpamAssassin gives it 7.0 points, and 5.0 is its bound: SIGILLO_MOON"), moon);
        assertTrue(moon.contains("Filed into Junk"), moon);
        try (var imap = sigillo.imap("anna")) {
            var junk = new String(imap.bodies("Junk").getLast(), StandardCharsets.UTF_8);
            assertTrue(junk.contains("spamassassin=7.7"), junk);
            assertTrue(junk.contains("X-Spamd-Result: default: False [0.00 / 15.00]"), "the milter added its field: " + junk);
        }
        var gtube = sent(sigillo, "Subject: x\r\n\r\n" + RspamdMilterPeer.GTUBE + "\r\n");
        assertEquals("554 5.7.1 Gtube pattern", gtube);
    }

    private void mailFlowsWithoutThem(SigilloPeer sigillo) throws Exception {
        // clamd takes the connection and says nothing; the others are gone
        var slow = story(sigillo, sent(sigillo, WANTED));
        assertTrue(slow.contains("clamd: it gave no answer in time"), slow);
        assertTrue(slow.contains("spamd: Connection refused"), slow);
        for (int i = 0; i < 2; i++) sent(sigillo, WANTED);
        long begun = System.nanoTime();
        var story = story(sigillo, sent(sigillo, WANTED));
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 15);
        for (var engine : List.of("clamd", "spamd", "rspamd", "milter-1")) {
            assertTrue(story.contains(engine + ": it is left alone for a while: "), story);
            assertTrue(alarms(sigillo).contains("engine-" + engine), engine);
        }
        assertTrue(story.contains("Filed into the inbox"), story);
        assertTrue(sigillo.ask(new Request.Status()).get("engines").toString().contains("ClamAV at "), "figures");
    }

    private static String subjects(SigilloPeer sigillo) {
        try (var imap = sigillo.imap("anna")) {
            return imap.bodies("INBOX").stream().map(body -> new String(body, StandardCharsets.UTF_8)).reduce("", String::concat);
        } catch (java.io.IOException notNow) {
            return "";
        }
    }

    private static String alarms(SigilloPeer sigillo) { return sigillo.ask(new Request.Status()).get("alarms").toString(); }

    private static String story(SigilloPeer sigillo, String reply) {
        assertTrue(reply.startsWith("250"), reply);
        return sigillo.ask(new Request.Trace(reply.substring(reply.lastIndexOf(' ') + 1), 100)).toString();
    }

    private static String sent(SigilloPeer sigillo, String rest) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.say("EHLO sender.example");
            var to = sigillo.address("anna");
            return smtp.send("bob@sender.example", to, ("From: bob@sender.example\r\nTo: " + to + "\r\n" + rest).getBytes(StandardCharsets.UTF_8));
        }
    }
}
