package sigillo.sieve;

/** Letters of ASCII, and no others. */
final class Ascii {
    private Ascii() {}

    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUpper(text.charAt(i))) return lowered(text);
        }
        return text;
    }

    private static String lowered(String text) {
        var all = text.toCharArray();
        for (int i = 0; i < all.length; i++) {
            if (isUpper(all[i])) all[i] += 32;
        }
        return new String(all);
    }

    static String upper(String text) {
        var all = text.toCharArray();
        for (int i = 0; i < all.length; i++) {
            if (all[i] >= 'a' && all[i] <= 'z') all[i] -= 32;
        }
        return new String(all);
    }

    private static boolean isUpper(char c) { return c >= 'A' && c <= 'Z'; }

    static boolean isDigit(char c) { return c >= '0' && c <= '9'; }

    static boolean isLetter(char c) { return c >= 'a' && c <= 'z' || isUpper(c); }
}
