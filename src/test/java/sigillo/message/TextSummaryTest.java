package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.sealing.ClientTextSeal;

/** What one finds a message by, for each shape of it. */
class TextSummaryTest {

    record Read(boolean hasAttachment, long date, List<String> texts) {
        String text() { return texts.get(5); }
    }

    static Read read(byte[] summary) {
        var in = ByteBuffer.wrap(summary);
        assertEquals(1, in.get());
        boolean hasAttachment = in.get() == 1;
        long date = in.getLong();
        var texts = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            var octets = new byte[in.getShort() & 0xFFFF];
            in.get(octets);
            texts.add(new String(octets, StandardCharsets.UTF_8));
        }
        assertEquals(0, in.remaining());
        return new Read(hasAttachment, date, texts);
    }

    private static Read of(String message) throws IOException {
        return read(TextSummary.of(Message.parse(Octets.of(message.replace("\n", "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1)))));
    }

    record Case(String name, String message, boolean hasAttachment, String names, String text) {}

    private static final String ALTERNATIVE =
        "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\nplain words\n--a\n"
        + "Content-Type: text/html\n\n<p>rich words</p>\n--a--\n";
    private static final List<Case> CASES = List.of(
        new Case("plain", "Subject: x\n\nsome words\n", false, "", "some words\n"),
        new Case("nothing but a header", "Subject: x\n\n", false, "", ""),
        new Case("HTML alone",
            "Content-Type: text/html\n\n<style>p{}</style><p>caf&eacute; <b>words</b></p><script>no</script>\n", false,
            "", "caf\u00e9 words"),
        new Case("of alternatives one", ALTERNATIVE, false, "", "plain words"),
        new Case("an alternative with nothing in plain", ALTERNATIVE.replace("plain words", " "), false, "",
            "rich words"),
        new Case("a charset",
            "Content-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: 8bit\n\n\u00bdlu\u00bb\n", false,
            "", "\u017dlu\u0165\n".replace("\u017d", "\u02dd")),
        new Case("quoted-printable UTF-8",
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nperch=C3=A9\n",
            false, "", "perch\u00e9\n"),
        new Case("a charset that nobody knows", "Content-Type: text/plain; charset=x-none\n\nwords\n", false, "",
            "words\n"),
        new Case("base64 that is broken", "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nd29yZHM*=\n",
            false, "", "words"),
        new Case("an attachment beside a text",
            "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nwords\n--m\nContent-Type: application/pdf\n"
            + "Content-Disposition: attachment; filename*=utf-8''bilancio%20%E2%82%AC.pdf\n\nJVBER\n--m--\n", true,
                "bilancio \u20ac.pdf", "words"),
        new Case("a text that is attached says nothing",
            "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nwords\n--m\nContent-Type: text/plain\n"
            + "Content-Disposition: attachment; filename=a.txt\n\nhidden\n--m--\n", true, "a.txt", "words"),
        new Case("a picture in the text",
            "Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n<p>words</p>\n--r\nContent-Type: image/png; name=logo.png\n"
            + "Content-Disposition: inline\n\niVBO\n--r--\n", false, "logo.png", "words"),
        new Case("a message in it",
            "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nwords\n--m\nContent-Type: message/rfc822\n\nSubject: inside\n\nother\n--m--\n", true, "", "words"),
        new Case("encrypted to somebody",
            "Subject: outside\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\n\n--e\nContent-Type: application/pgp-encrypted\n\n"
            + "Version: 1\n--e\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--e--\n", false, "encrypted.asc", ""),
        new Case("a boundary that never comes", "Content-Type: multipart/mixed; boundary=m\n\nwords\n", false, "",
            "words"));

    @TestFactory Stream<DynamicTest> shapes() {
        return CASES.stream().map(one -> dynamicTest(one.name, () -> {
            var read = of(one.message);
            assertEquals(one.hasAttachment, read.hasAttachment);
            assertEquals(one.names, read.texts.get(4));
            assertEquals(one.text.strip(), read.text().strip());
        }));
    }

    @Test void fieldsAreDecoded() throws IOException {
        var read = of("Subject: =?utf-8?q?Perch=C3=A9?= no\nFrom: =?iso-8859-1?q?Andr=E9?= <andre@a.example>\nTo: Anna <anna@b.example>, bea@c.example\nCc: Team: one@d.example, two@d.example;\n"
            + "Date: Mon, 30 Nov 2026 10:00:00 +0100\n\n");
        assertEquals(List.of("Perch\u00e9 no", "Andr\u00e9 andre@a.example", "Anna anna@b.example\nbea@c.example",
            "one@d.example\ntwo@d.example"), read.texts.subList(0, 4));
        assertEquals(Instant.parse("2026-11-30T09:00:00Z").toEpochMilli(), read.date);
        assertEquals(Long.MIN_VALUE, of("Date: tomorrow\n\n").date);
    }

    /**
     * Whatever somebody sends, the record that is made of it has its bound: of characters that take three octets
     * each.
     */
    @Test void eachIsCutAtItsBound() throws IOException {
        var people = "\u4e2d@a.example, ".repeat(3_000);
        var wide = "\u4e2d".repeat(100_000);
        var names = new StringBuilder();
        for (int i = 0; i < 300; i++) names.append(
            "--m\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=\"")
            .append("\u4e2d".repeat(70)).append(i).append("\"\n\nx\n");
        var mail = "Subject: " + wide.substring(0, 3_000) + "\nFrom: " + people + "\nTo: " + people + "\nCc: " + people
            + "\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain; charset=utf-8\n\n" + wide
                + "\n" + names + "--m--\n";
        var summary = TextSummary.of(Message.parse(Octets.of(mail.replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8))));
        var read = read(summary);
        var bounds = List.of(TextSummary.SUBJECT_MAX, TextSummary.PEOPLE_MAX, TextSummary.PEOPLE_MAX,
            TextSummary.PEOPLE_MAX, TextSummary.NAMES_MAX, TextSummary.TEXT_MAX);
        for (int i = 0; i < 6; i++) assertTrue(!read.texts.get(i).isEmpty() && read.texts.get(i)
            .length() <= bounds.get(i), i + ": " + read.texts.get(i).length());
        assertTrue(summary.length + ClientTextSeal.OVERHEAD <= sigillo.account.ClientText.OCTETS_MAX, summary.length
            + " octets");
    }
}
