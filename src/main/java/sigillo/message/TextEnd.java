package sigillo.message;

/** Ends of lines and of texts. */
final class TextEnd {
    private TextEnd() {}

    /** Line ends as LF. */
    static String lines(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** At most {@code charactersMax} chars, no surrogate pair cut. */
    static String cut(String text, int charactersMax) {
        if (text.length() <= charactersMax) return text;
        boolean pair = charactersMax > 0 && Character.isHighSurrogate(text.charAt(charactersMax - 1));
        return text.substring(0, pair ? charactersMax - 1 : charactersMax);
    }
}
