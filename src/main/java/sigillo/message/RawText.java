package sigillo.message;

import java.io.IOException;
import sigillo.base.Octets;

/** The text of a part as it was written, HTML with its tags: for those who look at how a message is made. */
public final class RawText {
    private RawText() {}

    /**
     * The first {@code octetsMax} octets of a text part, decoded. Total; throws only when {@code message} cannot be read.
     */
    public static String of(Octets message, Part part, int octetsMax) throws IOException {
        return PartTexts.decoded(PartTexts.content(message, part, octetsMax), part);
    }
}
