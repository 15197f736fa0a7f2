package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Glance;

class NeedleTest {
    private record Case(String needle, String text, boolean want) {}

    private static final List<Case> CASES = List.of(
        new Case("", "", true), new Case("", "x", true), new Case("x", "", false), new Case("abc", "xxABCx", true),
            new Case("two words", "two\r\n   words", true),
        new Case("two  words", "two words", true), new Case("ü", "Ü", true), new Case("ß", "ß", true),
            new Case("aab", "aaab", true), new Case("abab", "abaabab", true),
        new Case("a b", "ab", false), new Case("ÉTÉ", "été", true), new Case("no\u00A0break", "no break", true),
        new Case("u", "Mü", true), new Case("muller", "Müller", false), new Case("Müller", "Mu\u0308ller", true),
        new Case("\u1EC7", "\u00EA\u0323", true), new Case("STRASSE", "Straße", true), new Case("istanbul", "\u0130stanbul", true),
        new Case("i\u0307stanbul", "\u0130stanbul", true), new Case("I\u0323\u0307", "\u0130\u0323", true), new Case("e\u0307", "e", false),
        new Case("ΟΔΟΣ", "οδος", true), new Case("οδός", "ΟΔΌΣ", true), new Case("file", "\uFB01le", true), new Case("abc", "ＡＢＣ", true),
        new Case("example", "exam\u00ADple", true), new Case("a b", "a\u3000\u2003b", true), new Case("か", "が", true),
        new Case("ガ", "\uFF76\uFF9E", true), new Case("한", "\u1112\u1161\u11AB", true), new Case("№", "no", true),
        new Case("\uD83D\uDE00", "x\uD83D\uDE00", true), new Case("\uD83D\uDE00", "\uD83D\uDE01", false), new Case("\uD83D", "\uD83D\uDE00", false));

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

    /** Octets of a field are looked through as what people read of them. */
    @Test void findsInFieldsWhatTheySay() {
        var random = new Random(5);
        var pieces = List.of("a", "A", "b", "B", " ", "  ", "\t", "\r\n ", "=", "=?", "?=", "=?utf-8?q?ab?=", "=?utf-8?b?w7w=?=", "\u00C3\u00BC", "\u00FC", "\u007F", "\0");
        int found = 0;
        for (int i = 0; i < 50_000; i++) {
            var raw = new StringBuilder();
            for (int n = random.nextInt(8); n-- > 0; ) raw.append(pieces.get(random.nextInt(pieces.size())));
            var needle = new Needle(pieces.get(random.nextInt(6)) + pieces.get(random.nextInt(6)) + (random.nextInt(3) == 0 ? "ü" : ""));
            var octets = ("x" + raw + "y").getBytes(StandardCharsets.ISO_8859_1);
            boolean want = needle.isIn(HeaderText.decode(raw.toString()));
            assertEquals(want, needle.isInField(new Glance(octets, 1, octets.length - 1)), raw::toString);
            if (want) found++;
        }
        assertTrue(found > 5_000, "some were found: " + found);
    }

    /** RFC 9051 section 6.4.4: FROM looks into the envelope, in which an address has neither comments nor spaces. */
    @Test void findsAddressesHoweverTheyAreWritten() {
        var address = "anna@home.example";
        for (var raw : List.of(address, "Anna <ANNA@home.example>", "<anna (home)@ (the) home.example>", "anna @ home.example", "anna(a(b))@home . example",
                "carl@x.example, anna@(x)home\r\n .example", "friends: carl@x.example, <anna\t@home.example>;", "=?utf-8?q?A?= <anna@home. example>", "Anna <anna@ home.example")) {
            assertTrue(in(raw, address), raw);
            assertTrue(in(raw, "@HOME.example") && in(raw, "anna@"), raw);
            assertFalse(in(raw, "bruno@home.example") || in(raw, "anna@home.example.org"), raw);
        }
        for (var raw : List.of("anna (@home.example)", "anna@home (.example)", "anna at home.example", "(anna@home.example", "anna (x) home.example", "")) {
            assertEquals(raw.contains(address), in(raw, address), raw);
        }
        assertTrue(in("carl@x.example (Anna at home)", "anna") && in("a (x) b", "(x)") && in("x@y", ""));
    }

    private static boolean in(String raw, String needle) { return new Needle(needle).isInAddresses(Glance.of(raw.getBytes(StandardCharsets.ISO_8859_1))); }

    /** RFC 5198 section 3 and Unicode's own forms: who writes a text composed finds it decomposed, and the other way round. */
    @Test void equivalentCharactersAreTheSame() {
        for (int c = 0x20; c < 0x30000; c++) {
            if (!Character.isDefined(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) continue;
            var plain = Character.toString(c);
            for (var form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
                var other = Normalizer.normalize(plain, form);
                if (other.equals(plain)) continue;
                assertTrue(new Needle(plain).isIn("x" + other + "x") && new Needle(other).isIn("x" + plain + "x"), Integer.toHexString(c));
            }
        }
    }

    private static String word(Random random, int most) {
        var word = new StringBuilder();
        for (int n = random.nextInt(most + 1); n-- > 0; ) word.append("aAbBü".charAt(random.nextInt(5)));
        return word.toString();
    }
}
