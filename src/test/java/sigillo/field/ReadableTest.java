package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.smtpd.SmtpRole;

/**
 * Case B04 wherever mail is decoded: subjects, names, texts and the names of files, under the charset names of the
 * field, come in by SMTP and are found by IMAP SEARCH as people would type them; what nobody can read fails nothing.
 * Case B02 for SEARCH: the name of a file is found however it is written.
 */
@Timeout(60)
class ReadableTest {
    /** {@code message}: one character an octet. {@code keys}: each finds this message and no other. */
    record Case(String name, String message, String... keys) {}

    private static final List<Case> CASES = List.of(
        new Case("a code page by another name", "Subject: =?Cp1252?Q?Best=E4tigung_f=FCr_Frau_M=FCller?=\r\n\r\nx\r\n",
            "SUBJECT|Bestätigung für Frau Müller", "SUBJECT|BESTÄTIGUNG", "TEXT|frau müller", "HEADER Subject|für Frau"),
        new Case("a name in ISO 8859-2", "From: =?iso-8859-2?Q?K=F8=ED=BE?= <k@sender.example>\r\n\r\nx\r\n", "FROM|Kříž", "FROM|KŘÍŽ", "TEXT|kříž"),
        new Case("a name in each address field", "To: =?koi8-r?B?8NLJ18XU?= <a@b.example>\r\nCc: \"=?gb2312?B?1tDOxA==?=\" <c@d.example>\r\n"
            + "Bcc: =?windows-1251?Q?=CC=E8=F0?=: e@f.example;\r\nReply-To: =?big5?B?pKSk5Q==?= <r@b.example>\r\n"
            + "Sender: s@b.example (=?iso-8859-9?Q?=DE=FDk?=)\r\n\r\nx\r\n",
            "TO|Привет", "CC|中文", "BCC|Мир", "HEADER Reply-To|中文", "HEADER Sender|Şık"),
        new Case("a body in Shift_JIS", "Content-Type: text/plain; charset=shift_jis\r\nContent-Transfer-Encoding: base64\r\n\r\nkL+LgY+R\r\n",
            "BODY|請求書", "TEXT|請求書"),
        new Case("raw ISO-2022-JP", "Subject: \u001B$B8+@Q\u001B(B\r\nContent-Type: text/plain; charset=\"ISO-2022-JP\"\r\n\r\n\u001B$BG<IJ\u001B(B\r\n",
            "SUBJECT|見積", "BODY|納品"),
        new Case("raw UTF-8, nothing declared", "Subject: \u00c4\u008d\u00c3\u00adslo\r\n\r\nd\u00c4\u009bkuji\r\n", "SUBJECT|číslo", "BODY|děkuji"),
        new Case("utf8 without its hyphen", "Content-Type: text/plain; charset=utf8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nna=C3=AFve\r\n", "BODY|naïve"),
        new Case("ASCII by its long name", "Content-Type: text/plain; charset=\"ansi_x3.4-1968\"\r\n\r\nplain old words\r\n", "BODY|old words"),
        new Case("UTF-7 by its old name", "Content-Type: text/plain; charset=unicode-1-1-utf-7\r\n\r\nr+AOk-sum+AOk-\r\n", "BODY|résumé"),
        new Case("HTML that says its charset itself", "Content-Type: text/html\r\n\r\n<meta charset=windows-1250><p>p\u00f8\u00edjem</p>\r\n", "BODY|příjem"),
        new Case("two words that split a character", "Subject: =?utf-8?Q?prvn=C3?=\r\n =?utf-8?Q?=AD_=C5=99=C3=A1dek?=\r\n\r\nx\r\n", "SUBJECT|první řádek"),
        new Case("a word cut in the middle of a character", "Subject: zbytek =?UTF-8?B?xI3DrXNsw?=\r\n\r\nx\r\n", "SUBJECT|zbytek čísl"),
        new Case("an unknown charset", "Subject: =?x-unknown?Q?nezn=E1m=E1_sada?=\r\nFrom: =?x-nobody-knows?B?" + "amVkZW4=" + "?= <j@sender.example>\r\n"
            + "Content-Type: text/plain; charset=x-unknown\r\n\r\nale text z\u016fstal\r\n".replace("\u016f", "u"), "SUBJECT|sada", "FROM|jeden", "BODY|ale text"),
        new Case("a charset that is an attack", "Subject: =?../../etc/passwd?Q?cesta?=\r\nContent-Type: text/plain; charset=\"" + "x".repeat(5_000) + "\"\r\n\r\nkonec cesty\r\n",
            "SUBJECT|cesta", "BODY|konec cesty"),
        new Case("a description and a file's name", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: application/pdf\r\n"
            + "Content-Description: =?iso-8859-2?Q?V=FDkaz?=\r\nContent-Disposition: attachment; filename*0*=utf-8''Zpr%C3; filename*1*=%A1va%20%C4%8D.pdf\r\n\r\nx\r\n--b--\r\n",
            "TEXT|Výkaz", "TEXT|Zpráva č"),
        new Case("a file's name in another spelling", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: image/png;\r\n"
            + " name=\"=?windows-1250?Q?Obr=E1zek_=E8=2E?=\"\r\n\r\nx\r\n--b--\r\n", "TEXT|Obrázek č"),
        new Case("in a message that is attached", "Content-Type: message/rfc822\r\n\r\nSubject: =?iso-8859-2?Q?p=F8edek?=\r\n\r\nx\r\n", "TEXT|předek", "BODY|předek"));

