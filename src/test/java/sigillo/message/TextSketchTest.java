package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.message.SearchText.Where;

class TextSketchTest {
    private static final String LETTERS = "aabcdeeefghiijklmnnoopqrsttuuvwxyz    .,-0123456789àéßΩжш語検索\u00AD";

    /** Whatever is in the text is in its sketch. */
    @Test void neverRulesOutWhatIsThere() {
        var random = new Random(17);
        for (int round = 0; round < 300; round++) {
            var text = letters(random, 400 + random.nextInt(9_000));
            var record = record(text);
            var sketch = TextSketch.decode(Glance.of(record.sketch()));
            int from = random.nextInt(text.length() - 40);
            var needle = new Needle(text.substring(from, from + 1 + random.nextInt(40)));
            if (!record.has(needle, Where.TEXT)) continue; // half of a character, or white space at an end
            assertTrue(sketch.map(s -> s.mayHave(needle)).orElse(true), text.substring(from));
        }
    }

    @Test void rulesOutNearlyAllThatIsNot() throws Exception {
        var random = new Random(18);
        int passed = 0;
        for (int round = 0; round < 1_000; round++) {
            var text = record(letters(random, 4_000));
            var needle = new Needle(letters(random, 12).strip() + "qxz");
            if (!text.has(needle, Where.TEXT) && TextSketch.decode(Glance.of(text.sketch())).orElseThrow().mayHave(needle)) passed++;
        }
        assertTrue(passed < 20, passed + " of 1,000");
    }

    /** A letter of the usual length, not a mark in every place. */
    @Test void isAsLongAsTheTextNeeds() throws Exception {
        assertEquals(0, record("short").sketch().length);
        assertEquals(0, record("x".repeat(3 << 20)).sketch().length, "of one that is read itself there is none");
        assertEquals(1 + 64, record("x".repeat(5_000)).sketch().length);
        int usual = record(letters(new Random(19), 6_000)).sketch().length;
        assertTrue(usual > 64 && usual <= 4_097, "of " + usual);
    }

    @Test void otherOctetsAreNone() {
        var random = new Random(20);
        for (int length = 0; length < 5_000; length++) {
            var octets = new byte[length];
            random.nextBytes(octets);
            boolean isLength = length > 64 && Integer.bitCount(length - 1) == 1 && length <= 4_097;
            if (length > 0) octets[0] = SearchText.VERSION;
            assertEquals(isLength, TextSketch.decode(Glance.of(octets)).isPresent(), "of " + length);
            if (length > 0) octets[0]++;
            assertEquals(Optional.empty(), TextSketch.decode(Glance.of(octets)));
        }
    }

    @Test void ofShortNeedlesItSaysNothing() {
        assertFalse(new Needle("").isSketched());
        assertFalse(new Needle("ab").isSketched());
        assertTrue(new Needle("abc").isSketched());
        assertTrue(new Needle("語").isSketched(), "three octets");
    }

    private static SearchText record(String text) {
        try {
            var message = Message.parse(Octets.of(("Subject: s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text).getBytes(StandardCharsets.UTF_8)));
            return SearchText.of(message.octets(), message.root());
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String letters(Random random, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        return text.toString();
    }
}
