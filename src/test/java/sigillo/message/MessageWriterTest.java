package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Octets;
import tools.jackson.databind.ObjectMapper;

class MessageWriterTest {
    private static final NamedAddress ANNA = NamedAddress.of("Anna", Address.of("anna@home.example"));

    @Test void aWholeMessage() throws Exception {
        var file = new byte[1_000];
        new Random(1).nextBytes(file);
        var octets = written(new MessageWriter(new Random(1))
            .from(NamedAddress.of("Kříž, Karel", Address.of("k@sender.example")))
            .to(ANNA, new AddressGroup("Friends", List.of(ANNA)))
            .subject("Bestätigung für Frau Müller")
            .date(OffsetDateTime.parse("2026-07-01T10:52:37+02:00"))
            .messageId("1.2@sender.example")
            .messageIds("References", List.of("a@b.example", "c@d.example"))
            .words("Auto-Submitted", "auto-replied")
            .body(MessageBody.Multipart.mixed(
                MessageBody.Multipart.alternative(MessageBody.Text.plain("Grüße\nan alle\n"),
                    MessageBody.Text.html("<p>Grüße</p>")),
                MessageBody.File.attachment("Zpráva č. 7 – konec.pdf", "application/pdf", Octets.of(file)),
                MessageBody.Whole.message(Octets.of("Subject: old\n\nold\rbody\n".getBytes())))));
        var message = Check.all(octets);
        assertEquals("mixed(alternative(text/plain,text/html),application/pdf,rfc822[text/plain])",
            Shape.of(message.root()));
        var envelope = message.envelope();
        assertEquals("Kříž, Karel", envelope.from().flat().getFirst().name());
        assertEquals("k@sender.example", envelope.from().flat().getFirst().addrSpec());
        assertEquals("[anna@home.example, anna@home.example]", envelope.to().addresses().toString());
        assertEquals(Optional.of("Bestätigung für Frau Müller"), envelope.subject());
        assertEquals(Optional.of("Wed, 1 Jul 2026 10:52:37 +0200"), envelope.rawDate());
        assertEquals(Optional.of("1.2@sender.example"), envelope.messageId());
        assertEquals(List.of("a@b.example", "c@d.example"),
            message.header().first("references").orElseThrow().messageIds());
        assertEquals("auto-replied", message.header().first("auto-submitted").orElseThrow().text());
        assertEquals("Grüße\nan alle\n", TextEnd.lines(PlainText.of(message, TextLimits.SEARCH)));
        var attachment = message.part("2").orElseThrow();
        assertEquals(Optional.of("Zpráva č. 7 – konec.pdf"), attachment.fileName());
        try (var content = message.content(attachment)) {
            assertArrayEquals(file, content.readAllBytes());
        }
        assertEquals("Subject: old\r\n\r\nold\r\nbody\r\n",
            new String(octets, (int) message.part("3").orElseThrow().bodyStart(),
            (int) message.part("3").orElseThrow().bodyOctets()));
    }

