package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PlainTextTest {

    record Case(String name, String message, String text) {}

    @TestFactory Stream<DynamicTest> texts() {
        return Stream.of(
            new Case("plain", "\nHello\nyou\n", "Hello\nyou\n"),
            new Case("plain is taken of alternatives", alternative("one", "<p>two</p>"), "one"),
            new Case("HTML where plain says nothing", alternative(" \n ", "<p>two</p>"), "two"),
            new Case("an attached text is left out", """
                Content-Type: multipart/mixed; boundary=b

                --b

                shown
                --b
                Content-Disposition: attachment

                hidden
                --b
                Content-Disposition: inline

                shown too
                --b--
                """, "shown\nshown too"),
            new Case("related shows its first part", """
                Content-Type: multipart/related; boundary=b

                --b
                Content-Type: text/html

                <p>shown</p>
                --b
                Content-Type: text/plain

                not shown
                --b--
                """, "shown"),
            new Case("encrypted", "Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nVersion: 1\n--b--\n", ""),
            new Case("HTML with blocks",
                html("<html><head><title>t</title><style>s</style></head><body><div>a<b>b</b></div>"
                + "<p>c &amp; d<br>e</p><script>f</script><table><tr><td>g</td><td>h</td></tr></table></body>"),
                    "ab\nc & d\ne\ng h"),
            new Case("HTML without a charset of the header", html("<meta charset=\"windows-1252\"><p>f\u00FCr"),
                "f\u00C3\u00BCr"),
            new Case("flowed",
                "Content-Type: text/plain; format=flowed\n\nOne \nline.\nTwo\n> quoted \n> text\n>> deep\n-- \nme\n",
                "One line.\nTwo\n> quoted text\n>> deep\n-- \nme\n"),
            new Case("flowed with stuffed spaces", "Content-Type: text/plain; format=flowed\n\n From me \n  two\n",
                "From me  two\n"),
            new Case("flowed with deleted spaces", "Content-Type: text/plain; format=flowed; delsp=yes\n\n漢 \n字\n",
                "漢字\n"),
            new Case("a calendar is not for people", "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n", ""),
            new Case("an unknown text is", "Content-Type: text/x-mine\n\nhello\n", "hello\n"),
            new Case("NUL", "\na\0b\n", "ab\n"))
            .map(c -> DynamicTest.dynamicTest(c.name, () -> assertEquals(c.text, text(c.message, TextLimits.SEARCH))));
    }

    record Shown(String name, String message, String preview) {}

    @TestFactory Stream<DynamicTest> previews() {
        return Stream.of(
            new Shown("one line of words", "\n  Hello\n\n  you  \n", "Hello you"),
            new Shown("what is new", "\n> old\n> older\nnew\n--------\n", "new"),
            new Shown("all is old", "\n> old\n", "> old"),
            new Shown("fillers of newsletters", html("<div>Sale&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div><div>now</div>"),
                "Sale now"),
            new Shown("256 characters", "\n" + "\uD83D\uDE00".repeat(400), "\uD83D\uDE00".repeat(256)),
            new Shown("empty", "\n", ""))
            .map(c -> DynamicTest.dynamicTest(c.name,
                () -> assertEquals(c.preview, Preview.of(Message.parse(Shape.octets(c.message))))));
    }

    @Test void limitsHold() throws Exception {
        var message = "\n" + "x".repeat(10_000);
        assertEquals(99, text(message, new TextLimits(1_000, 100)).length());
        assertEquals(100, text(message, new TextLimits(100, 1_000)).length());
        assertEquals("", text(message, new TextLimits(0, 0)));
        var many = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nword\n".repeat(500) + "--b--\n";
        assertTrue(text(many, new TextLimits(1_000, 100)).length() <= 100);
        assertEquals("",
            text("Content-Transfer-Encoding: quoted-printable\n\n" + "=\n".repeat(100_000) + "x",
                new TextLimits(1_000, 1_000)));
    }

    private static String text(String message, TextLimits limits) throws java.io.IOException {
        return PlainText.of(Message.parse(Shape.octets(message)), limits);
    }

    private static String html(String html) { return "Content-Type: text/html\n\n" + html; }

    private static String alternative(String plain, String html) {
        return "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n" + plain
            + "\n--b\nContent-Type: text/html\n\n" + html + "\n--b--\n";
    }
}
