package sigillo.message;

import java.util.Optional;

/**
 * Which octets IMAP's section parts mean. RFC 9051 section 6.4.5. A section is {@code ""} (the message) or a part's
 * number, {@code 2.1}; empty where there is none. Numbers are looked up, not trusted: any text may be asked for.
 */
public final class Sections {
    private Sections() {}

    /** The part with this number. {@code ""} is the message itself; {@code 1} is too if it is no multipart. */
    public static Optional<Part> find(Part root, String section) {
        if (section.isEmpty()) return Optional.of(root);
        Part at = null; // the part reached, null while still at the message itself
        for (var digits : section.split("\\.", -1)) {
            int n = number(digits);
            var next = n < 1 ? null : at == null ? ofMessage(root, n) : below(at, n);
            if (next == null) return Optional.empty();
            at = next;
        }
        return Optional.ofNullable(at);
    }

    /** {@code BODY[]}, {@code BODY[n]}. */
    public static Optional<Span> body(Part root, String section) {
        if (section.isEmpty()) return Optional.of(new Span(root.headerStart(), root.end()));
        return find(root, section).map(Part::body);
    }

    /** {@code BODY[n.MIME]}: the part's own header, never that of the message in it. */
    public static Optional<Span> mime(Part root, String section) {
        return section.isEmpty() ? Optional.empty() : find(root, section).map(Part::header);
    }

    /** {@code BODY[HEADER]}, and {@code BODY[n.HEADER]} of the message in part n. */
    public static Optional<Span> header(Part root, String section) { return message(root, section).map(Part::header); }

    /** {@code BODY[TEXT]}, and {@code BODY[n.TEXT]} of the message in part n. */
    public static Optional<Span> text(Part root, String section) { return message(root, section).map(Part::body); }

    /** The message itself or the one in part n. */
    public static Optional<Part> message(Part root, String section) {
        if (section.isEmpty()) return Optional.of(root);
        return find(root, section).flatMap(Part::embedded).map(Part.Content.Embedded::root);
    }

    private static Part ofMessage(Part message, int n) {
        return switch (message.content()) {
            case Part.Content.Multipart(var parts) -> n <= parts.size() ? parts.get(n - 1) : null;
            case Part.Content.Leaf(), Part.Content.Embedded _, Part.Content.Opaque() -> n == 1 ? message : null;
        };
    }

    private static Part below(Part part, int n) {
        return switch (part.content()) {
            case Part.Content.Multipart(var parts) -> n <= parts.size() ? parts.get(n - 1) : null;
            case Part.Content.Embedded(_, var root) -> ofMessage(root, n);
            case Part.Content.Leaf(), Part.Content.Opaque() -> null;
        };
    }

    private static int number(String digits) {
        boolean valid = !digits.isEmpty() && digits.length() <= 6 && digits.chars().allMatch(Ascii::isDigit);
        return valid ? Integer.parseInt(digits) : 0;
    }
}
