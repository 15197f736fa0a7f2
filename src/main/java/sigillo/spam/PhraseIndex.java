package sigillo.spam;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds many phrases in one pass over a text: they are looked up by their first three characters. Immutable.
 */
final class PhraseIndex<T> {
    /** A power of two, much more than there are phrases: most places of a text begin none. */
    private static final int PLACES = 4_096;
    private static final int SHIFT = 32 - 12;
    private static final int BEGINNING = 3;

    private record Phrase<T>(String text, T meaning) {}

    private final List<List<Phrase<T>>> places = new ArrayList<>(PLACES);

    /** Hears of a phrase at a place of the text; false: no more is looked for. */
    @FunctionalInterface interface Heard<T> {
        boolean at(int place, String phrase, T meaning);
    }

    PhraseIndex() {
        for (int i = 0; i < PLACES; i++) places.add(null);
    }

    /** To be called before it is asked. Of three characters at least, else {@link IllegalArgumentException}. */
    void add(String phrase, T meaning) {
        if (phrase.length() < BEGINNING) throw new IllegalArgumentException("too short: " + phrase);
        int place = place(phrase.charAt(0), phrase.charAt(1), phrase.charAt(2));
        if (places.get(place) == null) places.set(place, new ArrayList<>());
        places.get(place).add(new Phrase<>(phrase, meaning));
    }

    /** In the order of their places in the text. */
    void in(CharSequence text, Heard<? super T> heard) {
        int last = text.length() - BEGINNING;
        for (int at = 0; at <= last; at++) {
            var begin = places.get(place(text.charAt(at), text.charAt(at + 1), text.charAt(at + 2)));
            if (begin == null) continue;
            for (var phrase : begin) if (isAt(text, at, phrase.text) && !heard.at(at, phrase.text, phrase.meaning)) return;
        }
    }

    private static boolean isAt(CharSequence text, int at, String phrase) {
        if (text.length() - at < phrase.length()) return false;
        for (int i = 0; i < phrase.length(); i++) if (text.charAt(at + i) != phrase.charAt(i)) return false;
        return true;
    }

    private static int place(char first, char second, char third) {
        return ((first << 16 ^ second << 8 ^ third) * 0x9E3779B1) >>> SHIFT; // the golden ratio mixes what texts have most of
    }
}
