package sigillo.message;

import java.util.List;
import java.util.Optional;

/**
 * One entity of a message: where it lies and what it says of itself. All offsets are octets from the start of the
 * whole message, and {@code 0 <= headerStart <= bodyStart <= end}; children lie inside the body, in order, without
 * overlapping.
 *
 * @param headerStart first octet of the header
 * @param bodyStart first octet behind the empty line that ends the header; that line belongs to the header
 * @param end behind the last octet of the body; the line end before a boundary belongs to the boundary
 * @param bodyLines line ends in the body, and one more if its last line has none
 */
public record Part(PartNumber number, long headerStart, long bodyStart, long end, long bodyLines, PartFields fields,
                   Content content) {

    /** What is in a part, as far as structure goes. */
    public sealed interface Content {
        /** Octets under a transfer encoding. */
        record Leaf() implements Content {}

        /** RFC 2046 section 5.1. Has at least one part: a multipart in which none is found counts as a text. */
        record Multipart(List<Part> parts) implements Content {
            public Multipart { parts = List.copyOf(parts); }
        }

        /** RFC 2046 section 5.2.1. {@code root} begins where the body of the part does, and ends with it. */
        record Embedded(MessageEnvelope envelope, Part root) implements Content {}

        /** Beyond the limits: octets of which no structure is known. Its type is application/octet-stream. */
        record Opaque() implements Content {}
    }

    public ContentType type() { return fields.type(); }

    public String transferEncoding() { return fields.transferEncoding(); }

    public Optional<Disposition> disposition() { return fields.disposition(); }

    /** The parts of a multipart, or the one message of a message/rfc822 part. */
    public List<Part> children() {
        return switch (content) {
            case Content.Multipart(var parts) -> parts;
            case Content.Embedded(_, var root) -> List.of(root);
            case Content.Leaf(), Content.Opaque() -> List.of();
        };
    }

    public boolean isMultipart() { return content instanceof Content.Multipart; }

    public boolean isOpaque() { return content instanceof Content.Opaque; }

    public Optional<Content.Embedded> embedded() {
        return content instanceof Content.Embedded e ? Optional.of(e) : Optional.empty();
    }

    /**
     * The type to show where message/rfc822 promises an envelope, as BODYSTRUCTURE does: a message under base64,
     * which RFC 2046 section 5.2.1 forbids but programs send, is octets there.
     */
    public ContentType structureType() {
        return content instanceof Content.Leaf && type().isMessage() ? ContentType.OCTETS : type();
    }

    /** The name to show for the part: from its disposition, else from its type; safe for a file. */
    public Optional<String> fileName() { return FileName.of(this); }

    /** The header with the empty line that ends it. */
    public Span header() { return new Span(headerStart, bodyStart); }

    public Span body() { return new Span(bodyStart, end); }

    /** Short: a structure may have thousands of parts. */
    @Override public String toString() {
        return number + " " + type().mediaType() + " [" + headerStart + ", " + bodyStart + ", " + end + ")";
    }

    public long bodyOctets() { return end - bodyStart; }
}
