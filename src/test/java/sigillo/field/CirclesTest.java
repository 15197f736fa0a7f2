package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.peers.CapturingSink.Mail;
import sigillo.peers.SmtpProbe;
import sigillo.smtpd.SmtpRole;
import sigillo.trace.Event;

/** Case B18: notifications and circles end. Every test counts what the outside gets to see. */
@Timeout(60)
class CirclesTest {
    private static final String HELLO = "Subject: hi\r\n\r\nhello\r\n";

    @TempDir Path folder;
    private Home home;

    @BeforeEach void open() throws Exception { home = new Home(folder, "old.example", "sender.example"); }

    @AfterEach void close() { home.close(); }

    private List<Mail> at(String domain) { return home.outside.at(domain).mails(); }

    /** (a) */
    @TestFactory Stream<DynamicTest> theNullSenderIsTaken() {
        return Stream.of(SmtpRole.MX, SmtpRole.LMTP).map(door -> dynamicTest(door.toString(), () -> {
            assertTrue(home.send(door, "", Home.ANNA, "Subject: null by " + door + "\r\n\r\nx\r\n").startsWith("250"));
            assertTrue(home.inbox(Home.ANNA).getLast().startsWith("Return-Path: <>\r\n"));
        }));
    }

    /** (b) A forged sender at a domain that does not exist; at one that refuses; one that is one of us. */
    @TestFactory Stream<DynamicTest> aBounceThatBouncesIsTheLast() {
        home.alias("lost@home.example", "x@nowhere.example");
        home.alias("gone@home.example", "x@nowhere.example");
        home.outside.at("sender.example").atRcpt(_ -> "550 5.1.1 No such user");
        return Stream.of("ghost@nowhere.example", "ghost@sender.example", "lost@home.example").map(forged ->
            dynamicTest(forged, () -> {
                var to = forged.startsWith("lost") ? forged : "gone@home.example";
                assertTrue(home.send(SmtpRole.MX, forged, to, HELLO).startsWith("250"));
                home.rest();
                assertEquals(List.of(), at("sender.example"));
                awaitTold(forged, Event.Kind.DROPPED);
                assertEquals(1, told(forged, Event.Kind.NOTIFIED));
                assertEquals(List.of(), home.inbox(Home.BOB), "nobody else gets it");
            }));
    }

    /** (b) Whoever asks for notifications with the null sender gets none. */
    @Test void theNullSenderIsNeverTold() throws Exception {
        home.alias("lost@home.example", "x@nowhere.example");
        try (var mx = home.smtp(SmtpRole.MX)) {
            mx.expect("250", "MAIL FROM:<> RET=FULL ENVID=x");
            mx.expect("250", "RCPT TO:<lost@home.example> NOTIFY=SUCCESS,FAILURE,DELAY");
            mx.expect("250", "RCPT TO:<anna@home.example> NOTIFY=SUCCESS");
            mx.expect("354", "DATA");
            mx.expect("250", HELLO + ".");
        }
        home.rest();
        assertEquals(1, home.inbox(Home.ANNA).size());
        assertEquals(List.of(), at("sender.example"));
        assertEquals(List.of(), at("old.example"));
    }

    /** (c) The other side sends back what it got, with what a server adds; we refuse it, it is told once. */
    @Test void aCircleEndsAtItsFirstReturn() throws Exception {
        home.alias("away@home.example", "anna@old.example");
        home.outside.at("old.example").atEnd(mail -> back(mail, "away@home.example", ""));
        assertTrue(home.send(SmtpRole.MX, "x@sender.example", "Away@home.example", HELLO).startsWith("250"));
        home.rest();
        assertEquals(List.of(), at("old.example"), "it refused what we refused");
        assertEquals(1, at("sender.example").size());
        var notice = text(at("sender.example").getFirst());
        assertTrue(notice.contains("\r\nStatus: 5.4.6\r\n"), notice);
        assertTrue(notice.contains("Diagnostic-Code: smtp; 554 5.4.6"), notice);
    }

    /** (c) The same with a server between that takes our marks away: the count of servers ends it. */
    @Test void aCircleWithoutOurMarksEndsToo() throws Exception {
        home.alias("away@home.example", "anna@old.example");
        home.outside.at("old.example").atEnd(mail -> back(mail, "away@home.example", "(?m)^Delivered-To: .*\r\n"));
        assertTrue(home.send(SmtpRole.MX, "x@sender.example", "away@home.example", HELLO).startsWith("250"));
        home.rest();
        int rounds = at("old.example").size();
        assertTrue(rounds > 40 && rounds <= 51, rounds + " rounds of two servers");
        assertEquals(1, at("sender.example").size(), "one notification");
    }

    /** (c) A circle of which the sender is a part: its own notification cannot run in it. */
    @Test void aCircleWhoseSenderIsInIt() throws Exception {
        home.alias("away@home.example", "anna@old.example");
        home.outside.at("old.example").atEnd(mail -> back(mail, "away@home.example", ""));
        assertTrue(home.send(SmtpRole.MX, "away@home.example", "away@home.example", HELLO).startsWith("250"));
        home.rest();
        awaitTold("away@home.example", Event.Kind.DROPPED);
        assertEquals(List.of(), at("old.example"));
        assertEquals(List.of(), home.inbox(Home.ANNA));
    }

    /** (c) One that is refused wherever it goes on. */
    @Test void aTargetThatAlwaysRefusesIsOneNotification() throws Exception {
        home.alias("away@home.example", "anna@old.example");
        home.outside.at("old.example").atRcpt(_ -> "550 5.1.1 No");
        assertTrue(home.send(SmtpRole.MX, "x@sender.example", "away@home.example", HELLO).startsWith("250"));
        home.rest();
        assertEquals(1, at("sender.example").size());
        assertEquals("", at("sender.example").getFirst().from());
        assertTrue(text(at("sender.example").getFirst()).contains("\r\nAuto-Submitted: auto-replied\r\n"));
    }

    /** What a server that forwards does: a line on top, then on to the next; its answer is the next one's. */
    private String back(Mail mail, String to, String removed) {
        var message = "Received: from mx.home.example by old.example;\r\n\tSun, 1 Mar 2026 12:00:00 +0000\r\n" + text(mail).replaceAll(removed.isEmpty() ? "(?!)" : removed, "");
        try (var mx = SmtpProbe.connect(home.at(SmtpRole.MX).getPort())) {
            mx.expect("250", "EHLO old.example");
            return mx.send(mail.from(), to, Home.octets(message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitTold(String address, Event.Kind kind) throws InterruptedException {
        for (int i = 0; told(address, kind) == 0; i++) {
            assertTrue(i < 500, kind + " is told of " + address);
            Thread.sleep(10);
        }
    }

    private long told(String address, Event.Kind kind) {
        return home.traces.stories().about(Address.of(address), Optional.empty(), 50).stories().stream()
            .flatMap(story -> story.steps().stream()).filter(step -> step.kind() == kind).count();
    }

    private static String text(Mail mail) { return new String(mail.data(), StandardCharsets.ISO_8859_1); }
}
