package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class NeedleTest {
    private record Case(String needle, String text, boolean want) {}

    private static final List<Case> CASES = List.of(
        new Case("", "", true), new Case("", "x", true), new Case("x", "", false), new Case("abc", "xxABCx", true),
            new Case("two words", "two\r\n   words", true),
        new Case("two  words", "two words", true), new Case("ü", "Ü", true), new Case("ß", "ß", true),
            new Case("aab", "aaab", true), new Case("abab", "abaabab", true),
        new Case("a b", "ab", false), new Case("ÉTÉ", "été", true), new Case("no\u00A0break", "no break", true));

    @TestFactory Stream<DynamicTest> finds() {
        return CASES.stream().map(c -> DynamicTest
            .dynamicTest("'" + c.needle + "' in '" + c.text + "'", () ->
            assertEquals(c.want, new Needle(c.needle).isIn(c.text))));
    }

    @TestFactory Stream<DynamicTest> findsWhatIndexOfFinds() {
        return Stream.of(1L, 2L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var needle = word(random, 4);
                var text = word(random, 30);
                boolean want = text.toLowerCase(Locale.ROOT).contains(needle.toLowerCase(Locale.ROOT));
                assertEquals(want, new Needle(needle).isIn(text), needle + " in " + text);
                int cut = random.nextInt(text.length() + 1);
                var look = new Needle(needle).look();
                look.sees(text.substring(0, cut));
                assertEquals(want, look.sees(text.substring(cut)), needle + " in " + text + " cut at " + cut);
            }
        }));
    }

    private static String word(Random random, int most) {
        var word = new StringBuilder();
        for (int n = random.nextInt(most + 1); n-- > 0; ) word.append("aAbBü".charAt(random.nextInt(5)));
        return word.toString();
    }
}
