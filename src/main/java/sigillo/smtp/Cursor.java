package sigillo.smtp;

/** A place in a text. */
final class Cursor {
    private static final char END = '\uFFFF';

    final String text;
    private int at;

    Cursor(String text, int at) {
        this.text = text;
        this.at = at;
    }

    boolean isAtEnd() { return at >= text.length(); }

    /** The next character; at the end one that no text contains. */
    char peek() { return isAtEnd() ? END : text.charAt(at); }

    boolean take(char wanted) {
        if (peek() != wanted) return false;
        at++;
        return true;
    }

    boolean skipSpaces() {
        int before = at;
        while (peek() == ' ') at++;
        return at > before;
    }

    /** Up to the first of {@code ends}, which is not taken, or to the end of the text. */
    String upTo(String ends) {
        int start = at;
        while (!isAtEnd() && ends.indexOf(peek()) < 0) at++;
        return text.substring(start, at);
    }

    /** A quoted string with its quotes, as far as it goes; the cursor stands at its first quote. */
    String quoted() {
        int start = at++;
        while (!isAtEnd() && peek() != '"') at += peek() == '\\' ? 2 : 1;
        at = Math.min(at + 1, text.length());
        return text.substring(start, at);
    }
}
