package sigillo.message;

import java.io.IOException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import sigillo.base.Octets;

/**
 * What the text parts of one message say: their transfer encoding undone, their charset decoded, HTML as text, flowed
 * lines joined (RFC 3676). A message that is kept is read for its preview and for searches: what is asked for twice is
 * made once. One thread.
 */
final class PartTexts {
    /** Longer parts are made each time. What is kept counts against the same bound, in characters. */
    private static final int KEPT_MAX = TextLimits.PREVIEW.octetsMax();

    /** {@code octets}: of which it was made. */
    record Text(int octets, String characters) {
        private Text within(int charactersMax) { return new Text(octets, TextEnd.cut(characters, charactersMax)); }
    }

    private final Octets message;
    private final Map<Part, Text> kept = new IdentityHashMap<>(4);
    private int left;

    private PartTexts(Octets message, int left) {
        this.message = message;
        this.left = left;
    }

    static PartTexts eachAnew(Octets message) { return new PartTexts(message, 0); }

    static PartTexts eachOnce(Octets message) { return new PartTexts(message, KEPT_MAX); }

    Octets message() { return message; }

    /** The content of a text part, within the limits. */
    Text of(Part part, TextLimits limits) throws IOException {
        var before = kept.get(part);
        if (before != null && before.octets <= limits.octetsMax()) return before.within(limits.charactersMax());
        boolean isWhole = part.bodyOctets() <= Math.min(left, limits.octetsMax());
        if (!isWhole) return read(part, limits);
        var text = read(part, TextLimits.SEARCH);
        left -= text.characters.length();
        kept.put(part, text);
        return text.within(limits.charactersMax());
    }

    private Text read(Part part, TextLimits limits) throws IOException {
        var content = content(message, part, limits.octetsMax());
        return new Text(content.length, text(content, part, limits.charactersMax()));
    }

    private static String text(byte[] content, Part part, int charactersMax) {
        var characters = decoded(content, part);
        var text = isHtml(part) ? HtmlText.of(characters, charactersMax) : plain(characters, part.type());
        return TextEnd.cut(text, charactersMax);
    }

    private static boolean isHtml(Part part) { return part.type().is("text", "html"); }

    static byte[] content(Octets message, Part part, int octetsMax) throws IOException {
        // Four: a quoted-printable octet takes three; soft line breaks may be all there is.
        long end = Math.min(part.end(), part.bodyStart() + 4L * octetsMax);
        var body = message.slice(part.bodyStart(), end);
        try (var content = TransferDecoder.open(body, part.transferEncoding())) {
            // no encoding makes more of it, but uuencode, whose last group may lack its end
            var octets = new byte[(int) Math.min(octetsMax, body.length() + 2)];
            int count = content.readNBytes(octets, 0, octets.length);
            return count == octets.length ? octets : Arrays.copyOf(octets, count);
        }
    }

    static String decoded(byte[] octets, Part part) {
        var charset = part.type().parameter("charset").filter(name -> !name.isBlank());
        if (charset.isEmpty() && isHtml(part)) charset = HtmlText.charset(octets);
        var text = Charsets.decodeMarked(octets, charset.orElse(""));
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static String plain(String text, ContentType type) {
        boolean flowed = type.parameter("format").map("flowed"::equalsIgnoreCase).orElse(false);
        boolean deletes = type.parameter("delsp").map("yes"::equalsIgnoreCase).orElse(false);
        return flowed ? FlowedText.joined(text, deletes) : TextEnd.lines(text);
    }
}
