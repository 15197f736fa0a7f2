package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static Features of(String text) {
        var set = new FeatureSet();
        Words.of(text, set, 'w', 1_000);
        return set.features();
    }

    @ParameterizedTest @CsvSource({
        "Free MONEY now,free money now",
        "free  money\tnow,free money now",
        "call 555 1234,call 777 9876",
        "'(free, money; now?)',free money now",
        "Größe ÉTÉ,größe été",
    })
    void countAsTheSame(String one, String other) { assertEquals(of(one), of(other)); }

    @ParameterizedTest @CsvSource({
        "free money,money free",
        "call 555,call 5555",
        "free,f",
        "free!,free",
    })
    void countAsOthers(String one, String other) { assertNotEquals(of(one), of(other)); }

    /** Two words are three features: each, and the pair. Letters that stand alone only make pairs. */
    @ParameterizedTest @CsvSource({"hello,1", "hello world,3", "a b,1", "x,0", "'',0", "請求書,2", "请求书 ok,3"})
    void howMany(String text, int count) { assertEquals(count, of(text).count()); }

    @Test void piecesOfATextAreOneText() {
        var set = new FeatureSet();
        var words = new Words(set, 'w', 100);
        words.add("free mo");
        words.add("ney now");
        words.end();
        assertEquals(of("free money now"), set.features());
    }

    @Test void whatIsTooLongIsNotLookedAt() {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) text.append("word").append(i * 7919).append(' ');
        var set = new FeatureSet();
        Words.of(text, set, 'w', Integer.MAX_VALUE);
        assertEquals(Features.COUNT_MAX, set.features().count());
        var few = new FeatureSet();
        Words.of(text, few, 'w', 10);
        assertTrue(few.features().count() <= 20);
    }
}
