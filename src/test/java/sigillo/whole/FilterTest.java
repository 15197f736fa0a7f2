package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/** The running server judges what comes to its door, says why, and does what accounts and the operator want. */
@Tag("gate")
@Timeout(360)
class FilterTest {
    private static final String SPAM = "Subject: YOU HAVE WON A PRIZE!!!\r\nMessage-ID: <1>\r\nContent-Type: text/html\r\n\r\n"
        + "<html><body><font color=red>ACT NOW! million dollars.<a href=\"http://198.51.100.7/x\">https://bank.example/</a></font></body></html>\r\n";
    private static final String WANTED = "Subject: Lunch\r\nMessage-ID: <1@sender.example>\r\n\r\nShall we eat at one?\r\n";

    @TempDir Path folder;

    @Test void spamGoesToJunkAndTheStorySaysWhy() throws Exception {
        var settings = folder.resolve("filter.toml");
        Files.writeString(settings, "[filter]\nunchecked = []\n" + list("links", "bl.test") + list("refusing", "not.test"));
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        try (var unbound = new UnboundPeer(folder.resolve("dns"), List.of("pills.example.bl.test. A 127.0.0.2", "pills.example.not.test. A 127.255.255.254"));
                var sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address(), "--settings", settings.toString())) {
            assertTrue(sent(sigillo, "bruno", WANTED.replace("eat", "eat https://www.pills.example/x and")).startsWith("250"));
            try (var imap = sigillo.imap("bruno")) {
                var mail = new String(imap.bodies("Junk").getFirst(), StandardCharsets.UTF_8);
                assertTrue(mail.contains("list-links=6.0") && !mail.contains("list-refusing"), mail);
            }
            var status = sigillo.cli("status").orFail().printed();
            assertTrue(status.contains("127.255.255.254"), status);
            var reply = sent(sigillo, "anna", SPAM);
            assertTrue(reply.startsWith("250"), reply);
            try (var imap = sigillo.imap("anna")) {
                assertEquals(0, count(imap, "INBOX", "<1>"));
                var mail = new String(imap.bodies("Junk").getFirst(), StandardCharsets.UTF_8);
                assertTrue(mail.contains("X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score="), mail);
                assertTrue(mail.contains("subject-in-capitals=2.4"), mail);
            }
            var story = sigillo.cli("trace", reply.substring(reply.lastIndexOf(' ') + 1)).orFail().printed();
            assertTrue(story.contains("2.4 Its subject is in capitals."), story);
            assertTrue(story.contains("Filed into Junk: it has a score of"), story);

            sigillo.cli("account", "filter", sigillo.address("anna"), "--junk-from", "never", "--block", "sender.example").orFail();
            sigillo.ask(new Request.FilterWishes(Optional.empty(), Optional.empty(), List.of(), List.of(),
                List.of("sender.example"), List.of()));
            sent(sigillo, "anna", WANTED);
            assertTrue(sent(sigillo, "bruno", WANTED).startsWith("550 5.7.1 The recipient takes no mail from this sender"));
            var refused = sigillo.cli("account", "refused", sigillo.address("bruno")).orFail().printed();
            assertTrue(refused.contains("bob@sender.example") && refused.contains("550 5.7.1 The recipient takes no mail"), refused);
            var shown = sigillo.cli("account", "filter", sigillo.address("anna"), "--unlist", "sender.example").orFail().printed();
            assertTrue(shown.contains("never") && !shown.contains("sender.example"), shown);
            sigillo.cli("filter", "list", "--unlist", "sender.example").orFail();
            sent(sigillo, "anna", SPAM);
            try (var imap = sigillo.imap("anna")) {
                assertEquals(2, imap.messages("Junk"), "spam, and what was blocked");
                assertEquals(1, count(imap, "INBOX", "<1>"), "she sorts it herself");
            }
        }
    }

    private static String list(String name, String zone) {
        return "[[filter.list]]\nname = \"" + name + "\"\nzone = \"" + zone + "\"\nkind = \"url\"\nweight = \"6\"\n";
    }

    private static long count(ImapProbe imap, String mailbox, String id) throws Exception {
        return imap.bodies(mailbox).stream().filter(one -> new String(one, StandardCharsets.UTF_8).contains("Message-ID: " + id)).count();
    }

    private static String sent(SigilloPeer sigillo, String local, String rest) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.say("EHLO sender.example");
            var to = sigillo.address(local);
            return smtp.send("bob@sender.example", to, ("From: bob@sender.example\r\nTo: " + to + "\r\n" + rest).getBytes(StandardCharsets.UTF_8));
        }
    }
}
