package sigillo.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.imap.Response.Body;
import sigillo.imap.Response.Condition;
import sigillo.imap.Response.Condition.Kind;
import sigillo.imap.Response.Namespace;

/** What servers say to a client: cut into responses, and read. */
class ResponseTest {
    private static final FrameLimits SMALL = new FrameLimits(100, 20, 200, 1_000);
    private static final Instant THEN = Instant.parse("1996-07-17T09:44:25Z");

    private record Cut(String in, String... out) {}

    private static final List<Cut> CUTS = List.of(
        new Cut("* OK hello\r\na1 OK done\r\n", "* OK hello", "a1 OK done"),
        new Cut("* OK not a literal {5}\r\n+ \r\n", "* OK not a literal {5}", "+ "),
        new Cut("a1 NO neither {3}\r\n* x\r\n", "a1 NO neither {3}", "* x"),
        new Cut("* LIST () \"/\" {5}\r\na b|c\r\n", "* LIST () \"/\" {5}|a b|c"),
        new Cut("* LIST () \"/\" {0}\r\n\r\n", "* LIST () \"/\" {0}|"),
        new Cut("* 1 FETCH (BODY[] {6}\r\na\r\nb\r\n UID 7)\r\n* x\r\n", "message a|b|", "* 1 FETCH (BODY[] {6}| UID 7) at 23 of 6", "* x"),
        new Cut("* 1 fetch (body[] {0}\r\n)\r\n", "message ", "* 1 fetch (body[] {0}|) at 23 of 0"),
        new Cut("* 1 FETCH (BINARY[] ~{3}\r\na\0b)\r\n", "message a\0b", "* 1 FETCH (BINARY[] ~{3}|) at 26 of 3"),
        new Cut("* 1 FETCH (RFC822 {2}\r\nab X {1}\r\nc)\r\n", "message ab", "* 1 FETCH (RFC822 {2}| X {1}|c) at 23 of 2"),
        new Cut("* 1 FETCH (X-BODY {2}\r\nab)\r\n", "* 1 FETCH (X-BODY {2}|ab)"),
        new Cut("* 1 FETCH (BODY[] {1}\r\na BODY[] {1}\r\nb)\r\n", "message a", "broken two messages in one response"),
        new Cut("* 1 FETCH (BODY[] {1001}\r\n", "broken a message that is said to have 1001 octets"),
        new Cut("* 1 FETCH (BODY[] {999999999999999999}\r\n", "broken a message that is said to have 999999999999999999 octets"),
        new Cut("* 1 FETCH (FLAGS {21}\r\n", "broken a literal of 21 octets where none is expected"),
        new Cut("* " + "x".repeat(99), "broken a response of more than 100 octets"),
        new Cut("* OK hello\n", "broken a line without CRLF at its end"),
        new Cut("\n", "broken a line without CRLF at its end"));

    @TestFactory Stream<DynamicTest> cuts() {
        return CUTS.stream().map(c -> DynamicTest.dynamicTest("'" + c.in.substring(0, Math.min(50, c.in.length())), () -> {
            for (int step = 1; step <= c.in.length(); step++) assertEquals(List.of(c.out), cut(c.in, step), "every " + step);
        }));
    }

