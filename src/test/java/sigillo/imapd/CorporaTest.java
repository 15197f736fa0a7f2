package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.imapd.ScriptTokens.Group;
import sigillo.imapd.ScriptTokens.Token;
import sigillo.imapd.ScriptTokens.Word;

/** Messages of others, beside the project, come back as they went in, and all answers about them can be read. */
@Tag("gate")
@Tag("levels")
@Timeout(600)
class CorporaTest {
    private static final Path CORPORA = Path.of("../shared/corpora");
    @TempDir static Path folder;

    @TestFactory Stream<DynamicTest> comeBackAsTheyWentIn() throws IOException {
        assumeTrue(Files.isDirectory(CORPORA), "no corpora beside the project: " + CORPORA);
        try (var all = Files.list(CORPORA)) {
            return all.filter(f -> f.getFileName().toString().startsWith("mime-")).sorted().toList().stream()
                .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> corpus(f)));
        }
    }

    private static void corpus(Path corpus) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(corpus)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        var house = new House(folder.resolve(corpus.getFileName()), new ImapSettings(true, 64 << 20, House.LIMITS));
        try (var talk = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX");
            int number = 0;
            for (var file : files) {
                if (Files.size(file) == 0) isTakenBack(talk, file);
                else message(talk, ++number, file);
            }
            talk.ask("t SEARCH TEXT nowhere-to-be-found");
            assertTrue(talk.ask("u SEARCH BODY x HEADER To a").contains("u OK"));
        }
    }

    /** RFC 3502 section 6.3.11: no octets take the command back. */
    private static void isTakenBack(Talk talk, Path file) {
        talk.send("a APPEND INBOX {0+}\r\n\r\n");
        assertTrue(talk.answer("a").contains("a NO [CANNOT]"), file.toString());
    }

    private static void message(Talk talk, int number, Path file) throws IOException {
        var message = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        talk.send("a APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n");
        assertTrue(talk.answer("a").contains("a OK [APPENDUID"), file.toString());
        talk.send("b FETCH " + number
            + " (BODY.PEEK[] RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY BODY.PEEK[HEADER] BODY.PEEK[TEXT]"
            + " BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[HEADER.FIELDS (From To)])\r\n");
        var items = items(talk.response());
        assertTrue(talk.line().startsWith("b OK"), file.toString());
        talk.send("c FETCH " + number + " (BINARY.PEEK[1] BINARY.SIZE[1])\r\n");
        var binary = talk.response();
        assertTrue(binary.startsWith("c NO [UNKNOWN-CTE]") || talk.line().startsWith("c OK"), file + ": " + binary);
        assertEquals(message, text(items.get(1)), file.toString());
        assertEquals(String.valueOf(message.length()), text(items.get(3)));
        assertEquals(10, ((Group) items.get(5)).tokens().size(), file.toString());
        structure((Group) items.get(7), true);
        structure((Group) items.get(9), false);
        assertEquals(message, text(items.get(11)) + text(items.get(13)), file + ": header and text are the whole");
    }

    private static List<Token> items(String response) {
        var tokens = ScriptTokens.parse(response);
        assertEquals("FETCH", tokens.get(2).toString());
        return ((Group) tokens.get(3)).tokens();
    }

    private static String text(Token token) { return ((Word) token).text(); }

    /** RFC 9051 section 9, body: the number of fields and their kinds. */
    private static void structure(Group body, boolean extended) {
        int parts = 0;
        while (parts < body.tokens().size() && body.tokens().get(parts) instanceof Group part) {
            structure(part, extended);
            parts++;
        }
        if (parts > 0) {
            assertEquals(parts + (extended ? 5 : 1), body.tokens().size(), body.toString());
            return;
        }
        var type = body.tokens().get(0).toString();
        var subtype = body.tokens().get(1).toString();
        boolean message = type.equals("message") && List.of("rfc822", "global").contains(subtype);
        int own = message ? 3 : type.equals("text") ? 1 : 0;
        assertEquals(7 + own + (extended ? 4 : 0), body.tokens().size(), body.toString());
        if (message) structure((Group) body.tokens().get(8), extended);
    }

    /** B01: part bombs are answered in time and memory. */
    @TestFactory Stream<DynamicTest> bombs() {
        return Stream.of(
            bomb("20,000 levels", deep(20_000)),
            bomb("300,000 parts", "Subject: wide\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
                + "--x\r\na:b\r\n\r\n".repeat(300_000) + "--x--\r\n"),
            bomb("20,000 messages in messages",
                "Subject: chain\r\n" + "Content-Type: message/rfc822\r\n\r\n".repeat(20_000) + "\r\nend\r\n"),
            bomb("50,000 comments",
                "From: " + "(".repeat(50_000) + " <anna@sender.example>\r\nSubject: comments\r\n\r\nx\r\n"));
    }

    private static String deep(int levels) {
        var text = new StringBuilder("Subject: deep\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for (int i = 1; i <= levels; i++) {
            text.append("--b").append(i - 1).append("\r\nContent-Type: multipart/mixed; boundary=b").append(i);
            text.append("\r\n\r\n");
        }
        return text.append("--b").append(levels).append("\r\n\r\nend\r\n").toString();
    }

    private static DynamicTest bomb(String name, String message) {
        return DynamicTest.dynamicTest(name, () -> {
            var house = new House(folder.resolve(name), new ImapSettings(true, 64 << 20, House.LIMITS));
            house.deliver("INBOX", message.getBytes(StandardCharsets.ISO_8859_1));
            try (var talk = Talk.signedIn(house)) {
                talk.ask("s SELECT INBOX");
                var deepest = "1.".repeat(99) + "1";
                talk.send("a FETCH 1 (ENVELOPE BODYSTRUCTURE BODY BODY.PEEK[] BODY.PEEK[" + deepest + "])\r\n");
                var items = items(talk.response());
                assertTrue(talk.line().startsWith("a OK"));
                structure((Group) items.get(3), true);
                assertEquals(message, text(items.get(7)));
                assertTrue(talk.ask("b SEARCH TEXT nowhere-to-be-found").endsWith("b OK Search completed"));
            }
        });
    }
}
