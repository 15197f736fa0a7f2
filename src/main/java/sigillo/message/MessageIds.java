package sigillo.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads Message-ID, In-Reply-To and References, RFC 5322 section 3.6.4, without their angle brackets. Ids are kept
 * whole and compared as they are: two that differ in one character are two.
 */
public final class MessageIds {
    /** Of more, the first and the last are kept: the ends of a thread say most about it. */
    public static final int IDS_MAX = 1000;
    /** RFC 5322 section 2.1.1: what fits in a line. A longer one is not an id. */
    public static final int ID_CHARACTERS_MAX = 998;

    private MessageIds() {}

    /** In order; total and linear. */
    public static List<String> parse(String raw) {
        var ids = new ArrayList<String>();
        int open = -1;
        boolean angles = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '<') {
                open = i;
                angles = true;
            } else if (c == '>' && open >= 0) {
                add(ids, withoutSpaces(raw.substring(open + 1, i)));
                open = -1;
            }
        }
        // RFC 5322 section 4.5.4: old programs wrote phrases, "Your message of Tuesday". One word alone is an id.
        if (!angles) addBare(ids, Ascii.trim(raw));
        return List.copyOf(ids);
    }

    /** Whether {@code id} can be written between angle brackets and be read again as it is. RFC 5322 section 3.6.4. */
    public static boolean isId(String id) {
        return id.indexOf('@') > 0 && id.length() <= HeaderLine.PIECE_OCTETS_MAX - 2
            && id.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '<' && c != '>');
    }

    private static void addBare(List<String> ids, String word) {
        if (word.chars().noneMatch(Ascii::isSpace)) add(ids, word);
    }

    private static void add(List<String> ids, String id) {
        if (id.isEmpty() || id.length() > ID_CHARACTERS_MAX) return;
        if (ids.size() == IDS_MAX) ids.remove(1);
        ids.add(id);
    }

    /** An id that was folded in its middle. */
    private static String withoutSpaces(String id) {
        if (id.chars().noneMatch(Ascii::isSpace)) return id;
        var whole = new StringBuilder(id.length());
        id.chars().filter(c -> !Ascii.isSpace(c)).forEach(c -> whole.append((char) c));
        return whole.toString();
    }
}
