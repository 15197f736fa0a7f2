package sigillo.message;

/**
 * How much of a message is turned into text.
 *
 * @param octetsMax of content, behind its transfer encoding, of all parts together; at most four times as many are read
 * @param charactersMax of all parts together
 */
public record TextLimits(int octetsMax, int charactersMax) {
    /** For a search index: the text of a long report, not of a whole book. */
    public static final TextLimits SEARCH = new TextLimits(512 << 10, 512 << 10);
    /** A preview has 256 characters, but pages of HTML begin with many octets that show nothing. */
    public static final TextLimits PREVIEW = new TextLimits(128 << 10, 4 << 10);

    public TextLimits {
        if (octetsMax < 0 || charactersMax < 0) throw new IllegalArgumentException("a limit is negative");
    }
}
