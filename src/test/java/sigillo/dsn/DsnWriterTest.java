package sigillo.dsn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.refusals.Refusals;
import sigillo.smtp.EnhancedStatus;
import sigillo.smtp.Envelope.Body;
import sigillo.smtp.Envelope.Ret;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;

/** Case B17: notifications by structure, for each way in which a message can be returned. */
class DsnWriterTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T08:05:00Z");
    private static final SmtpReply NO_SUCH = SmtpReply.of(550, "5.1.1", "No such mailbox", "here at all");

    private static final String HEADER = "DKIM-Signature: v=1; a=rsa-sha256; d=home.example; s=r;\r\n b="
        + "A".repeat(684) + "\r\n"
        + "DKIM-Signature: v=1; a=ed25519-sha256; d=home.example; s=e;\r\n b=" + "B".repeat(88) + "\r\n"
        + "References:" + IntStream.range(0, 150).mapToObj(i -> " <message-number-" + i + "@lists.home.example>")
            .reduce("", (a, b) -> a + "\r\n" + b) + "\r\n"
        + "From: Anna <anna@home.example>\r\nTo: nobody@remote.example\r\nSubject: order\r\nX-Order: 77\r\n";
    private static final String BODY = "\r\n" + "attachment ".repeat(6).concat("\r\n").repeat(46_000);

    private static Recipient recipient(String address) {
        return new Recipient(Address.of(address), Set.of(), Optional.of("rfc822;Nobody@remote.example"));
    }

    private static RecipientStatus failed(Recipient recipient) {
        return new RecipientStatus(recipient, Action.FAILED, EnhancedStatus.of("5.1.1"),
            Optional.of("mx.remote.example"),
            Optional.of(NO_SUCH), Optional.of(NOW), Optional.empty());
    }

    private static RecipientStatus as(Action action, String status) {
        return new RecipientStatus(recipient("nobody@remote.example"), action, EnhancedStatus.of(status),
            Optional.of("mx.remote.example"), Optional.of(NO_SUCH), Optional.of(NOW),
            action == Action.DELAYED ? Optional.of(NOW.plusSeconds(400_000)) : Optional.empty());
    }

    private static Notification write(List<RecipientStatus> recipients, String message, Optional<Ret> ret, Body body,
        boolean utf8) {
        return write(recipients, message.getBytes(StandardCharsets.UTF_8), ret, body, utf8, "anna@home.example",
            Optional.of("abc"));
    }

    private static Notification write(List<RecipientStatus> recipients, byte[] message, Optional<Ret> ret, Body body,
            boolean utf8, String to, Optional<String> envid) {
        var report = new Report(Domain.of("mail.home.example"), Address.of("mailer-daemon@home.example"),
            Address.of(to), envid,
            ARRIVED, NOW, "abcdefgh.Q1@mail.home.example", recipients);
        try {
            return DsnWriter.write(report, new Original(Octets.of(message), ret, body, utf8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record Case(String name, String message, Optional<Ret> ret, String type) {}

    private static final List<Case> CASES = List.of(
        new Case("headers asked for", HEADER + BODY, Optional.of(Ret.HDRS), "text/rfc822-headers"),
        new Case("all asked for", HEADER + BODY, Optional.of(Ret.FULL), "message/rfc822"),
        new Case("all asked for, too large", HEADER + BODY.repeat(4), Optional.of(Ret.FULL), "text/rfc822-headers"),
        new Case("nothing asked for, large", HEADER + BODY, Optional.empty(), "text/rfc822-headers"),
        new Case("nothing asked for, small", HEADER + "\r\nHi.\r\n", Optional.empty(), "message/rfc822"),
        new Case("headers of a small one", HEADER + "\r\nHi.\r\n", Optional.of(Ret.HDRS), "text/rfc822-headers"),
        new Case("no body at all", HEADER, Optional.of(Ret.HDRS), "text/rfc822-headers"));

    /** What is between angles, and can be written so again. */
    @TestFactory Stream<DynamicTest> refersToWhatItIsAbout() {
        return Stream.of("<a.1@home.example> > <a.1@home.example>", "a@b > <a@b>", "<a@b\r\n c> > <a@bc>", "<a@b> <c@d> > none", "<> > none", "<a\u00e8@b> > none",
            "<" + "a".repeat(990) + "@b> > none", "none > none").map(one -> DynamicTest.dynamicTest(one.length() > 80 ? "a long one" : one.replace("\r\n", " "), () -> {
                var said = one.split(" > ");
                var field = said[0].equals("none") ? "" : "Message-ID: " + said[0] + "\r\n";
                var message = write(List.of(failed(recipient("nobody@remote.example"))), field + "Subject: x\r\n\r\nHi.\r\n", Optional.empty(), Body.EIGHT_BIT, false).message();
                var header = new String(message.bytes(0, message.length(), 1 << 20), StandardCharsets.UTF_8).split("\r\n\r\n", 2)[0];
                var wanted = said[1].equals("none") ? "" : "\r\nIn-Reply-To: " + said[1] + "\r\nReferences: " + said[1] + "\r\n";
                assertTrue(wanted.isEmpty() ? !header.contains("In-Reply-To") && !header.contains("References") : header.contains(wanted), header);
            }));
    }

    @TestFactory Stream<DynamicTest> returnsTheMessageOrItsWholeHeader() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> {
            var dsn = ParsedDsn.of(write(List.of(failed(recipient("nobody@remote.example"))), c.message, c.ret,
                Body.EIGHT_BIT, false).message());
            assertEquals(c.type, dsn.returnedType());
            assertEquals(c.type.startsWith("text") ? HEADER : c.message, dsn.returned());
            assertEquals("abc", dsn.perMessage().get("Original-Envelope-Id"));
            assertEquals("dns; mail.home.example", dsn.perMessage().get("Reporting-MTA"));
            assertEquals("Sun, 1 Mar 2026 08:00:00 +0000", dsn.perMessage().get("Arrival-Date"));
            var fields = dsn.recipients().getFirst();
            assertEquals("rfc822;Nobody@remote.example", fields.get("Original-Recipient"));
            assertEquals("rfc822; nobody@remote.example", fields.get("Final-Recipient"));
            assertEquals("failed", fields.get("Action"));
            assertEquals("5.1.1", fields.get("Status"));
            assertEquals("dns; mx.remote.example", fields.get("Remote-MTA"));
            assertEquals("smtp; 550 5.1.1 No such mailbox here at all", fields.get("Diagnostic-Code"));
            assertEquals("Sun, 1 Mar 2026 08:05:00 +0000", fields.get("Last-Attempt-Date"));
            assertFalse(fields.containsKey("Will-Retry-Until"));
            assertTrue(dsn.people().contains("<nobody@remote.example>")
                && dsn.people().contains("no such mailbox"), dsn.people());
        }));
    }

    @Test void withoutOrcptAndEnvidTheirFieldsAreMissing() {
        var plain = failed(Recipient.of(Address.of("nobody@remote.example")));
        var dsn = ParsedDsn.of(write(List.of(plain), "A: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
            Optional.empty(),
            Body.EIGHT_BIT, false, "anna@home.example", Optional.empty()).message());
        assertFalse(dsn.perMessage().containsKey("Original-Envelope-Id"));
        assertFalse(dsn.recipients().getFirst().containsKey("Original-Recipient"));
    }

    @Test void otherActions() {
        var delayed = ParsedDsn.of(write(List.of(as(Action.DELAYED, "4.4.1")), HEADER + "\r\nHi.\r\n",
            Optional.of(Ret.FULL), Body.EIGHT_BIT, false).message());
        assertEquals("delayed", delayed.recipients().getFirst().get("Action"));
        assertTrue(delayed.recipients().getFirst().containsKey("Will-Retry-Until"));
        assertEquals("text/rfc822-headers", delayed.returnedType(), "RFC 3461 section 6.2: nothing failed");
        assertTrue(delayed.people().contains("need not send it again"), delayed.people());
        var relayed = ParsedDsn.of(write(List.of(as(Action.RELAYED, "2.0.0"), as(Action.DELIVERED, "2.0.0")), HEADER,
            Optional.empty(), Body.EIGHT_BIT, false).message());
        assertEquals(List.of("relayed", "delivered"), relayed.recipients().stream().map(r -> r.get("Action")).toList());
    }

    /** As the letters of this server: who reads it may speak either. */
    @Test void itIsSaidInItalianToo() throws IOException {
        var failed = write(List.of(failed(recipient("nobody@remote.example"))), HEADER, Optional.empty(), Body.EIGHT_BIT, false);
        var text = text(failed.message());
        assertTrue(text.contains("Subject: Your message could not be delivered / Messaggio non recapitato\r\n"), text);
        var people = ParsedDsn.of(failed.message()).people();
        for (var sentence : List.of("Questo \u00e8 il server di posta mail.home.example.", "Non \u00e8 stato possibile recapitare il tuo messaggio a:",
            "Questa casella non esiste. Controlla che l'indirizzo non contenga un errore.", "Il server mx.remote.example ha detto: 550 5.1.1"))
            assertTrue(unfolded(people).contains(sentence), sentence + " in " + people);
        assertTrue(people.indexOf("This is the mail server") < people.indexOf("Questo"), people);
        for (var line : text.split("\r\n")) assertTrue(line.chars().allMatch(c -> c < 0x80) && line.length() <= 998, line);
        var delayed = ParsedDsn.of(write(List.of(as(Action.DELAYED, "4.4.1")), HEADER, Optional.empty(), Body.EIGHT_BIT, false).message());
        assertTrue(unfolded(delayed.people()).contains("Non serve inviarlo di nuovo: il server riprova fino a Thu, 5 Mar 2026"), delayed.people());
        var known = new SmtpReply(550, Optional.of(EnhancedStatus.of("5.7.1")), List.of("Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"));
        var listed = new RecipientStatus(recipient("n@remote.example"), Action.FAILED, EnhancedStatus.of("5.7.1"), Optional.of("mx.remote.example"),
            Optional.of(known), Optional.of(NOW), Optional.empty());
        var meaning = Refusals.of(known, "mx.remote.example").orElseThrow();
        var both = unfolded(ParsedDsn.of(write(List.of(listed), HEADER, Optional.empty(), Body.EIGHT_BIT, false).message()).people());
        assertTrue(both.contains(meaning.toString()) && both.contains(meaning.italian()), both);
    }

    /** Each status says something else than the one beside it, in both languages. */
    @Test void adviceIsInBothLanguages() {
        for (var status : List.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.2.2", "5.3.4", "4.4.1", "5.4.6", "4.4.7", "5.6.3", "5.6.7",
            "5.7.1", "5.1.0", "5.4.0", "5.7.0", "5.0.0")) {
            var people = Speech.ALL.stream().map(speech -> speech.advice().on(Action.FAILED, EnhancedStatus.of(status))).distinct().toList();
            assertEquals(Speech.ALL.size(), people.size(), status);
        }
    }

    private static String unfolded(String people) { return people.replaceAll("\\s+", " "); }

    private static String text(Octets message) throws IOException {
        return new String(message.bytes(0, message.length(), Integer.MAX_VALUE), StandardCharsets.UTF_8);
    }

    @Test void aThousandRecipientsAreAllThereForPrograms() {
        var all = IntStream.range(0, 1_000).mapToObj(i -> failed(recipient("r" + i + "@remote.example"))).toList();
        var dsn = ParsedDsn.of(write(all, HEADER, Optional.empty(), Body.EIGHT_BIT, false).message());
        assertEquals(1_000, dsn.recipients().size());
        assertTrue(dsn.people().contains("and 950 more"), dsn.people());
    }

    @Test void eightBitOriginals() {
        var latin = (HEADER + "X-Name: M\u00fcller\r\n\r\nGr\u00fc\u00dfe\r\n").getBytes(StandardCharsets.ISO_8859_1);
        var whole = write(List.of(failed(recipient("n@remote.example"))), latin, Optional.of(Ret.FULL), Body.EIGHT_BIT,
            false, "anna@home.example", Optional.empty());
        assertEquals(Body.EIGHT_BIT, whole.body());
        assertEquals("message/rfc822", ParsedDsn.of(whole.message()).returnedType());
        var header = write(List.of(failed(recipient("n@remote.example"))), latin, Optional.of(Ret.HDRS),
            Body.EIGHT_BIT, false, "anna@home.example", Optional.empty());
        assertEquals(Body.SEVEN_BIT, header.body());
        var dsn = ParsedDsn.of(header.message());
        assertEquals("text/rfc822-headers", dsn.returnedType());
        assertTrue(dsn.returned().startsWith(HEADER), "decoded from quoted-printable");
        assertEquals("text/rfc822-headers", ParsedDsn.of(write(List.of(failed(recipient("n@remote.example"))),
            HEADER + "\r\n\0\r\n", Optional.of(Ret.FULL), Body.BINARY, false).message()).returnedType());
    }

    /** RFC 6533. */
    @Test void utf8Addresses() {
        var utf8 = new Recipient(Address.of("j\u00f6rg@remote.example"), Set.of(),
            Optional.of("utf-8;j\u00f6rg@remote.example"));
        var global = write(List.of(failed(utf8)), "Subject: Gr\u00fc\u00dfe\r\n\r\nHi.\r\n", Optional.empty(),
            Body.EIGHT_BIT, true);
        assertTrue(global.smtpUtf8());
        var dsn = ParsedDsn.of(global.message());
        assertEquals("message/global", dsn.returnedType());
        assertEquals("utf-8; j\u00f6rg@remote.example", dsn.recipients().getFirst().get("Final-Recipient"));
        assertEquals("utf-8;j\u00f6rg@remote.example", dsn.recipients().getFirst().get("Original-Recipient"));
        assertTrue(dsn.people().contains("<j\u00f6rg@remote.example>"));
        assertEquals("message/global-headers",
            ParsedDsn.of(write(List.of(failed(utf8)), "Subject: \u00fc\r\n\r\nHi.\r\n",
            Optional.of(Ret.HDRS), Body.EIGHT_BIT, true).message()).returnedType());
        // The sender did not use SMTPUTF8: everything in ASCII.
        var ascii = write(List.of(failed(utf8)), "Subject: x\r\n\r\nHi.\r\n", Optional.empty(), Body.EIGHT_BIT, false);
        assertFalse(ascii.smtpUtf8());
        assertEquals(Body.SEVEN_BIT, ascii.body());
        assertEquals("utf-8; j\\x{F6}rg@remote.example",
            ParsedDsn.of(ascii.message()).recipients().getFirst().get("Final-Recipient"));
        // Declared but not needed.
        assertFalse(write(List.of(failed(recipient("n@remote.example"))), "A: b\r\n\r\nHi.\r\n", Optional.empty(),
            Body.EIGHT_BIT, true).smtpUtf8());
    }

    /** Whoever answers us, or names an original recipient, cannot write lines of ours. */
    @Test void strangersWordsCannotEndALine() {
        var evil = new Recipient(Address.of("n@remote.example"), Set.of(),
            Optional.of("rfc822;a\r\nAction: delivered"));
        var reply = new SmtpReply(550, Optional.empty(),
            List.of("x\r\n\r\n--report-abcdefgh.Q1\r\nAction: delivered", "y".repeat(5_000)));
        var status = new RecipientStatus(evil, Action.FAILED, RecipientStatus.statusOf(reply),
            Optional.of("mx\r\nX: y"),
            Optional.of(reply), Optional.of(NOW), Optional.empty());
        var dsn = ParsedDsn.of(write(List.of(status), HEADER, Optional.empty(), Body.EIGHT_BIT, false).message());
        assertEquals(1, dsn.recipients().size());
        assertEquals("failed", dsn.recipients().getFirst().get("Action"));
        assertEquals("5.0.0", dsn.recipients().getFirst().get("Status"));
        assertTrue(dsn.recipients().getFirst().get("Diagnostic-Code").length() < 1_100);
    }

    @Test void quotedPrintableIsUndoneByOurDecoder() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            var text = new byte[random.nextInt(400)];
            random.nextBytes(text);
            for (int j = 0; j < text.length; j++) if (text[j] == '\r' || text[j] == '\n') text[j] = ' ';
            for (int j = 10; j + 1 < text.length; j += 60) {
                text[j] = '\r';
                text[j + 1] = '\n';
            }
            var encoded = QuotedPrintable.encode(text);
            for (var line : new String(encoded, StandardCharsets.US_ASCII)
                .split("\r\n")) assertTrue(line.length() <= 76, line);
            var decoded = sigillo.message.TransferDecoder.open(Octets.of(encoded), "quoted-printable").readAllBytes();
            assertArrayEquals(text, decoded, () -> Arrays.toString(text));
        }
    }
}
