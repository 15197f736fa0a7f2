package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunsTest {
    private static Features text(String text) {
        var set = new FeatureSet();
        Runs.ofText(text, set);
        return set.features();
    }

    private static Features source(String html) {
        var set = new FeatureSet();
        Runs.ofSource(html, set);
        return set.features();
    }

    @ParameterizedTest @CsvSource({"abc,0", "abcd,1", "abcde,2", "aaaaaaaa,1", "'',0"})
    void howMany(String text, int count) { assertEquals(count, text(text).count()); }

    @Test void capitalsCountInSourceAlone() {
        assertEquals(text("free money"), text("FREE Money"));
        assertNotEquals(source("<table>"), source("<TABLE>"));
    }

    @Test void textAndSourceAreOfOtherKinds() { assertEquals(0, common(text("abcdabcd"), source("abcdabcd"))); }

    @Test void oneOtherLetterLeavesTheRest() { assertTrue(common(text("remove your debts"), text("rem0ve your debts")) >= 10); }

    private static long common(Features one, Features other) {
        var of = IntStream.range(0, other.count()).map(other::hash).sorted().toArray();
        return IntStream.range(0, one.count()).filter(i -> Arrays.binarySearch(of, one.hash(i)) >= 0).count();
    }

    @Test void theBeginningOfALongText() {
        var beginning = "x".repeat(Runs.CHARACTERS_MAX);
        assertEquals(text(beginning), text(beginning + "what comes later"));
        assertEquals(Runs.CHARACTERS_MAX - Runs.OF_TEXT + 1, text(numbers()).count());
    }

    /** No run of it comes twice. */
    private static String numbers() {
        var text = new StringBuilder();
        for (char c = 0x4E00; c < 0x4E00 + 2 * Runs.CHARACTERS_MAX; c++) text.append(c);
        return text.toString();
    }
}
