package sigillo.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a structure so that its encoded form fits: the first part that does not fit becomes opaque, and so does, as one
 * part, what follows it in each multipart around.
 */
final class MetaCut {
    /** For opaque parts: two on each level, of some sixty octets. */
    private static final int RESERVE_OCTETS = 32 << 10;

    private final MetaEncoder measure = new MetaEncoder();
    private int octetsLeft;

    private MetaCut(int octetsMax) { this.octetsLeft = octetsMax - RESERVE_OCTETS; }

    static Part within(Part root, int octetsMax) { return new MetaCut(octetsMax).cut(root, 0); }

    /** Depth is bounded by {@link MessageLimits#depthMax}. */
    private Part cut(Part part, long origin) {
        octetsLeft -= measure.octets(part, origin);
        if (octetsLeft < 0) return opaque(part, part.end(), part.bodyLines());
        return switch (part.content()) {
            case Part.Content.Leaf(), Part.Content.Opaque() -> part;
            case Part.Content.Multipart(var parts) ->
                with(part, new Part.Content.Multipart(cut(parts, part.headerStart())));
            case Part.Content.Embedded(var envelope, var root) ->
                with(part, new Part.Content.Embedded(envelope, cut(root, part.headerStart())));
        };
    }

    private List<Part> cut(List<Part> parts, long origin) {
        var kept = new ArrayList<Part>();
        for (var part : parts) {
            if (octetsLeft < 0) {
                kept.add(opaque(part, parts.getLast().end(), 0));
                break;
            }
            kept.add(cut(part, origin));
        }
        return kept;
    }

    private static Part with(Part part, Part.Content content) {
        return new Part(part.number(), part.headerStart(), part.bodyStart(), part.end(), part.bodyLines(),
            part.fields(), content);
    }

    private static Part opaque(Part part, long end, long lines) {
        return new Part(part.number(), part.headerStart(), part.bodyStart(), end, lines,
            PartFields.of(ContentType.OCTETS), new Part.Content.Opaque());
    }
}
