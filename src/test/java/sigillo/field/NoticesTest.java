package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Octets;
import sigillo.dsn.ParsedDsn;
import sigillo.message.Message;
import sigillo.peers.CapturingSink;
import sigillo.peers.ImapProbe;
import sigillo.peers.SmtpProbe;
import sigillo.smtpd.SmtpRole;

/** Case B17: a message goes out and comes back, and its sender reads by IMAP what became of it and what it was. */
@Timeout(60)
class NoticesTest {
    private static final String REFUSAL = "550 5.1.1 No such mailbox here at all";
    private static final String HEADER = "DKIM-Signature: v=1; a=rsa-sha256; d=home.example; s=r;\r\n b=" + "A".repeat(684) + "\r\n"
        + "DKIM-Signature: v=1; a=ed25519-sha256; d=home.example; s=e;\r\n b=" + "B".repeat(88) + "\r\n"
        + "References:" + IntStream.range(0, 150).mapToObj(i -> "\r\n <message-number-" + i + "@lists.home.example>").collect(Collectors.joining())
        + "\r\nFrom: Anna <anna@home.example>\r\nTo: nobody@remote.example\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\n"
        + "Message-ID: <order@home.example>\r\nSubject: order\r\nX-Order: 77\r\n"
        + "Content-Type: multipart/mixed; boundary=b\r\n";
    private static final String BODY = "--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n" + ("QUJD".repeat(19) + "\r\n").repeat(39_000) + "--b--\r\n";

    @TempDir static Path folder;
    private static Home home;
    private static CapturingSink remote;

    @BeforeAll static void open() throws Exception {
        home = new Home(folder, "remote.example", "sender.example");
        remote = home.outside.at("remote.example");
        remote.atRcpt(path -> path.startsWith("nobody") ? REFUSAL : "250 2.1.5 Ok");
        remote.atEnd(_ -> "554 5.7.1 We do not want this");
        home.alias("lost@home.example", "x@nowhere.example");
    }

    @AfterAll static void close() { home.close(); }

    record Case(String ret, String to, String type, String status, String said) {}

    private static final List<Case> CASES = List.of(
        new Case(" RET=HDRS", "nobody", "text/rfc822-headers", "5.1.1", "smtp; " + REFUSAL),
        new Case(" RET=FULL", "nobody", "message/rfc822", "5.1.1", "smtp; " + REFUSAL),
        new Case("", "nobody", "text/rfc822-headers", "5.1.1", "smtp; " + REFUSAL),
        new Case(" RET=HDRS", "picky", "text/rfc822-headers", "5.7.1", "smtp; 554 5.7.1 We do not want this"));

    @TestFactory Stream<DynamicTest> aMessageComesBackWhole() {
        return CASES.stream().map(c -> dynamicTest(c.to + c.ret, () -> {
            try (var door = home.smtp(SmtpRole.SUBMISSION)) {
                door.expect("250", "MAIL FROM:<anna@home.example> ENVID=abc" + c.ret);
                door.expect("250", "RCPT TO:<" + c.to + "@remote.example> ORCPT=rfc822;Nobody@remote.example");
                door.expect("354", "DATA");
                door.write(SmtpProbe.stuffed(Home.octets(HEADER + "\r\n" + BODY)));
                assertTrue(door.reply().startsWith("250"));
            }
            home.rest();
            var notice = ParsedDsn.of(Octets.of(Home.octets(theOneNotice())));
            assertEquals("<>", notice.message().header().first("Return-Path").orElseThrow().raw());
            assertEquals(Map.of("Original-Envelope-Id", "abc", "Reporting-MTA", "dns; mx.home.example"), without(notice.perMessage(), "Arrival-Date"));
            assertEquals(Map.of("Original-Recipient", "rfc822;Nobody@remote.example", "Final-Recipient", "rfc822; " + c.to + "@remote.example",
                "Action", "failed", "Status", c.status, "Remote-MTA", "dns; mx.remote.example", "Diagnostic-Code", c.said),
                without(notice.recipients().getFirst(), "Last-Attempt-Date"));
            assertEquals(c.type, notice.returnedType());
            var came = notice.returned();
            assertTrue(came.startsWith("Received: "), "as it left here");
            assertTrue(came.endsWith(c.type.equals("message/rfc822") ? HEADER + "\r\n" + BODY : HEADER));
        }));
    }

    /** However long a header is, and wherever it would have to be cut, no field is cut in two. */
    @TestFactory Stream<DynamicTest> noHalfAHeaderComesBack() {
        return Stream.of(10, 1_000, 16_000, 30_000, 60_000).map(fields -> dynamicTest(fields + " fields", () -> {
            var outside = home.outside.at("sender.example");
            int before = outside.mails().size();
            var header = IntStream.range(0, fields).mapToObj(i -> "X-Field-" + i + ": the value of\r\n\tnumber " + i + "\r\n").collect(Collectors.joining());
            assertTrue(home.send(SmtpRole.MX, "x@sender.example", "lost@home.example", header + "\r\n" + "body ".repeat(20_000) + "\r\n").startsWith("250"));
            home.rest();
            assertEquals(before + 1, outside.mails().size());
            var notice = ParsedDsn.of(Octets.of(outside.mails().getLast().data()));
            assertEquals("text/rfc822-headers", notice.returnedType());
            var came = Message.parse(Octets.of(Home.octets(notice.returned()))).header();
            assertTrue(notice.returned().endsWith("\r\n"));
            assertTrue(header.contains(notice.returned().substring(notice.returned().indexOf("X-Field-0:"))), "as it was");
            assertTrue(notice.returned().matches("(?s).*X-Field-(\\d+): the value of\r\n\tnumber \\1\r\n"), "its last field is whole");
            assertTrue(came.size() > Math.min(fields, 15_000), came.size() + " fields");
        }));
    }

    /** What a mail program sees of a notification: its three parts, and who it is from. */
    @Test void aMailProgramUnderstandsIt() throws Exception {
        assertTrue(home.send(SmtpRole.SUBMISSION, Home.ANNA, "nobody@remote.example", HEADER + "\r\nx\r\n").startsWith("250"));
        home.rest();
        try (var imap = home.imap(Home.ANNA)) {
            imap.command("SELECT INBOX");
            var answer = imap.command("FETCH 1 (BODYSTRUCTURE ENVELOPE BODY.PEEK[2] BODY.PEEK[3.HEADER.FIELDS (X-Order)])").lines().getFirst();
            assertTrue(answer.contains("\"report\" (\"report-type\" \"delivery-status\" \"boundary\""), answer);
            assertTrue(answer.contains("\"message\" \"delivery-status\""), answer);
            assertTrue(answer.contains("((\"Mail delivery\" NIL \"mailer-daemon\" \"mx.home.example\"))"), answer);
            assertTrue(answer.contains("X-Order: 77"), answer);
        }
        theOneNotice();
    }

    /** The only message in anna's inbox, which is empty afterwards. */
    private static String theOneNotice() throws IOException {
        try (ImapProbe imap = home.imap(Home.ANNA)) {
            var all = imap.bodies("INBOX");
            imap.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
            imap.command("EXPUNGE");
            assertEquals(1, all.size());
            return new String(all.getFirst(), StandardCharsets.ISO_8859_1);
        }
    }

    private static Map<String, String> without(Map<String, String> fields, String name) {
        assertTrue(fields.containsKey(name), fields.toString());
        return fields.entrySet().stream().filter(e -> !e.getKey().equals(name)).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
