package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightsTest {
    @Test void eachSignHasItsSentences() {
        var weights = Weights.shipped();
        for (var sign : Sign.values()) {
            var english = weights.sentence(sign, "en");
            assertTrue(english.endsWith(".") && !english.isBlank(), sign.text());
            assertNotEquals(english, weights.sentence(sign, "it"), sign.text());
            assertEquals(english, weights.sentence(sign, "fr"));
        }
    }

    /** Whoever wants to be believed writes a list's field, or one of a conversation. */
    @Test void nothingThatIsEasilyForgedHelpsMuch() {
        for (var sign : Sign.values()) assertTrue(Weights.shipped().of(sign) >= -1, sign.text());
    }

    @Test void reasonsBeginWithTheHeaviest() {
        var seen = EnumSet.of(Sign.NO_DATE, Sign.PROGRAM_ATTACHED, Sign.OF_A_LIST, Sign.MONEY);
        assertEquals(List.of(Sign.PROGRAM_ATTACHED, Sign.MONEY, Sign.NO_DATE), Weights.shipped().reasons(seen));
        assertEquals(0, Weights.shipped().sum(Set.of()));
    }

    @Test void aWrongFileIsRefusedWithItsLine() {
        assertSays("line 2 has no five columns", "# x\nmoney | 1 | set | a");
        assertSays("line 1: nothing-known is no sign", "nothing-known | 1 | set | a | b");
        assertSays("line 1: the weight is no number", "money | one | set | a | b");
        assertSays("line 2: this sign stands twice", "money | 1 | set | a | b\nmoney | 1 | set | a | b");
        assertSays("no-date is missing", "money | 1 | set | a | b");
    }

    private static void assertSays(String words, String file) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Weights.parse(file));
        assertEquals(words, refused.getMessage());
        assertFalse(words.isEmpty());
    }
}
