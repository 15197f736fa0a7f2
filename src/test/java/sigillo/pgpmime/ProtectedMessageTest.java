package sigillo.pgpmime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.Message;
import sigillo.message.MessageLimits;

/** What is outside of an encrypted message, and that what is inside is the message. RFC 9788, RFC 3156 section 4. */
class ProtectedMessageTest {
    private static final String MAIL = """
        Return-Path: <bob@b.example>
        Received: from b.example by a.example;
         Mon, 30 Nov 2026 10:00:00 +0000
        From: =?utf-8?q?B=C3=B6b?= <bob@b.example>
        To: anna@a.example
        Subject: secret plans
        Thread-Topic: secret plans
        Keywords: plans
        Date: Mon, 30 Nov 2026 10:00:00 +0000
        Message-ID: <1@b.example>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Language: en

        The body.
        """;

    private static Octets octets(String text) {
        return Octets.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Octets octets) throws IOException {
        return new String(octets.bytes(0, octets.length(), 10 << 20), StandardCharsets.UTF_8);
    }

    private static ProtectedMessage of(String mail, HeaderPolicy policy) throws IOException {
        return ProtectedMessage.of(octets(mail), policy, new byte[0], new Random(1));
    }

    private static Header header(Octets message) throws IOException {
        return HeaderSection.read(message, MessageLimits.DEFAULT).header();
    }

    private static List<String> names(byte[] fields) {
        return Header.parse(fields, 0, false, MessageLimits.DEFAULT).fields().stream().map(HeaderField::name).toList();
    }

    @Test void baselineHidesTheSubjectAndKeywords() throws IOException {
        var outside = of(MAIL, HeaderPolicy.BASELINE).outside();
        assertEquals(List.of("Return-Path", "Received", "From", "To", "Subject", "Thread-Topic", "Date", "Message-ID"),
            names(outside));
        assertTrue(new String(outside, StandardCharsets.UTF_8).contains("Subject: [...]\r\n"));
    }

    @Test void whatArrivesHidesAllThatIsNotNamed() throws IOException {
        var outside = of(MAIL, HeaderPolicy.DELIVERY).outside();
        assertEquals(List.of("Return-Path", "Received", "From", "To", "Subject", "Date", "Message-ID"), names(outside));
        assertFalse(new String(outside, StandardCharsets.UTF_8).contains("plans"));
    }

    /** Without what we add it is the message: signatures of others are verified over it. */
    @Test void theMessageComesBackToTheOctet() throws IOException {
        var payload = text(of(MAIL, HeaderPolicy.DELIVERY).payload());
        var without = payload.replaceAll("(?m)^HP-Outer:.*\r\n([ \t].*\r\n)*", "")
            .replace(";\r\n hp=\"cipher\"; protected-headers=\"v1\"", "");
        assertEquals(text(octets(MAIL)), without);
    }

    @Test void itsFieldsAreReadAgain() throws IOException {
        var payload = of(MAIL, HeaderPolicy.DELIVERY).payload();
        var read = ProtectedHeader.of(header(payload), true);
        assertEquals(ProtectedHeader.Kind.CIPHER, read.kind());
        assertEquals(Optional.of("secret plans"), read.subject());
        for (var field : read.fields()) {
            boolean isHidden = List.of("Subject", "Thread-Topic", "Keywords").contains(field.name());
            assertEquals(isHidden, read.wasHidden(field), field.name());
        }
        assertEquals(ProtectedHeader.Kind.NONE, ProtectedHeader.of(header(payload), false).kind());
    }

    @Test void theOlderFormGivesItsSubjectAlone() throws IOException {
        var older = header(octets("Content-Type: text/plain; protected-headers=\"v1\"\nSubject: s\nFrom: x@y.z\n\n"));
        var read = ProtectedHeader.of(older, true);
        assertEquals(Optional.of("s"), read.subject());
        assertEquals(List.of(), read.fields());
        assertEquals(Optional.empty(), ProtectedHeader.of(header(octets("Subject: s\n\n")), true).subject());
    }

    /** Whatever a stranger writes there: what is inside is whole, and says nothing outside. */
    @Test void strangeOnesAreEnclosed() throws IOException {
        var type = "Content-Type: text/plain; charset=utf-8\n";
        for (var strange : List.of("", type + type, "Content-Type: nonsense\n", "Content-Type: text/plain; x=\"open\n",
                "Content-Type: text/plain (open\n", "Content-Type: text/plain; hp=\"clear\"\n",
                "Content-Type: text/plain; protected-headers=v1\n", type + "HP-Outer: From: eve@e.example\n",
                type + "no field\n")) {
            var mail = MAIL.replace(type, strange);
            var split = of(mail, HeaderPolicy.DELIVERY);
            var inside = Message.parse(split.payload());
            assertEquals(Optional.of("secret plans"), ProtectedHeader.of(inside.header(), true).subject(), strange);
            var enclosed = inside.root().children().getFirst();
            assertEquals(text(octets(mail)), text(enclosed.body().of(split.payload())), strange);
            assertFalse(new String(split.outside(), StandardCharsets.UTF_8).contains("plans"), strange);
        }
    }

    @Test void aMessageWithoutABodyIsEnclosed() throws IOException {
        for (var mail : List.of("", "Subject: x", "Content-Type: text/plain\n", "\n", "\nbody")) {
            var inside = Message.parse(of(mail, HeaderPolicy.DELIVERY).payload());
            assertEquals("multipart/mixed", inside.root().type().mediaType(), mail);
        }
    }

