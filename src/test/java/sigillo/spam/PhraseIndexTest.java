package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PhraseIndexTest {
    private static PhraseIndex<Integer> of(List<String> phrases) {
        var index = new PhraseIndex<Integer>();
        for (int i = 0; i < phrases.size(); i++) index.add(phrases.get(i), i);
        return index;
    }

    private static List<String> found(PhraseIndex<Integer> index, String text) {
        var all = new ArrayList<String>();
        index.in(text, (at, phrase, meaning) -> all.add(at + " " + phrase + " " + meaning));
        return all;
    }

    @Test void allPlacesInTheirOrder() {
        var index = of(List.of("act now", "now", "now or never"));
        assertEquals(List.of("0 act now 0", "4 now 1", "4 now or never 2"), found(index, "act now or never"));
        assertEquals(List.of(), found(index, ""));
        assertEquals(List.of(), found(index, "no"));
        assertEquals(List.of("0 now 1"), found(index, "now"));
    }

    @Test void whoHasHeardEnoughIsToldNoMore() {
        var heard = new ArrayList<Integer>();
        of(List.of("now")).in("now now now", (at, _, _) -> heard.add(at) && heard.size() < 2);
        assertEquals(List.of(0, 4), heard);
    }

    @Test void shortOnesAreNone() { assertThrows(IllegalArgumentException.class, () -> of(List.of("no"))); }

    /** As one by one. Seeded. */
    @Test void asASearchForEach() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var phrases = new ArrayList<String>();
            for (int i = 0; i < 30; i++) phrases.add(letters(random, 3 + random.nextInt(3)));
            var text = letters(random, 300);
            var want = new ArrayList<String>();
            for (int at = 0; at < text.length(); at++)
                for (int i = 0; i < phrases.size(); i++) if (text.startsWith(phrases.get(i), at)) want.add(at + " " + phrases.get(i) + " " + i);
            assertEquals(want.stream().sorted().toList(), found(of(phrases), text).stream().sorted().toList());
        }
    }

    private static String letters(Random random, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) text.append("abc€".charAt(random.nextInt(4)));
        return text.toString();
    }
}