    /** The input in segments of so many octets. */
    private static List<String> cut(String text, int step) {
        var all = new ArrayList<String>();
        var framer = new ResponseFramer(SMALL);
        var message = new StringBuilder();
        long wanted = -1;
        var octets = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < octets.length; from += step) {
            var in = ByteBuffer.wrap(octets, from, Math.min(step, octets.length - from));
            while (in.hasRemaining() || wanted == 0) {
                for (; wanted > 0 && in.hasRemaining(); wanted--) message.append((char) (in.get() & 0xFF));
                if (wanted > 0) break;
                if (wanted == 0) all.add("message " + bars(message.toString()));
                message.setLength(0);
                wanted = -1;
                switch (framer.next(in)) {
                    case Piece.More() -> { }
                    case Piece.Message(long size) -> wanted = size;
                    case Piece.Whole(var frame) -> all.add(bars(frame.toString())
                        + (frame.messageAt() < 0 ? "" : " at " + frame.messageAt() + " of " + frame.messageOctets()));
                    case Piece.Broken(var why) -> {
                        all.add("broken " + why);
                        return all;
                    }
                }
            }
        }
        return all;
    }

    private static String bars(String text) { return text.replace("\r\n", "|"); }

    private record Case(String in, Response out) {}

    private static Condition status(String tag, Kind kind, String code, String argument, String text) {
        return new Condition(tag, kind, code, argument, text);
    }

    private static Response listed(String attribute, Character separator, String name) {
        return new Response.Listed(Set.of(attribute), Optional.ofNullable(separator), Bytes.utf8(name));
    }

    private static final List<Case> CASES = List.of(
        new Case("* OK [CAPABILITY IMAP4rev1 idle] ready", status("*", Kind.OK, "CAPABILITY", "IMAP4rev1 idle", "ready")),
        new Case("* PREAUTH", status("*", Kind.PREAUTH, "", "", "")),
        new Case("* BYE Autologout; idle for too long", status("*", Kind.BYE, "", "", "Autologout; idle for too long")),
        new Case("* OK [uidvalidity 3857529045] UIDs valid", status("*", Kind.OK, "UIDVALIDITY", "3857529045", "UIDs valid")),
        new Case("* OK [UNSEEN 1", status("*", Kind.OK, "UNSEEN", "1", "")),
        new Case("a1 NO [AUTHENTICATIONFAILED] Anmeldung abgelehnt: ü", status("a1", Kind.NO, "AUTHENTICATIONFAILED", "", "Anmeldung abgelehnt: ü")),
        new Case("a1 ok", status("a1", Kind.OK, "", "", "")),
        new Case("+ eyJzdGF0dXMiOiI0MDAifQ==", new Response.Proceed("eyJzdGF0dXMiOiI0MDAifQ==")),
        new Case("+", new Response.Proceed("")),
        new Case("* CAPABILITY IMAP4rev1 AUTH=PLAIN Sasl-IR ", new Response.Capabilities(Set.of("IMAP4REV1", "AUTH=PLAIN", "SASL-IR"))),
        new Case("* CAPABILITY", new Response.Capabilities(Set.of())),
        new Case("* LIST (\\Trash) \"/\" \"Deleted Items\"", listed("\\trash", '/', "Deleted Items")),
        new Case("* LIST (\\Noselect) NIL \"\\\"q\\\\\"", listed("\\noselect", null, "\"q\\")),
        new Case("* LSUB (\\Sent) \".\" INBOX.Sent", listed("\\sent", '.', "INBOX.Sent")),
        new Case("* LIST (\\HasNoChildren) \"\\\\\" {3}\r\na b", listed("\\hasnochildren", '\\', "a b")),
        new Case("* LIST (\\Archive) \"/\" old mail", listed("\\archive", '/', "old mail")),
        new Case("* LIST (\\Junk) \"/\" \"J\" (CHILDINFO (\"SUBSCRIBED\"))", listed("\\junk", '/', "J")),
        new Case("* NAMESPACE ((\"INBOX.\" \".\")) NIL ((\"#shared.\" \".\" \"X-P\" (\"a\" \"b\")) (\"\" NIL))", new Response.Namespaces(
            List.of(new Namespace(Bytes.utf8("INBOX."), Optional.of('.'))), List.of(),
            List.of(new Namespace(Bytes.utf8("#shared."), Optional.of('.')), new Namespace(Bytes.EMPTY, Optional.empty())))),
        new Case("* 23 EXISTS", new Response.Exists(23)),
        new Case("* 44 EXPUNGE", new Response.Expunged(44)),
        new Case("* 5 RECENT", new Response.Other("RECENT")),
        new Case("* SEARCH 2 84 882", new Response.Other("SEARCH")),
        new Case("* 12 FETCH (FLAGS (\\Seen $MDNSent a]b) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 4286 UID 9)",
            new Response.Fetched(12, OptionalLong.of(9), Optional.of(Set.of("\\seen", "$mdnsent", "a]b")), Optional.of(THEN), OptionalLong.of(4286),
                Optional.empty(), new Body.None())),
        new Case("* 1 FETCH (MODSEQ (65402) X-GM-MSGID 1278455344230334865 X-GM-LABELS (\"\\\\Inbox\" \\Sent \"Muy Importante\" &ANw-ber R&D))",
            fetched(Optional.of(List.of("\\Inbox", "\\Sent", "Muy Importante", "Über", "R&D")), new Body.None())),
        new Case("* 1 FETCH (ENVELOPE (\"a(b\" NIL ((NIL NIL \"x\" {3}\r\ny)z))) BODY[HEADER.FIELDS (DATE)] \"Date\")", fetched(Optional.empty(), new Body.None())),
        new Case("* 1 FETCH (BODY[] \"Subject: x\" )", fetched(Optional.empty(), new Body.Inline(Bytes.utf8("Subject: x")))),
        new Case("* 1 FETCH (BODY[]<0> NIL INTERNALDATE \" 0-Jan-0000 00:00:00 +0000\")", fetched(Optional.empty(), new Body.None())),
        new Case("* 1 FETCH (INTERNALDATE NIL)", fetched(Optional.empty(), new Body.None())),
        new Case("* 1 FETCH ()", fetched(Optional.empty(), new Body.None())));

    private static Response fetched(Optional<List<String>> labels, Body body) {
        return new Response.Fetched(1, OptionalLong.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), labels, body);
    }

    @TestFactory Stream<DynamicTest> reads() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.in, () ->
            assertEquals(c.out, ResponseParser.parse(new Frame(c.in.getBytes(StandardCharsets.UTF_8), -1, 0)))));
    }

    @TestFactory Stream<DynamicTest> saysWhatIsNoResponse() {
        return Stream.of("", "*", "* ", "a1", "a1 FETCH", "HTTP/1.1 400 Bad Request", "* 1 FETCH", "* 1 FETCH (UID)", "* 1 FETCH (UID 0)", "* 1 FETCH (UID 1",
            "* 1 FETCH (FLAGS (\\Seen)", "* 99999999999 EXISTS", "* LIST () \"ab\" x", "* LIST () \"/\" \"\"", "* LIST () \"/\" \"x", "* NAMESPACE NIL",
            "* 1 FETCH (BODY[] {5}\r\nabc)", "* 1 FETCH (X ((((", "220 mx.example ESMTP").map(in -> DynamicTest.dynamicTest("'" + in, () ->
                assertInstanceOf(Response.Malformed.class, ResponseParser.parse(Frame.of(in)))));
    }

    @Test void aMessageThatIsElsewhereHasItsSize() {
        var head = "* 1 FETCH (UID 3 BODY[] {70000}\r\n";
        var frame = new Frame((head + " FLAGS ())").getBytes(StandardCharsets.US_ASCII), head.length(), 70_000);
        var read = assertInstanceOf(Response.Fetched.class, ResponseParser.parse(frame));
        assertEquals(new Body.Apart(70_000), read.body());
        assertEquals(Optional.of(Set.of()), read.flags());
    }

    /** Brackets as deep as a frame is long cost no stack. */
    @Test void depthCostsNothing() {
        assertInstanceOf(Response.Malformed.class, ResponseParser.parse(Frame.of("* 1 FETCH (X " + "(".repeat(200_000))));
        assertInstanceOf(Response.Fetched.class, ResponseParser.parse(Frame.of("* 1 FETCH (X " + "(".repeat(100_000) + ")".repeat(100_001))));
    }

    /** What was cut and changed at random still gives pieces, and every piece a response; nothing is kept beyond the limits. */
    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var noise = mutated(random);
                assertNotNull(ResponseParser.parse(Frame.of(noise)));
                assertNotNull(ResponseParser.parse(new Frame(noise.getBytes(StandardCharsets.ISO_8859_1), random.nextInt(noise.length() + 1), 5)));
                for (var piece : cut(noise + "\r\n", 1 + random.nextInt(40))) assertTrue(piece.length() <= 1_100, piece);
            }
        }));
    }

    private static String mutated(Random random) {
        int pick = random.nextInt(CASES.size() + CUTS.size());
        var text = new StringBuilder(pick < CASES.size() ? CASES.get(pick).in : CUTS.get(pick - CASES.size()).in);
        for (int n = random.nextInt(6); n-- > 0; ) {
            text.setCharAt(random.nextInt(text.length()), "()[]{}\"\\ *+~\r\n\0\u00e8" .charAt(random.nextInt(16)));
        }
        return text.substring(random.nextInt(3) == 0 ? random.nextInt(text.length()) : 0);
    }
}
