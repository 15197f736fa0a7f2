package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.ImapProbe;
import sigillo.smtpd.SmtpRole;

/** Case B11: our own local parts in any case, those of others exactly as they were written; from door to door. */
@Timeout(60)
class LocalPartsTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    @TempDir static Path folder;
    private static Home home;
    private static CapturingSink remote;

    @BeforeAll static void open() throws Exception {
        home = new Home(folder, "remote.example");
        remote = home.outside.at("remote.example");
    }

    @AfterAll static void close() { home.close(); }

    record Case(String to, String who) {}

    /** An alias comes before the catch-all, which is bob's. */
    private static final List<Case> RECEIVED = List.of(
        new Case("INFO@Home.Example", Home.ANNA), new Case("info@home.example", Home.ANNA),
        new Case("Info+News@HOME.EXAMPLE", Home.ANNA), new Case("\"INFO\"@home.example", Home.ANNA),
        new Case("ANNA@home.example", Home.ANNA), new Case("aNNa+Shop@home.example", Home.ANNA),
        new Case("BOB@home.example", Home.BOB), new Case("Nobody@home.example", Home.BOB),
        new Case("PostMaster@home.example", Home.ANNA));

    @TestFactory Stream<DynamicTest> ours() {
        home.alias("info@home.example", Home.ANNA);
        return Stream.of(SmtpRole.MX, SmtpRole.LMTP).flatMap(door -> RECEIVED.stream().map(c ->
            dynamicTest(door + " " + c.to, () -> {
                var mark = "case " + COUNT.incrementAndGet();
                var reply = home.send(door, "x@sender.example", c.to, "Subject: " + mark + "\r\n\r\nx\r\n");
                assertTrue(reply.startsWith("250 2.0.0"), reply);
                for (var who : List.of(Home.ANNA, Home.BOB)) {
                    long copies = home.inbox(who).stream().filter(m -> m.contains("Subject: " + mark + "\r\n")).count();
                    assertEquals(who.equals(c.who) ? 1 : 0, copies, who);
                }
            })));
    }

    @Test void severalSpellingsOfOneOfUsAreOneCopy() throws Exception {
        try (var mx = home.smtp(SmtpRole.MX)) {
            mx.expect("250", "MAIL FROM:<x@sender.example>");
            for (var to : List.of("Anna@home.example", "ANNA@HOME.EXAMPLE", "anna+x@home.example", "\"anna\"@home.example"))
                mx.expect("250", "RCPT TO:<" + to + ">");
            mx.expect("354", "DATA");
            mx.expect("250", "Subject: once\r\n\r\nx\r\n.");
        }
        home.rest();
        assertEquals(1, home.inbox(Home.ANNA).stream().filter(m -> m.contains("Subject: once\r\n")).count());
    }

    /** What others wrote, with quotes, escapes and case; the domain may be written in small letters. */
    private static final List<String> FOREIGN = List.of("CaseSensitive.User", "\"A b\"", "a+B", "A+b", "\"Quoted\"",
        "\"a\\\"b\"", "\"a@B\"", "\"\\a\"", "!#$%&'*+-/=?^_`{|}~", "X".repeat(64), "\"postmaster\"", "ABUSE");

    @TestFactory Stream<DynamicTest> theirsLeaveAsTheyCame() {
        return FOREIGN.stream().map(local -> dynamicTest(local, () -> {
            var mark = "out " + COUNT.incrementAndGet();
            var reply = home.send(SmtpRole.SUBMISSION, "Anna@Home.Example", local + "@Remote.Example",
                "From: ANNA@home.example\r\nSubject: " + mark + "\r\n\r\nx\r\n");
            assertTrue(reply.startsWith("250"), reply);
            home.rest();
            var mail = got(mark);
            assertEquals(List.of(local + "@remote.example"), mail.to());
            assertEquals("Anna@home.example", mail.from());
        }));
    }

    @Test void theirsThatDifferInCaseAreTwo() throws Exception {
        try (var submission = home.smtp(SmtpRole.SUBMISSION)) {
            submission.expect("250", "MAIL FROM:<anna@home.example>");
            for (var to : List.of("u@remote.example", "U@remote.example", "U@REMOTE.example"))
                submission.expect("250", "RCPT TO:<" + to + ">");
            submission.expect("354", "DATA");
            submission.expect("250", "From: anna@home.example\r\nSubject: two\r\n\r\nx\r\n.");
        }
        home.rest();
        assertEquals(List.of("u@remote.example", "U@remote.example"), got("two").to());
    }

    @Test void anAliasSendsOnAsItIsWritten() throws Exception {
        home.alias("away@home.example", "Some.One@Remote.Example");
        assertTrue(home.send(SmtpRole.MX, "The.Sender@Other.Example", "AWAY@home.example", "Subject: on\r\n\r\nx\r\n").startsWith("250"));
        home.rest();
        assertEquals(List.of("Some.One@remote.example"), got("on").to());
        assertEquals("The.Sender@other.example", got("on").from());
    }

    /** The notification goes to the sender as it wrote itself, and names the recipient as the sender wrote it. */
    @Test void aNotificationKeepsThemToo() throws Exception {
        home.alias("lost@home.example", "Gone.Away@nowhere.example");
        try (var mx = home.smtp(SmtpRole.MX)) {
            mx.expect("250", "MAIL FROM:<\"The Sender\"@remote.example>");
            mx.expect("250", "RCPT TO:<Lost@home.example> ORCPT=rfc822;LoSt+40Home.Example");
            mx.expect("354", "DATA");
            mx.expect("250", "Subject: lost\r\n\r\nx\r\n.");
        }
        home.rest();
        var notice = remote.mails().stream().filter(m -> m.from().isEmpty()).findFirst().orElseThrow();
        assertEquals(List.of("\"The Sender\"@remote.example"), notice.to());
        var text = new String(notice.data(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("\r\nFinal-Recipient: rfc822; Gone.Away@nowhere.example\r\n"), text);
        assertTrue(text.contains("\r\nOriginal-Recipient: rfc822;LoSt@Home.Example\r\n"), text);
    }

    @Test void peopleSignInHoweverTheyWriteThemselves() throws Exception {
        for (var name : List.of("ANNA@home.example", "anna@HOME.Example", "\\\"Anna\\\"@home.example")) {
            ImapProbe.signedIn(home.imap().getPort(), name, Home.PASSWORD).close();
        }
        try (var submission = home.smtp(SmtpRole.SUBMISSION)) {
            submission.expect("503", "AUTH PLAIN AGFubmE=");
        }
        try (var other = sigillo.peers.SmtpProbe.connect(home.at(SmtpRole.SUBMISSION).getPort())) {
            other.expect("250", "EHLO c.example");
            other.startTls();
            other.expect("250", "EHLO c.example");
            other.authPlain("AnnA@Home.example", Home.PASSWORD);
            other.expect("250", "MAIL FROM:<INFO+x@Home.Example>");
        }
    }

    private static CapturingSink.Mail got(String mark) {
        return remote.mails().stream()
            .filter(m -> new String(m.data(), java.nio.charset.StandardCharsets.ISO_8859_1).contains("Subject: " + mark + "\r\n"))
            .findFirst().orElseThrow(() -> new AssertionError(mark + " did not arrive"));
    }
}
