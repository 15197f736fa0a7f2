package sigillo.spam;

import java.util.function.IntUnaryOperator;

/**
 * Every run of so many characters of a text as a feature: parts of words, what stands between them, and how a program writes
 * its HTML. Mail of one kind shares many of them whose words differ: other words of one stem, words that are cut or misspelt on purpose.
 */
final class Runs {
    /** Of text that is shown. */
    static final int OF_TEXT = 4;
    /** Of HTML as it is written: longer, since tags are alike in all of it. */
    static final int OF_SOURCE = 5;
    /** Characters that are looked at: the beginning says what kind of mail it is. */
    static final int CHARACTERS_MAX = 3_000;

    private Runs() {}

    /** Capitals are as small letters. */
    static void ofText(CharSequence text, FeatureSet features) { all(text, OF_TEXT, FeatureSet.begin('g'), Character::toLowerCase, features); }

    /** Capitals are capitals: programs differ in them. */
    static void ofSource(CharSequence html, FeatureSet features) { all(html, OF_SOURCE, FeatureSet.begin('G'), c -> c, features); }

    private static void all(CharSequence text, int length, int begin, IntUnaryOperator as, FeatureSet features) {
        int max = Math.min(text.length(), CHARACTERS_MAX);
        for (int start = 0; start + length <= max && !features.isFull(); start++) {
            int hash = begin;
            for (int i = start; i < start + length; i++) hash = FeatureSet.with(hash, (char) as.applyAsInt(text.charAt(i)));
            features.add(hash);
        }
    }
}
