package sigillo.spam;

/**
 * The words of a text as features: each, and each with the one before it. A word is letters, digits and what stands
 * inside words and prices; numbers count by their length, long words by theirs. Scripts that put no spaces between words
 * (Han, kana, Thai) are taken two characters at a time.
 */
final class Words {
    private static final int LONG_CHARACTERS = 24;
    /** Begins a pair; no text holds it as a character of a word. */
    private static final char PAIR = ' ';

    private final FeatureSet features;
    private final char kind;
    private int left;
    private int before;
    private int word;
    private int length;
    private int digits;
    private int charactersBefore;

    /** {@code wordsMax}: how many are looked at. */
    Words(FeatureSet features, char kind, int wordsMax) {
        this.features = features;
        this.kind = kind;
        this.left = wordsMax;
        start();
    }

    static void of(CharSequence text, FeatureSet features, char kind, int wordsMax) {
        var words = new Words(features, kind, wordsMax);
        words.add(text);
        words.end();
    }

    void add(CharSequence text) {
        for (int i = 0; i < text.length() && left > 0; i++) character(text.charAt(i));
    }

    /** The text ends: so does its last word. */
    void end() {
        word();
        before = 0;
    }

    private void start() {
        word = FeatureSet.begin(kind);
        length = 0;
        digits = 0;
    }

    private void character(char c) {
        if (isUnspaced(c)) {
            if (charactersBefore == 0) word();
            pair(c);
            return;
        }
        charactersBefore = 0;
        if (isOfWord(c)) {
            char lower = Character.toLowerCase(c);
            word = FeatureSet.with(word, lower);
            length++;
            if (c >= '0' && c <= '9') digits++;
        } else if (length > 0) {
            word();
        }
    }

    private void pair(char c) {
        int pair = FeatureSet.with(FeatureSet.with(FeatureSet.begin(kind), (char) charactersBefore), c);
        if (charactersBefore != 0) features.add(pair);
        charactersBefore = c;
        left--;
    }

    private void word() {
        if (length == 0) return;
        int whole = hash();
        if (length > 1) features.add(whole);
        if (before != 0) features.add(FeatureSet.with(before, PAIR) ^ whole * 31);
        before = whole;
        left--;
        start();
    }

    private int hash() {
        if (digits == length) return FeatureSet.with(FeatureSet.begin(kind), "#" + Math.min(length, 6));
        return length <= LONG_CHARACTERS ? word : FeatureSet.with(FeatureSet.begin(kind), "long" + length / 10 % 10);
    }

    /** A dot or an apostrophe may stand between two letters; at the end of a word it does no harm: it is another word. */
    private static boolean isOfWord(char c) {
        if (c < 0x80) return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '$' || c == '%' || c == '\'' || c == '-' || c == '!';
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '€' || c == '£' || c == '’';
    }

    private static boolean isUnspaced(char c) {
        return c >= 0x0E00 && c <= 0x0EFF || c >= 0x3040 && c <= 0x9FFF || c >= 0xAC00 && c <= 0xD7AF;
    }
}