    @TempDir static Path folder;
    private static Home home;

    @BeforeAll static void open() throws Exception {
        home = new Home(folder);
        for (var c : CASES) {
            var reply = home.send(SmtpRole.MX, "x@sender.example", Home.ANNA, c.message);
            assertTrue(reply.startsWith("250"), c.name + ": " + reply);
        }
    }

    @AfterAll static void close() { home.close(); }

    @TestFactory Stream<DynamicTest> isFound() {
        return Stream.iterate(0, i -> i + 1).limit(CASES.size()).flatMap(i -> Stream.of(CASES.get(i).keys).map(key ->
            dynamicTest(CASES.get(i).name + ": " + key, () -> {
                try (var imap = home.imap(Home.ANNA)) {
                    imap.command("SELECT INBOX");
                    assertEquals(List.of("* SEARCH " + (i + 1)), search(imap, "CHARSET UTF-8 ", key));
                }
            })));
    }

    private static List<String> search(ImapProbe imap, String charset, String key) throws IOException {
        int bar = key.indexOf('|');
        var text = key.substring(bar + 1);
        var literal = "{" + text.getBytes(StandardCharsets.UTF_8).length + "+}\r\n" + text;
        return imap.command("SEARCH " + charset + key.substring(0, bar) + " " + literal).lines();
    }

    /** The list of messages is whole, whatever is in one of them. */
    @Test void nothingFailsTheList() throws Exception {
        for (var enabled : List.of("", "ENABLE UTF8=ACCEPT", "ENABLE IMAP4rev2")) {
            try (var imap = home.imap(Home.ANNA)) {
                if (!enabled.isEmpty()) imap.command(enabled);
                imap.command("SELECT INBOX");
                var answer = imap.command("FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY RFC822.SIZE)");
                assertEquals(CASES.size(), answer.untagged().size());
            }
        }
    }

    /** In IMAP4rev1 octets beyond ASCII stand in literals only: RFC 3501 section 9, QUOTED-CHAR. */
    @Test void quotedStringsAreAscii() throws Exception {
        try (var imap = home.imap(Home.ANNA)) {
            imap.command("SELECT INBOX");
            for (var response : imap.command("FETCH 1:* (ENVELOPE BODYSTRUCTURE)").untagged()) {
                var bare = new StringBuilder(response.line());
                for (var literal : response.literals()) {
                    var text = new String(literal, StandardCharsets.UTF_8);
                    int at = bare.indexOf("}" + text);
                    if (at >= 0) bare.delete(at + 1, at + 1 + text.length());
                }
                assertTrue(bare.chars().allMatch(c -> c < 0x80), bare.toString());
            }
        }
    }

