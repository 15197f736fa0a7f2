package sigillo.message;

import java.io.IOException;
import java.util.Set;
import sigillo.base.Octets;

/**
 * What a message says, as plain text: for search, previews and filters. Attachments are left out, and of alternatives
 * one is taken. Memory is bounded by {@link TextLimits}, whatever the message holds.
 */
public final class PlainText {
    /** Texts for programs. Others that we do not know are shown as they are, RFC 2046 section 4.1.4. */
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("calendar", "vcard", "x-vcard", "directory", "css", "csv",
        "xml", "javascript", "rtf", "rfc822-headers", "x-amp-html");

    /** What a part costs at least: thousands of tiny ones are no text that somebody reads. */
    private static final int PART_OCTETS_MIN = 1024;

    private final Octets message;
    private final StringBuilder text = new StringBuilder();
    private int octetsLeft;
    private int charactersLeft;

    private PlainText(Octets message, TextLimits limits) {
        this.message = message;
        this.octetsLeft = limits.octetsMax();
        this.charactersLeft = limits.charactersMax();
    }

    /** The text of the whole message; empty when it has none, as an encrypted one. */
    public static String of(Message message, TextLimits limits) throws IOException {
        return of(message.octets(), message.root(), limits);
    }

    public static String of(Octets message, Part root, TextLimits limits) throws IOException {
        var plain = new PlainText(message, limits);
        plain.add(root);
        return plain.text.toString();
    }

    /** The content of one text part: its charset decoded, HTML as text, flowed lines joined (RFC 3676). */
    public static String ofPart(Octets message, Part part, TextLimits limits) throws IOException {
        return text(content(message, part, limits.octetsMax()), part, limits.charactersMax());
    }

    private static String text(byte[] content, Part part, int charactersMax) {
        var characters = decoded(content, part);
        var text = isHtml(part) ? HtmlText.of(characters, charactersMax) : plain(characters, part.type());
        return TextEnd.cut(text, charactersMax);
    }

    private void add(Part part) throws IOException {
        if (octetsLeft <= 0 || charactersLeft <= 0) return;
        switch (part.content()) {
            case Part.Content.Multipart(var parts) -> {
                switch (part.type().subtype()) {
                    case "alternative" -> addOneOf(part);
                    case "related", "signed" -> add(parts.getFirst());
                    case "encrypted" -> { }
                    default -> { for (var child : parts) add(child); }
                }
            }
            case Part.Content.Leaf() -> { if (isShown(part)) addLeaf(part); }
            case Part.Content.Embedded _, Part.Content.Opaque() -> { }
        }
    }

    /** RFC 2046 section 5.1.4 sorts from plain to rich; the first that says anything is the plainest. */
    private void addOneOf(Part alternative) throws IOException {
        int before = text.length();
        for (var child : alternative.children()) {
            add(child);
            if (text.length() > before) return;
        }
    }

    private void addLeaf(Part part) throws IOException {
        var content = content(message, part, octetsLeft);
        octetsLeft -= Math.max(PART_OCTETS_MIN, content.length);
        var more = text(content, part, charactersLeft - 1);
        if (more.isBlank()) return;
        if (!text.isEmpty()) text.append('\n');
        text.append(more);
        charactersLeft -= more.length() + 1;
    }

    private static boolean isShown(Part part) {
        boolean attached = part.disposition().map(Disposition::isAttachment).orElse(false);
        return part.type().isText() && !attached && !NOT_FOR_PEOPLE.contains(part.type().subtype());
    }

    private static boolean isHtml(Part part) { return part.type().is("text", "html"); }

    private static byte[] content(Octets message, Part part, int octetsMax) throws IOException {
        // Four: a quoted-printable octet takes three; soft line breaks may be all there is.
        long end = Math.min(part.end(), part.bodyStart() + 4L * octetsMax);
        var body = message.slice(part.bodyStart(), end);
        try (var content = TransferDecoder.open(body, part.transferEncoding())) {
            return content.readNBytes(octetsMax);
        }
    }

    private static String decoded(byte[] octets, Part part) {
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
