package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Case B08: the header of a part is not the header of the message in it. */
class SectionsTest {
    private static final String MESSAGE = """
        From: outer@sender.example
        Content-Type: multipart/mixed; boundary=b

        preamble
        --b
        Content-Type: message/rfc822
        Content-Description: outer

        Subject: inner
        Content-Type: multipart/alternative; boundary=c

        --c

        one
        --c
        Content-Type: text/html

        <p>two</p>
        --c--
        --b
        Content-Type: image/jpeg
        Content-Transfer-Encoding: base64
        Content-Disposition: inline; filename="p.jpg"
        Content-ID: <p1@sender.example>

        /9j/
        --b
        Content-Type: message/rfc822

        Subject: plain

        body
        --b--
        epilogue
        """.replace("\n", "\r\n");

    private static final Part ROOT = parse();

    @Test void mimeIsThePartsOwnHeader() {
        assertEquals("Content-Type: message/rfc822\r\nContent-Description: outer\r\n\r\n",
            text(Sections.mime(ROOT, "1")));
        assertTrue(text(Sections.mime(ROOT, "2")).startsWith("Content-Type: image/jpeg\r\n"));
        assertEquals("\r\n", text(Sections.mime(ROOT, "1.1")));
        assertEquals(Optional.empty(), Sections.mime(ROOT, ""));
    }

    @Test void headerIsThatOfTheMessageInside() {
        assertEquals("Subject: inner\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n",
            text(Sections.header(ROOT, "1")));
        assertEquals("Subject: plain\r\n\r\n", text(Sections.header(ROOT, "3")));
        assertEquals(Optional.empty(), Sections.header(ROOT, "2"));
        assertTrue(text(Sections.header(ROOT, "")).startsWith("From: outer@"));
    }

    @Test void textAndBodyOfEachPart() {
        assertEquals("one", text(Sections.body(ROOT, "1.1")));
        assertEquals("<p>two</p>", text(Sections.body(ROOT, "1.2")));
        assertEquals("/9j/", text(Sections.body(ROOT, "2")));
        assertEquals("Subject: plain\r\n\r\nbody", text(Sections.body(ROOT, "3")));
        assertEquals("body", text(Sections.text(ROOT, "3")));
        assertEquals("body", text(Sections.body(ROOT, "3.1")));
        assertEquals(MESSAGE, text(Sections.body(ROOT, "")));
        assertTrue(text(Sections.text(ROOT, "")).startsWith("preamble\r\n--b"));
        assertTrue(text(Sections.text(ROOT, "")).endsWith("epilogue\r\n"));
    }

    @Test void whatIsNotThereIsEmpty() {
        for (var section : new String[] {"0", "4", "1.3", "1.1.1", "2.1", "3.2", "-1", "x", "1.", ".1", "9999999999"}) {
            assertEquals(Optional.empty(), Sections.body(ROOT, section), section);
        }
    }

    @Test void fieldsOfAPart() {
        var image = Sections.find(ROOT, "2").orElseThrow();
        assertEquals("2", image.number().toString());
        assertEquals(Optional.of("<p1@sender.example>"), image.fields().contentId());
        assertEquals("inline", image.disposition().orElseThrow().type());
        assertEquals(Optional.of("p.jpg"), image.fileName());
        assertEquals(Optional.of("inner"),
            Sections.find(ROOT, "1").orElseThrow().embedded().orElseThrow().envelope().subject());
    }

    private static String text(Optional<Span> span) {
        return MESSAGE.substring((int) span.orElseThrow().start(), (int) span.orElseThrow().end());
    }

    private static Part parse() {
        try {
            return Message.parse(Shape.octets(MESSAGE)).root();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test void lengthsAreOctets() { assertEquals(MESSAGE.getBytes(StandardCharsets.UTF_8).length, ROOT.end()); }
}