    @Test void aLongHeaderStaysInside() throws IOException {
        var mail = "Received: from x by y; now\n".repeat(10_000) + MAIL;
        var split = of(mail, HeaderPolicy.DELIVERY);
        assertTrue(split.outside().length < 40 << 10, "" + split.outside().length);
        assertTrue(names(split.outside()).containsAll(List.of("From", "To", "Date")), "who wrote it is outside");
    }

    /** A property: whatever the octets, the payload has them all. */
    @Test void nothingIsLost() throws IOException {
        for (long seed = 1; seed <= 300; seed++) {
            var random = new Random(seed);
            var octets = MAIL.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(12); n > 0; n--) {
                octets[random.nextInt(octets.length)] = (byte) "\r\n :;\"()=a\0".charAt(random.nextInt(11));
            }
            var mail = Octets.of(java.util.Arrays.copyOf(octets, random.nextInt(octets.length + 1)));
            var split = ProtectedMessage.of(mail, HeaderPolicy.DELIVERY, new byte[0], random);
            var inside = text(split.payload()).replace(";\r\n hp=\"cipher\"; protected-headers=\"v1\"", "");
            assertTrue(inside.contains(text(mail).stripTrailing()) || inside.endsWith(text(mail).stripLeading()),
                "seed " + seed + ": " + inside);
            assertFalse(new String(split.outside(), StandardCharsets.ISO_8859_1).contains("The body"), "seed " + seed);
        }
    }

    @Test void anEncryptedMessageIsOfRfc3156() throws IOException {
        var out = new ByteArrayOutputStream();
        EncryptedMessage.write(of(MAIL, HeaderPolicy.DELIVERY), (plain, armoured) ->
            armoured.write(Base64.getMimeEncoder().encode(plain.readAllBytes())), new Random(2), out);
        var message = Message.parse(Octets.of(out.toByteArray()));
        var data = assertInstanceOf(PgpStructure.Encrypted.class, PgpStructure.of(message.root())).data();
        var inside = Base64.getMimeDecoder().decode(message.content(data).readAllBytes());
        assertArrayEquals(of(MAIL, HeaderPolicy.DELIVERY).payload().stream().readAllBytes(), inside);
        assertFalse(out.toString(StandardCharsets.UTF_8).contains("plans"));
    }

    // ---- Autocrypt ----

    private static final String KEY = "keydata= AAECAw==";

    private static Optional<Autocrypt> told(String fields) throws IOException {
        return Autocrypt.fromSender(header(octets(fields + "\n")));
    }

    @Test void aSenderTellsHisCertificate() throws IOException {
        var told = told("From: Bob <Bob@b.example>\nAutocrypt: addr=bob@b.example; prefer-encrypt=mutual; _x=1; " + KEY
            + "\n");
        assertEquals(Bytes.of(new byte[] {0, 1, 2, 3}), told.orElseThrow().keydata());
        assertTrue(told.get().isMutual());
    }

    @Test void whatCouldBeAnothersIsNotLearnt() throws IOException {
        var from = "From: bob@b.example\n";
        var good = "Autocrypt: addr=bob@b.example; " + KEY + "\n";
        for (var bad : List.of(from + good + good, "From: bob@b.example, eve@e.example\n" + good, from + from + good,
                "From: eve@e.example\n" + good, from + "Autocrypt: addr=bob@b.example; x=1; " + KEY + "\n",
                from + "Autocrypt: addr=bob@b.example\n", from + "Autocrypt: addr=bob@b.example; keydata=%\n",
                from + "Content-Type: multipart/report; boundary=x\n" + good,
                from + "Autocrypt: addr=bob@b.example; keydata=" + "A".repeat(40_000) + "\n")) {
            assertEquals(Optional.empty(), told(bad), bad.substring(0, Math.min(80, bad.length())));
        }
        assertTrue(told(from + "Autocrypt: addr=eve@e.example; " + KEY + "\n" + good).isPresent());
    }

    @Test void whatIsWrittenIsRead() throws IOException {
        var one = new Autocrypt(Address.of("anna@a.example"), true, Bytes.of(new Random(3).ints(900).collect(
            ByteArrayOutputStream::new, ByteArrayOutputStream::write, (_, _) -> { }).toByteArray()));
        assertEquals(Optional.of(one), told("From: anna@a.example\n" + one.field().replace("\r\n", "\n")));
        assertTrue(one.field().lines().allMatch(line -> line.length() <= 78), one.field());
        var payload = header(octets(one.gossipField().replace("\r\n", "\n") + "\n"));
        assertEquals(1, Autocrypt.gossip(payload, List.of(Address.of("anna@a.example"))).size());
        assertEquals(0, Autocrypt.gossip(payload, List.of(Address.of("eve@e.example"))).size());
    }

    @Test void messagesOfAutocrypt() throws IOException {
        var folder = Path.of("../shared/corpora/autocrypt");
        assumeTrue(Files.isDirectory(folder), "no corpora beside the project: " + folder);
        var gossip = header(Octets.of(Files.readAllBytes(folder.resolve("example-gossip.eml"))));
        var alice = Autocrypt.fromSender(gossip).orElseThrow();
        assertEquals("alice@autocrypt.example", alice.address().toString());
        var inside = header(Octets.of(Files.readAllBytes(folder.resolve("example-gossip-cleartext.eml"))));
        var to = gossip.first("To").orElseThrow().addresses().addresses();
        assertEquals(2, Autocrypt.gossip(inside, to).size());
    }
}
