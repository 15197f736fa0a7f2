package sigillo.main.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what someone probably meant. */
final class Near {
    private Near() {}

    /** The nearest of the words when it differs by few letters, or when one of the two begins the other. */
    static Optional<String> to(String word, Collection<String> words) {
        return words.stream().filter(other -> isNear(word, other))
            .min(Comparator.comparingInt(other -> distance(word, other)));
    }

    private static boolean isNear(String a, String b) {
        return distance(a, b) <= Math.max(1, Math.max(a.length(), b.length()) / 3)
            || a.length() > 2 && b.startsWith(a) || b.length() > 2 && a.startsWith(b);
    }

    /** How many letters to put in, take out or change: Levenshtein's measure. */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
