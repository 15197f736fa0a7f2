package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlScanTest {

    /** Writes down what it sees. */
    private static final class Notes implements HtmlScan.Visitor {
        private final StringBuilder seen = new StringBuilder();
        private int characters;

        @Override public void tag(String name) { seen.append('[').append(name); }
        @Override public void attribute(String tag, String name, String value) { seen.append(' ').append(name).append('=').append(value); }
        @Override public void tagEnd(String name) { seen.append(']'); }
        @Override public void text(CharSequence text) {
            seen.append(text);
            characters += text.length();
        }
        @Override public void comment(boolean inWord) { seen.append(inWord ? "{cut}" : "{}"); }
    }

    private static String seen(String html) {
        var notes = new Notes();
        HtmlScan.through(html, notes);
        return notes.seen.toString();
    }

    @ParameterizedTest @CsvSource(quoteCharacter = '~', value = {
        "a<b>c</B>d | a[b]c[/b]d",
        "<a href=\"x y\" b='c' d=e f>t | [a href=x y b=c d=e]t",
        "<A HREF = x.example/?a=1&amp;b=2> | [a href=x.example/?a=1&b=2]",
        "1 < 2 &lt; 3 &#52; &#x35; | 1 < 2 < 3 4 5",
        "v<!-- x -->i<!-- > -->a | v{cut}i{cut}a",
        "<!doctype html>t | {}t",
        "<style>p { a: b > c }</style>t | [style][/style]t",
        "<script>if (a < b) '</p>'</script>t | [script][/script]t",
        "<title>never ends | [title]",
        "<p | [p]",
        "<p a='never ends > t | [p a=never ends > t]",
        "<!-- never ends | {}",
        "& &; &# &nosuchentityatall; &#99999999; &copy; | & &; &# &nosuchentityatall; ? &copy",
    }, delimiter = '|')
    void sees(String html, String seen) { assertEquals(seen, seen(html)); }

    @Test void anyOctetsAreAPage() {
        var random = new Random(20261129);
        var pieces = "< > </ <! <!-- --> & &# ; = ' \" a p div script /script style href src \u0000 é 💶 \n".split(" ");
        for (int round = 0; round < 3_000; round++) {
            var html = new StringBuilder();
            int count = random.nextInt(60);
            for (int i = 0; i < count; i++) html.append(pieces[random.nextInt(pieces.length)]);
            var notes = new Notes();
            HtmlScan.through(html.toString(), notes);
            assertTrue(notes.characters <= html.length(), "text is made of nothing: " + html);
        }
    }

    /** Each would take minutes if something were looked for again and again. */
    @Test void nothingIsReadTwice() {
        for (var piece : new String[] {"<", "<a", "<!--", "&", "<script>", "<a b='", "</", "<p style='display:none'>"}) {
            var notes = new Notes();
            HtmlScan.through(piece.repeat(50_000), notes);
            assertTrue(notes.characters <= 50_000 * piece.length());
        }
    }
}