    @Test void aSearchInACharsetThatWeDoNotKnowIsToldWhichWeDo() throws Exception {
        try (var imap = home.imap(Home.ANNA)) {
            imap.command("SELECT INBOX");
            var said = imap.ask("SEARCH CHARSET X-UNKNOWN SUBJECT x").tagged().line();
            assertTrue(said.contains("NO [BADCHARSET (") && said.contains("UTF-8"), said);
        }
    }

    private static final String NAME = "Zpráva č. 7 – konec.pdf";
    private static final String EXTENDED = "Zpr%C3%A1va%20%C4%8D.%207%20%E2%80%93%20konec.pdf";

    /** Case B02: what a mail program makes of BODYSTRUCTURE is one name for all spellings. */
    @TestFactory Stream<DynamicTest> spellingsOfAFileNameAreOneName() throws IOException {
        var spellings = List.of("filename*=utf-8''" + EXTENDED, "filename*0*=utf-8''Zpr%C3; filename*1*=%A1va%20%C4%8D.%207%20%E2%80; filename*2*=%93%20konec.pdf",
            "filename=\"=?utf-8?B?WnByw6F2YSDEjS4gNyDigJMga29uZWMucGRm?=\"", "filename=\"" + utf8(NAME) + "\"",
            "filename=\"Zprava.pdf\"; filename*=utf-8''" + EXTENDED, "filename*=windows-1250''Zpr%E1va%20%E8.%207%20%96%20konec.pdf");
        return Stream.of("", "ENABLE UTF8=ACCEPT").flatMap(enabled -> spellings.stream().map(spelling -> dynamicTest(enabled + " " + spelling, () -> {
            var message = "Subject: b02\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; " + spelling + "\r\n\r\nx\r\n";
            home.send(SmtpRole.MX, "x@sender.example", Home.BOB, message);
            try (var imap = home.imap(Home.BOB)) {
                if (!enabled.isEmpty()) imap.command(enabled);
                imap.command("SELECT INBOX");
                var structure = imap.command("FETCH * BODYSTRUCTURE").untagged().getFirst();
                var disposition = "Content-Disposition: attachment" + disposition(structure);
                var seen = sigillo.message.Message.parse(sigillo.base.Octets.of((disposition + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
                assertEquals(NAME, seen.root().fileName().orElseThrow(), disposition);
                var found = search(imap, enabled.isEmpty() ? "CHARSET UTF-8 " : "", "TEXT|" + NAME).getFirst();
                assertTrue(found.endsWith(" " + imap.messages("INBOX")), "and it is found: " + found);
            }
        })));
    }

    /** The parameters of {@code ("attachment" (...))} as a header has them. */
    private static String disposition(ImapProbe.Response structure) {
        var line = structure.line();
        int from = line.indexOf("(\"attachment\" (") + 15;
        var words = new ArrayList<String>();
        int literal = 0;
        for (int i = from; line.charAt(i) != ')'; i++) {
            if (line.charAt(i) == '"') {
                int end = line.indexOf('"', i + 1);
                words.add(line.substring(i + 1, end));
                i = end;
            } else if (line.charAt(i) == '{') {
                words.add(new String(structure.literals().get(literal++), StandardCharsets.UTF_8));
                i = line.indexOf('}', i) + words.getLast().length();
            }
        }
        var parameters = new StringBuilder();
        for (int i = 0; i < words.size(); i += 2) {
            boolean extended = words.get(i).endsWith("*");
            parameters.append("; ").append(words.get(i)).append('=').append(extended ? words.get(i + 1) : "\"" + words.get(i + 1) + "\"");
        }
        return parameters.toString();
    }

    private static String utf8(String text) { return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1); }
}
