package sigillo.message;

/** Letters, digits and spaces of ASCII only: what headers are compared by, in no locale. */
final class Ascii {
    private Ascii() {}

    static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c; }

    static int lower(byte b) { return b >= 'A' && b <= 'Z' ? b + 32 : b; }

    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (lower(text.charAt(i)) != text.charAt(i)) return lowerFrom(text, i);
        }
        return text;
    }

    private static String lowerFrom(String text, int from) {
        var all = text.toCharArray();
        for (int i = from; i < all.length; i++) all[i] = lower(all[i]);
        return new String(all);
    }

    static boolean isSpace(int c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

    static boolean isDigit(int c) { return c >= '0' && c <= '9'; }

    static boolean isLetter(int c) { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'; }

    /** The value of a hexadecimal digit, else -1. */
    static int hex(int c) {
        if (isDigit(c)) return c - '0';
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** Without the spaces, tabs and line ends at both ends. */
    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) from++;
        while (to > from && isSpace(text.charAt(to - 1))) to--;
        return text.substring(from, to);
    }
}