    /** RFC 6532 section 3.2: such a message is for SMTPUTF8 only, and says so by its octets. */
    @Test void addressesMayBeUtf8() throws Exception {
        var octets =
            written(new MessageWriter(new Random(5)).to(NamedAddress.of("Jörg", Address.of("jörg@bücher.example"))));
        assertEquals("To: =?utf-8?q?J=C3=B6rg?= <jörg@xn--bcher-kva.example>",
            new String(octets, StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
        assertEquals("[jörg@xn--bcher-kva.example]",
            Message.parse(Octets.of(octets)).envelope().to().addresses().toString());
    }

    @Test void longListsAreFolded() throws Exception {
        var octets = written(new MessageWriter(new Random(6)).addresses("To", java.util.Collections.nCopies(200, ANNA))
            .messageIds("References", java.util.Collections.nCopies(100, "x".repeat(80) + "@b.example"))
                .words("X-Long", "y".repeat(5_000)));
        assertLines(octets);
        assertEquals(200, Message.parse(Octets.of(octets)).envelope().to().addresses().size());
        var header = new String(octets, StandardCharsets.US_ASCII);
        assertTrue(header.lines().filter(line -> line.contains("anna@")).allMatch(line -> line.length() <= 78));
    }

    @Test void aReport() throws Exception {
        var octets =
            written(new MessageWriter(new Random(2)).subject("Undelivered")
                .body(MessageBody.Multipart.report("delivery-status",
            MessageBody.Text.plain("It did not work.\n"),
            new MessageBody.FieldGroups("message/delivery-status", List.of(
                List.of(new Parameter("Reporting-MTA", "dns; mx.home.example")),
                List.of(new Parameter("Final-Recipient", "rfc822; nobody@remote.example"),
                    new Parameter("Action", "failed"),
                    new Parameter("Status", "5.1.1")))),
            MessageBody.Whole.headers(Octets.of("Subject: x\r\nX-Order: 77\r\n".getBytes())))));
        var message = Check.all(octets);
        assertEquals("report(text/plain,message/delivery-status,text/rfc822-headers)", Shape.of(message.root()));
        assertEquals(Optional.of("delivery-status"), message.root().type().parameter("report-type"));
        var status = message.part("2").orElseThrow();
        assertEquals("Reporting-MTA: dns; mx.home.example\r\n\r\n"
            + "Final-Recipient: rfc822; nobody@remote.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
            new String(octets, (int) status.bodyStart(), (int) status.bodyOctets()));
    }

    /** What others may put in must not become a field, a line or an address of its own. */
    @TestFactory Stream<DynamicTest> nothingCanBeInjected() {
        return Stream.concat(injections(),
            Stream.of("x\r\nBcc: evil@example.net", "x\n\nbody", "\0", "a\u2028b\u0085c", "\r",
                "=?utf-8?q?=0D=0ABcc:_x?=", " "))
            .map(value ->
                DynamicTest.dynamicTest("\"" + HeaderText.printable(value.substring(0, Math.min(60, value.length())))
                    + "\"", () -> {
                var octets = written(new MessageWriter(new Random(3)).subject(value)
                    .from(new NamedAddress(value, "", "a", "sender.example"))
                    .text("X-Own", value)
                    .body(MessageBody.Multipart.mixed(new MessageBody.File(value, value, false, value,
                        Octets.of(new byte[0])))));
                var header = Message.parse(Octets.of(octets)).header();
                assertEquals(List.of("Subject", "From", "X-Own", "MIME-Version", "Content-Type"),
                    header.fields().stream().map(HeaderField::name).toList());
                assertEquals("[a@sender.example]",
                    header.first("from").orElseThrow().addresses().addresses().toString());
                assertLines(octets);
            }));
    }

    private static Stream<String> injections() {
        var file = Corpora.ROOT.resolve("header-injection/cases.json");
        if (!java.nio.file.Files.exists(file)) return Stream.of();
        var values = new java.util.ArrayList<String>();
        for (var one : new ObjectMapper().readTree(file.toFile())) values.add(one.get("raw_value").asString());
        return values.stream();
    }

    @Test void whatIsNoNameOrIdIsRefused() {
        var writer = new MessageWriter(new Random(4));
        for (var name : new String[] {"", "a b", "a:b", "a\r\nb", "ä", "a\0"}) {
            assertThrows(IllegalArgumentException.class, () -> writer.text(name, "x"), name);
        }
        assertThrows(IllegalArgumentException.class, () -> writer.messageId("a@b>\r\nBcc: <c@d"));
        assertThrows(IllegalArgumentException.class, () -> writer.words("X", "a\r\nb"));
        assertThrows(IllegalArgumentException.class, () -> writer.words("X", "ä"));
        assertThrows(IllegalArgumentException.class, () -> writer.from(new NamedAddress("x", "", "a b", "c.example")));
    }

    @TestFactory Stream<DynamicTest> whatIsWrittenIsReadAgain() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 150; i++) {
                var subject = words(random, random.nextInt(300));
                var name = words(random, random.nextInt(100));
                var text = words(random, random.nextInt(2_000)).replace(' ', random.nextBoolean() ? ' ' : '\n');
                var file = words(random, 1 + random.nextInt(60));
                var octets =
                    written(new MessageWriter(random).subject(subject)
                        .from(NamedAddress.of(name, Address.of("a@b.example")))
                    .body(MessageBody.Multipart.mixed(MessageBody.Text.plain(text),
                        MessageBody.File.attachment(file, "image/png", Octets.of(new byte[3])))));
                assertLines(octets);
                var message = Message.parse(Octets.of(octets));
                assertEquals(Optional.of(subject.strip()), message.envelope().subject().map(String::strip));
                assertEquals(name.strip(), message.envelope().from().flat().getFirst().name());
                var content =
                    TextEnd.lines(PartTexts.eachAnew(message.octets())
                        .of(message.part("1").orElseThrow(), TextLimits.SEARCH).characters());
                assertEquals(text, content.endsWith("\n") && !text.endsWith("\n")
                    ? content.substring(0, content.length() - 1) : content);
                assertEquals(file,
                    message.part("2").orElseThrow().disposition().orElseThrow().parameter("filename").orElseThrow());
            }
        }));
    }

    /** Printable text of several scripts, with what headers trip over. */
    private static String words(Random random, int length) {
        var text = new StringBuilder();
        boolean ascii = random.nextBoolean();
        for (int i = 0; i < length; i++) {
            int c = ascii ? ' ' + random.nextInt(95) : "aä漢Ž =?_\"\\,;()<>@.\t".codePointAt(random.nextInt(18));
            text.appendCodePoint(c == '\t' ? 0x1F600 : c);
        }
        return text.toString();
    }

    private static void assertLines(byte[] octets) {
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        assertFalse(text.replace("\r\n", "").contains("\r"), "a bare CR");
        assertFalse(text.replace("\r\n", "").contains("\n"), "a bare LF");
        for (var line : text.split("\r\n")) {
            assertTrue(line.length() <= 998, "RFC 5322 section 2.1.1");
        }
        for (var line : text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n")) {
            assertFalse(line.isBlank(), "a blank line in the header");
        }
    }

    private static byte[] written(MessageWriter writer) throws IOException {
        var out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }
}
