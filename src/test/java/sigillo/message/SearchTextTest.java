package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.message.SearchText.Where;

/** What a record finds is what a look into the message finds. */
class SearchTextTest {
    private static final Path CORPORA = Path.of("../shared/corpora");
    private static final String MAIL = """
        Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
        From: Carl <carl@example.org>
        X-Odd: header word
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/html; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        <p title=3Dhidden>sch=F6<b>n</b></p>
        --b
        Content-Type: application/pdf; name*0*=utf-8''Rechn; name*1*=ung%20M%C3%A4rz.pdf

        JVBERi0
        --b
        Content-Type: message/rfc822

        Subject: inner
        Content-Type: text/plain

        inner words
        --b--
        """.replace("\n", "\r\n");

    private record Case(String needle, boolean inText, boolean inBody) {}

    private static final List<Case> CASES = List.of(
        new Case("grüsse", true, false), new Case("from: carl", true, false), new Case("CARL@EXAMPLE", true, false),
        new Case("header  word", true, false), new Case("schön", true, true), new Case("hidden", false, false),
        new Case("rechnung märz", true, false), new Case("JVBER", false, false), new Case("subject: inner", true, true),
        new Case("inner words", true, true), new Case("inner inner", false, false), new Case("", true, true));

    @TestFactory Stream<DynamicTest> finds() throws IOException {
        var message = Message.parse(Octets.of(MAIL.getBytes(StandardCharsets.UTF_8)));
        var text = SearchText.decode(Glance.of(SearchText.of(message.octets(), message.root()).encode())).orElseThrow();
        return CASES.stream().map(c -> DynamicTest.dynamicTest("'" + c.needle + "'", () -> {
            var needle = new Needle(c.needle);
            assertEquals(c.inText, text.has(needle, Where.TEXT));
            assertEquals(c.inBody, text.has(needle, Where.BODY));
            assertEquals(c.inText, SearchText.isIn(message.octets(), message.root(), needle, Where.TEXT));
            assertEquals(c.inBody, SearchText.isIn(message.octets(), message.root(), needle, Where.BODY));
        }));
    }

    @Test void aLongTextIsLeftToItsMessage() throws IOException {
        var message = Message.parse(Octets.of(("Subject: x\r\n\r\n" + "long words ".repeat(20_000) + "end").getBytes(StandardCharsets.US_ASCII)));
        var text = SearchText.of(message.octets(), message.root());
        assertFalse(text.isWhole());
        assertEquals(2, text.encode().length);
        assertTrue(SearchText.isIn(message.octets(), message.root(), new Needle("words end"), Where.BODY));
    }

    @Test void decodingIsTotal() throws IOException {
        var record = SearchText.of(Octets.of(MAIL.getBytes(StandardCharsets.UTF_8)),
            Message.parse(Octets.of(MAIL.getBytes(StandardCharsets.UTF_8))).root()).encode();
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            var other = java.util.Arrays.copyOf(record, random.nextInt(record.length + 3));
            if (other.length > 0) other[random.nextInt(Math.min(20, other.length))] = (byte) random.nextInt();
            SearchText.decode(Glance.of(other)).filter(SearchText::isWhole).ifPresent(text -> text.has(new Needle("x"), Where.BODY));
        }
        record[0]++;
        assertEquals(Optional.empty(), SearchText.decode(Glance.of(record)), "of another version");
    }

    /** Words of the message itself, cut anywhere, and others: with a record, without one, and by what was searched before. */
    @Tag("gate") @TestFactory Stream<DynamicTest> findsWhatTheMessageSays() throws IOException {
        assumeTrue(Files.isDirectory(CORPORA), "no corpora beside the project: " + CORPORA);
        List<Path> folders;
        try (var all = Files.list(CORPORA)) {
            folders = all.filter(f -> f.getFileName().toString().startsWith("mime-")).sorted().toList();
        }
        return folders.stream().map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> corpus(f)));
    }

    private static void corpus(Path folder) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        var random = new Random(1);
        for (var file : files) {
            var octets = Octets.of(Files.readAllBytes(file));
            var message = Message.parse(octets);
            var text = SearchText.of(octets, message.root());
            if (text.isWhole()) for (var needle : needles(octets, message.root(), random)) compare(file, octets, message, text, needle);
        }
    }

    private static void compare(Path file, Octets octets, Message message, SearchText text, String words) throws IOException {
        var needle = new Needle(words);
        for (var where : Where.values()) {
            boolean read = SearchText.isIn(octets, message.root(), needle, where);
            assertEquals(read, text.has(needle, where), file + ": " + where + " '" + words + "'");
            if (before(octets, message.root(), words, where)) assertTrue(read, file + ": was found before: '" + words + "'");
        }
    }

    private static List<String> needles(Octets octets, Part root, Random random) throws IOException {
        var pieces = new ArrayList<String>();
        TextWalk.through(PartTexts.eachAnew(octets), root, (_, piece, _) -> pieces.add(piece));
        var needles = new ArrayList<>(List.of("e", "the", "nowhere to be found"));
        for (int i = 0; i < 20 && !pieces.isEmpty(); i++) {
            var piece = pieces.get(random.nextInt(pieces.size()));
            int from = random.nextInt(piece.length() + 1);
            int to = Math.min(piece.length(), from + random.nextInt(20));
            // nobody types a letter without the marks behind its first one
            while (to < piece.length() && to > from && isMark(piece.codePointAt(to))) to++;
            needles.add(piece.substring(from, to));
        }
        return needles;
    }

    private static boolean isMark(int c) { return Character.getType(c) == Character.NON_SPACING_MARK || Character.isLowSurrogate((char) c); }

    /** As it was compared before there were records: letter by letter. */
    private static boolean before(Octets octets, Part root, String words, Where where) throws IOException {
        var wanted = plain(words);
        var found = new boolean[1];
        TextWalk.through(PartTexts.eachAnew(octets), root, (section, piece, _) -> {
            found[0] |= (where == Where.TEXT || section == TextWalk.Section.BODY) && plain(piece).contains(wanted);
            return true;
        });
        return found[0];
    }

    private static String plain(String text) {
        var plain = new StringBuilder();
        for (char c : text.toCharArray()) {
            char folded = c <= ' ' || c == '\u00A0' ? ' ' : Character.toLowerCase(Character.toUpperCase(c));
            if (folded != ' ' || plain.isEmpty() || plain.charAt(plain.length() - 1) != ' ') plain.append(folded);
        }
        return plain.toString();
    }
}
