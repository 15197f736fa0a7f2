package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Case B02: one name in many spellings, and names that want to be more than names. */
class FileNameTest {
    private static final String NAME = "Zpráva č. 7 – konec.pdf";
    /** The same in UTF-8 under RFC 2231. */
    private static final String EXTENDED = "Zpr%C3%A1va%20%C4%8D.%207%20%E2%80%93%20konec.pdf";

    record Case(String name, String fields) {}

    @TestFactory Stream<DynamicTest> sixSpellingsOfOneName() {
        return Stream.of(
            new Case("RFC 2231", disposition("filename*=utf-8''" + EXTENDED)),
            new Case("RFC 2231 in pieces that cut a character",
                disposition("filename*0*=utf-8''Zpr%C3; filename*1*=%A1va%20%C4%8D.%207%20%E2%80;"
                    + " filename*2*=%93%20konec.pdf")),
            new Case("pieces out of order, one without percents",
                disposition("filename*1=\".pdf\"; filename*0*=UTF-8'cs'Zpr%c3%a1va%20%c4%8d.%207%20%e2%80%93%20konec")),
            new Case("an encoded word in quotes",
                disposition("filename=\"=?utf-8?B?WnByw6F2YSDEjS4gNyDigJMga29uZWMucGRm?=\"")),
            new Case("two encoded words in quotes that cut a character",
                disposition("filename=\"=?utf-8?Q?Zpr=C3?=\r\n =?utf-8?Q?=A1va_=C4=8D=2E_7_=E2=80=93_konec=2Epdf?=\"")),
            new Case("an encoded word in pieces",
                disposition("filename*0=\"=?utf-8?B?WnByw6F2YSDEjS4gNyDi\"; filename*1=\"gJMga29uZWMucGRm?=\"")),
            new Case("raw UTF-8", disposition("filename=\"" + NAME + "\"")),
            new Case("raw UTF-8 without quotes", disposition("filename=" + NAME)),
            new Case("only name*",
                "Content-Type: application/pdf; name*=utf-8''" + EXTENDED + "\r\nContent-Disposition: attachment\r\n"),
            new Case("only name, no disposition",
                "Content-Type: application/pdf; name=\"=?utf-8?q?Zpr=C3=A1va_=C4=8D._7_=E2=80=93_konec.pdf?=\"\r\n"),
            new Case("filename* wins", disposition("filename=\"Zprava.pdf\"; filename*=utf-8''" + EXTENDED)),
            new Case("filename* wins from in front",
                disposition("filename*=utf-8''" + EXTENDED + "; filename=\"Zprava.pdf\"")),
            new Case("filename wins over name", "Content-Type: application/pdf; name=\"x.pdf\"\r\n"
                + disposition("filename*=utf-8''" + EXTENDED)),
            new Case("another charset", disposition("filename*=windows-1250''Zpr%E1va%20%E8.%207%20%96%20konec.pdf")))
            .map(c -> DynamicTest.dynamicTest(c.name, () -> assertEquals(Optional.of(NAME), fileName(c.fields))));
    }

    record Unsafe(String name, String want) {}

    @TestFactory Stream<DynamicTest> namesAreMadeSafe() {
        return Stream.of(
            new Unsafe("plain.pdf", "plain.pdf"),
            new Unsafe("../../etc/passwd", "passwd"),
            new Unsafe("/etc/passwd", "passwd"),
            new Unsafe("C:\\windows\\x.exe", "x.exe"),
            new Unsafe("..\\x.exe", "x.exe"),
            new Unsafe("Rechnung 12/2026.pdf", "Rechnung 12_2026.pdf"),
            new Unsafe("a/../../b", "a_.._.._b"),
            new Unsafe("..", "attachment"),
            new Unsafe("", "attachment"),
            new Unsafe("/", "attachment"),
            new Unsafe(".htaccess", "htaccess"),
            new Unsafe("setup.exe. . .", "setup.exe"),
            new Unsafe("invoice\u202Efdp.exe", "invoicefdp.exe"),
            new Unsafe("a\u2066b\u2069c\u200Bd\uFEFF", "abcd"),
            new Unsafe("a\r\nb\0c\u007Fd\u0085e", "a  b c d e"),
            new Unsafe("\"><img src=x>.html", "___img src=x_.html"),
            new Unsafe("file:stream", "file_stream"),
            new Unsafe("what?*|.txt", "what___.txt"),
            new Unsafe("CON", "_CON"),
            new Unsafe("lpt1.txt", "_lpt1.txt"),
            new Unsafe("console.txt", "console.txt"),
            new Unsafe("עברית.pdf", "עברית.pdf"),
            new Unsafe("👩‍💻.png", "👩‍💻.png"),
            new Unsafe("half \uD83D", "half \uFFFD"),
            new Unsafe("é".repeat(300) + ".pdf", "é".repeat(118) + ".pdf"),
            new Unsafe("💾".repeat(100), "💾".repeat(60)))
            .map(c -> DynamicTest.dynamicTest("\"" + HeaderText.printable(c.name) + "\"",
                () -> assertEquals(c.want, FileName.safe(c.name))));
    }

    @Test void anUnreadableSpellingIsStillAName() {
        for (var parameter : List.of("filename*=no''%", "filename*=%zz", "filename*='", "filename*=''",
            "filename*1*=x", "filename*=x-none''%FF")) {
            assertTrue(fileName(disposition(parameter)).map(name -> !name.isEmpty()).orElse(true), parameter);
        }
        assertEquals(Optional.empty(), fileName(disposition("filename=\"  \"")));
    }

    private static String disposition(String parameters) {
        return "Content-Type: application/pdf\r\nContent-Disposition: attachment; " + parameters + "\r\n";
    }

    private static Optional<String> fileName(String fields) {
        try {
            return Message.parse(Shape.octets(fields + "\r\nx")).root().fileName();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
