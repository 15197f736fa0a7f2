package sigillo.message;

/**
 * What a message may ask of us. Beyond a limit nothing is lost: the octets stay, only the index of them stops.
 *
 * @param depthMax levels of multiparts and embedded messages, the outermost being the first. RFC 2046 section 5.1
 *     sets none; real mail has fewer than ten. A part below is opaque.
 * @param partsMax parts of all levels. Further ones of the same multipart become one opaque part.
 * @param headerOctetsMax of one header section; fields behind are not indexed.
 * @param headerFieldsMax of one header section; fields behind are not indexed.
 * @param fieldOctetsMax kept of one field for structure and envelope: more than a thousand recipients.
 * @param retainedOctetsMax kept of all fields of all parts of a message; when it is used up, further parts count as
 *     being beyond {@code partsMax}.
 * @param boundaryOctetsMax RFC 2046 section 5.1.1 allows 70; longer ones occur.
 */
public record MessageLimits(int depthMax, int partsMax, int headerOctetsMax, int headerFieldsMax, int fieldOctetsMax,
                            int retainedOctetsMax, int boundaryOctetsMax) {
    public static final MessageLimits DEFAULT =
        new MessageLimits(100, 10_000, 1 << 20, 20_000, 32 << 10, 1 << 20, 256);

    public MessageLimits {
        if (depthMax < 1 || partsMax < 1 || headerOctetsMax < 0 || headerFieldsMax < 0 || fieldOctetsMax < 0
            || retainedOctetsMax < 0 || boundaryOctetsMax < 1) {
            throw new IllegalArgumentException("a limit is negative or leaves no room for one part");
        }
    }
}
