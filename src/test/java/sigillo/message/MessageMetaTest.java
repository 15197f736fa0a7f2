package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MessageMetaTest {
    private static final String MESSAGE = """
        Date: Tue, 1 Jul 2003 10:52:37 +0200
        Subject: =?utf-8?q?=C3=A4?=
        From: Anna <a@b.example>
        To: c@d.example
        To: e@f.example
        Bcc:
        In-Reply-To: <1@b.example>
        Message-ID: <2@b.example>
        Content-Type: multipart/mixed; Boundary="b"; x-Own*0*=utf-8''%C3; x-Own*1*=%A4
        Content-Language: de, en

        --b
        Content-Type: message/rfc822
        Content-Description: outer

        Subject: inner
        Content-Type: multipart/alternative; boundary=c

        --c

        grüße
        --c
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <p>=C3=A4</p>
        --c--
        --b
        Content-Type: image/jpeg; name=p.jpg
        Content-Disposition: inline; filename="p.jpg"
        Content-ID: <p1@sender.example>
        Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
        Content-Location: http://x.example/p.jpg

        --b--
        """;

    @Test void comesBackAsItWas() throws Exception {
        var meta = MessageMeta.of(Message.parse(Shape.crlf(MESSAGE)));
        assertEquals(Optional.of(meta), MessageMeta.decode(meta.encode()));
        var again = MessageMeta.decode(meta.encode()).orElseThrow();
        assertEquals("c@d.example, e@f.example", again.envelope().rawTo().orElseThrow());
        assertEquals(Optional.of(""), again.envelope().rawBcc());
        assertEquals(Optional.empty(), again.envelope().rawCc());
        assertEquals(Optional.of("ä"), again.root().type().parameter("x-own"));
        assertEquals("x-Own*0*", again.root().type().rawParameters().get(1).name());
        assertEquals("1.2", Sections.find(again.root(), "1.2").orElseThrow().number().toString());
        assertTrue(meta.encode().length < 700, "it is compact");
    }

    /** One field is had without the others. */
    @Test void fieldsAreReadFromWhatIsKept() throws Exception {
        var meta = MessageMeta.of(Message.parse(Shape.crlf(MESSAGE)));
        var record = MetaRecord.of(meta.encode()).orElseThrow();
        assertEquals(meta.envelope(), record.envelope());
        assertEquals(Optional.of(meta), record.meta());
        assertEquals(Optional.of("=?utf-8?q?=C3=A4?="), record.raw(MetaRecord.Field.SUBJECT));
        assertEquals(Optional.of(""), record.raw(MetaRecord.Field.BCC));
        assertEquals(Optional.empty(), record.raw(MetaRecord.Field.CC));
        assertEquals(Optional.of("<2@b.example>"), record.raw(MetaRecord.Field.MESSAGE_ID));
    }

    /** What ends within the envelope is none; what ends behind it has one, and no structure. Nothing is thrown. */
    @Test void whatIsCutOffHasAWholeEnvelopeOrNone() throws Exception {
        var meta = MessageMeta.of(Message.parse(Shape.crlf(MESSAGE)));
        var whole = meta.encode();
        boolean had = false;
        for (int length = 0; length < whole.length; length++) {
            var record = MetaRecord.of(Arrays.copyOf(whole, length));
            assertTrue(record.isPresent() || !had, "once it is there it stays");
            had = record.isPresent();
            if (had) assertEquals(meta.envelope(), record.get().envelope());
            if (had) assertEquals(Optional.empty(), record.get().meta());
        }
        assertTrue(had);
        var random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            var other = whole.clone();
            for (int k = 0; k < 3; k++) other[random.nextInt(60)] = (byte) random.nextInt();
            MetaRecord.of(other).ifPresent(MetaRecord::envelope);
        }
    }

    /** RFC 9051 section 7.5.2: an absent or empty Sender and Reply-To are From. */
    @Test void senderAndReplyToDefaultToFrom() throws Exception {
        var envelope = Message.parse(Shape.octets("From: a@b.example\nSender:\n\n")).envelope();
        assertEquals(envelope.from(), envelope.sender());
        assertEquals(envelope.from(), envelope.replyTo());
        assertEquals(Optional.of(""), envelope.rawSender());
        assertEquals(Optional.empty(), envelope.rawReplyTo());
    }

    @Test void whatIsTooLargeIsCutAndStillNests() throws Exception {
        var parts = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 9_000; i++) {
            parts.append("--b\r\nContent-Type: image/png; name=\"").append("n".repeat(60)).append(i)
                .append("\"\r\n\r\n");
            if (i % 100 == 0) parts.append("x");
            parts.append("\r\n");
        }
        var octets = Shape.octets(parts + "--b--\r\n");
        var root = Message.parse(octets).root();
        var encoded = new MessageMeta(MessageEnvelope.EMPTY, root, "").encode();
        assertTrue(encoded.length <= MessageMeta.OCTETS_MAX);
        var cut = MessageMeta.decode(encoded).orElseThrow().root();
        Check.structure(octets.bytes(0, octets.length(), Integer.MAX_VALUE), cut);
        assertTrue(cut.children().getLast().isOpaque());
        assertEquals(root.children().getLast().end(), cut.children().getLast().end());
        assertTrue(cut.children().size() > 4_000 && cut.children().size() < 9_000,
            "so many are kept: " + cut.children().size());
    }

    @Test void otherVersionsAreNotRead() throws Exception {
        var encoded = MessageMeta.of(Message.parse(Shape.octets("\nx"))).encode();
        encoded[0]++;
        assertEquals(Optional.empty(), MessageMeta.decode(encoded));
        assertEquals(Optional.empty(), MessageMeta.decode(new byte[0]));
    }

    @TestFactory Stream<DynamicTest> decodingIsTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var encoded = MessageMeta.of(Message.parse(Shape.crlf(MESSAGE))).encode();
            for (int i = 0; i < 5_000; i++) {
                var broken =
                    Arrays.copyOf(encoded, random.nextInt(4) == 0 ? random.nextInt(encoded.length) : encoded.length);
                for (int n = random.nextInt(4); n-- > 0 && broken.length > 0; ) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt();
                }
                MessageMeta.decode(broken).ifPresent(meta -> assertTrue(meta.encode().length > 0));
            }
        }));
    }
}
