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

    private final PartTexts texts;
    private final StringBuilder text = new StringBuilder();
    private int octetsLeft;
    private int charactersLeft;

    private PlainText(PartTexts texts, TextLimits limits) {
        this.texts = texts;
        this.octetsLeft = limits.octetsMax();
        this.charactersLeft = limits.charactersMax();
    }

    /** The text of the whole message; empty when it has none, as an encrypted one. */
    public static String of(Message message, TextLimits limits) throws IOException {
        return of(message.octets(), message.root(), limits);
    }

    public static String of(Octets message, Part root, TextLimits limits) throws IOException {
        return of(PartTexts.eachAnew(message), root, limits);
    }

    static String of(PartTexts texts, Part root, TextLimits limits) throws IOException {
        var plain = new PlainText(texts, limits);
        plain.add(root);
        return plain.text.toString();
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
        var read = texts.of(part, new TextLimits(octetsLeft, charactersLeft - 1));
        octetsLeft -= Math.max(PART_OCTETS_MIN, read.octets());
        var more = read.characters();
        if (more.isBlank()) return;
        if (!text.isEmpty()) text.append('\n');
        text.append(more);
        charactersLeft -= more.length() + 1;
    }

    private static boolean isShown(Part part) {
        boolean attached = part.disposition().map(Disposition::isAttachment).orElse(false);
        return part.type().isText() && !attached && !NOT_FOR_PEOPLE.contains(part.type().subtype());
    }
}
