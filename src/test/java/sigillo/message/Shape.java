package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import sigillo.base.Octets;

/**
 * Structures in one line, for tables: {@code mixed(text/plain,message/rfc822[alternative(...)])}; opaque parts are
 * {@code ?}.
 */
final class Shape {
    private Shape() {}

    static Octets octets(String message) { return Octets.of(message.getBytes(StandardCharsets.UTF_8)); }

    /** With LF for CRLF, for text blocks. */
    static Octets crlf(String message) { return octets(message.replace("\n", "\r\n")); }

    static String of(Part part) {
        return switch (part.content()) {
            case Part.Content.Leaf() -> part.type().mediaType();
            case Part.Content.Opaque() -> "?";
            case Part.Content.Multipart(var parts) ->
                part.type().subtype() + parts.stream().map(Shape::of).collect(Collectors.joining(",", "(", ")"));
            case Part.Content.Embedded(_, var root) -> part.type().subtype() + "[" + of(root) + "]";
        };
    }
}
