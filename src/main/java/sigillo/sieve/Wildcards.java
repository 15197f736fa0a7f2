package sigillo.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code :matches}: an asterisk is any text, a question mark any one character, a backslash takes both their
 * meaning. RFC
 * 5228 section 2.7.1; what they stand for, the first as short as can be: RFC 5229 section 3.2. Each piece between
 * asterisks is looked for once, from where the last was found: no pattern goes back.
 */
final class Wildcards {
    private static final int ANY_TEXT = -1;
    private static final int ANY_ONE = -2;

    private final int[] value;
    private final int[] folded;
    private final int[] pattern;
    private final List<String> found = new ArrayList<>();
    private int at;

    private Wildcards(String value, String key, Collator collator) {
        this.value = value.codePoints().toArray();
        this.folded = this.value.clone();
        this.pattern = read(key, collator);
        for (int i = 0; i < folded.length; i++) folded[i] = fold(folded[i], collator);
    }

    /** What a look for {@code key} in {@code value} may cost, in characters. */
    static long cost(String value, String key) { return (long) value.length() * (1 + key.length() / 8); }

    /** The whole, then what each wildcard stands for; empty when it does not match. */
    static Optional<List<String>> match(String value, String key, Collator collator) {
        var match = new Wildcards(value, key, collator);
        if (!match.run()) return Optional.empty();
        match.found.addFirst(value);
        return Optional.of(match.found);
    }

    /** One character of a character, so that places in both are the same. */
    private static int fold(int c, Collator collator) {
        return switch (collator) {
            case OCTET, ASCII_NUMERIC -> c;
            case ASCII_CASEMAP -> c >= 'A' && c <= 'Z' ? c + 32 : c;
            case UNICODE_CASEMAP -> Character.toTitleCase(c);
        };
    }

    private static int[] read(String key, Collator collator) {
        var all = key.codePoints().toArray();
        var pattern = new int[all.length];
        int length = 0;
        for (int i = 0; i < all.length; i++) {
            int c = all[i];
            if (c == '*') pattern[length++] = ANY_TEXT;
            else if (c == '?') pattern[length++] = ANY_ONE;
            else pattern[length++] = fold(c == '\\' && i + 1 < all.length ? all[++i] : c, collator);
        }
        return java.util.Arrays.copyOf(pattern, length);
    }

    private boolean run() {
        int from = 0;
        int star = next(0);
        if (star == pattern.length) return pieceAt(0, 0, star) && take(0, 0, star) && at == folded.length;
        if (!pieceAt(0, 0, star)) return false;
        take(0, 0, star);
        while (true) {
            from = star + 1;
            star = next(from);
            boolean isLast = star == pattern.length;
            int where = isLast ? last(from, star) : find(from, star);
            if (where < 0) return false;
            keep(at, where);
            take(where, from, star);
            if (isLast) return true;
        }
    }

    private int next(int from) {
        int at = from;
        while (at < pattern.length && pattern[at] != ANY_TEXT) at++;
        return at;
    }

    private int last(int from, int to) {
        int where = folded.length - (to - from);
        return where >= at && pieceAt(where, from, to) ? where : -1;
    }

    private int find(int from, int to) {
        for (int where = at; where + (to - from) <= folded.length; where++) {
            if (pieceAt(where, from, to)) return where;
        }
        return -1;
    }

    private boolean pieceAt(int where, int from, int to) {
        if (where + (to - from) > folded.length) return false;
        for (int i = from; i < to; i++) {
            if (pattern[i] != ANY_ONE && pattern[i] != folded[where + i - from]) return false;
        }
        return true;
    }

    private boolean take(int where, int from, int to) {
        for (int i = from; i < to; i++) {
            if (pattern[i] == ANY_ONE) keep(where + i - from, where + i - from + 1);
        }
        at = where + to - from;
        return true;
    }

    private void keep(int from, int to) {
        if (found.size() < SieveLimits.MATCH_VALUES_MAX - 1) found.add(new String(value, from, to - from));
    }
}
