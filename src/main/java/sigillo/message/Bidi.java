package sigillo.message;

/**
 * The invisible characters that turn the direction of the text around them: with them {@code exe.fdp} reads as a PDF.
 */
final class Bidi {
    private Bidi() {}

    /** Embeddings, overrides and isolates; not the plain marks, which right-to-left names need. */
    static boolean turns(int c) { return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069; }

    static String without(String text) {
        var plain = new StringBuilder(text.length());
        text.chars().filter(c -> !turns(c)).forEach(c -> plain.append((char) c));
        return plain.toString();
    }
}
