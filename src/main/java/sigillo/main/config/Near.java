package sigillo.main.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what someone probably meant. */
final class Near {
    private Near() {}

    /** Beyond it nobody meant one of our keys; also bounds the work. */
    private static final int LETTERS_MAX = 64;

    /** The nearest of the words when it differs by few letters, or when one of the two begins the other. */
    static Optional<String> to(String word, Collection<String> words) {
        if (word.length() > LETTERS_MAX) return Optional.empty();
        return words.stream().filter(other -> isNear(word, other))
            .min(Comparator.comparingInt(other -> distance(word, other)));
    }

    private static boolean isNear(String a, String b) {
        return distance(a, b) <= Math.max(1, Math.max(a.length(), b.length()) / 3)
            || a.length() > 2 && b.startsWith(a) || b.length() > 2 && a.startsWith(b);
    }

    /** How many letters to put in, take out, change or swap with the next: Damerau's measure. */
    private static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (isSwap(a, i, b, j)) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }

    private static boolean isSwap(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
