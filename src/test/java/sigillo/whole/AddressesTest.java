package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** Masked addresses, groups and a catch-all on the running server, over a kill. */
@Tag("gate")
@Timeout(360)
class AddressesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test void mailComesToTheRightInboxes() throws Exception {
        try (var sigillo = SigilloPeer.demo(folder)) {
            var anna = sigillo.address("anna");
            var bruno = sigillo.address("bruno");
            var family = sigillo.address("family");
            var made = sigillo.cli("masked", "add", anna, "the shoe shop").orFail().printed();
            var mask = made.lines().filter(line -> line.startsWith("address")).findFirst().orElseThrow().substring(7).strip();
            sigillo.ask(new Request.AddAlias(family, Address.of(anna)));
            sigillo.ask(new Request.AddAlias(family, Address.of(bruno)));
            sigillo.cli("alias", "set", family, "--writers", "members").orFail();
            sigillo.ask(new Request.AddAlias("@" + family.split("@")[1], Address.of(bruno)));
            sigillo.kill();
            sigillo.again();

            assertTrue(sent(sigillo, "eve@sender.example", mask, "to a mask").startsWith("250"));
            assertTrue(sent(sigillo, "eve@sender.example", family, "to a family").startsWith("550 5.7.1 Only some"));
            assertTrue(sent(sigillo, "eve@sender.example", sigillo.address("never"), "to nobody").startsWith("250"));
            try (var smtp = LeakedAccountTest.signedIn(sigillo, "anna")) {
                smtp.expect("250", "MAIL FROM:<" + mask + ">");
                for (var to : List.of(family, bruno, anna)) smtp.expect("250", "RCPT TO:<" + to + ">");
                smtp.expect("354", "DATA");
                smtp.write(message(mask, family, "under a mask"));
                assertTrue(smtp.expect("250", "\r\n.").startsWith("250"));
            }
            Program.waitUntil("all is delivered", LIMIT, sigillo::isQueueEmpty);
            assertEquals(List.of("to a mask", "under a mask"), subjects(sigillo, "anna"), "once, though she is there twice");
            assertEquals(List.of("to nobody", "under a mask"), subjects(sigillo, "bruno"));
            try (var imap = sigillo.imap("anna")) {
                assertTrue(imap.bodies("INBOX").stream().anyMatch(one -> new String(one, StandardCharsets.UTF_8).contains("Delivered-To: " + mask)));
            }

            sigillo.ask(new Request.ChangeMasked(Address.of(mask), Optional.of(true), Optional.empty()));
            assertTrue(sent(sigillo, "eve@sender.example", mask, "paused").startsWith("550 5.2.1"));
            var listed = sigillo.cli("masked", "list", anna).orFail().printed();
            assertTrue(listed.contains("the shoe shop") && listed.contains("eve@sender.example") && listed.contains("true"), listed);
            sigillo.cli("masked", "remove", mask).orFail();
            assertTrue(sent(sigillo, "eve@sender.example", mask, "deleted").startsWith("550 5.1.1"), "not the catch-all's");
        }
    }

    private static List<String> subjects(SigilloPeer sigillo, String local) {
        try (var imap = sigillo.imap(local)) {
            return imap.bodies("INBOX").stream().map(one -> new String(one, StandardCharsets.UTF_8).replaceFirst("(?s).*?Subject: ([^\r]*).*", "$1"))
                .filter(subject -> !subject.startsWith("Welcome")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first answer that is no. */
    private static String sent(SigilloPeer sigillo, String from, String to, String subject) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.say("EHLO sender.example");
            return smtp.send(from, to, message(from, to, subject));
        }
    }

    private static byte[] message(String from, String to, String subject) {
        return ("From: " + from + "\r\nTo: " + to + "\r\nSubject: " + subject + "\r\nMessage-ID: <" + System.nanoTime()
            + "@sender.example>\r\n\r\nHello.\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
