package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An entity that is being read: it becomes a {@link Part} when its end is known. */
final class Entity {
    private enum Kind { LEAF, MULTIPART, MESSAGE, OPAQUE }

    final Entity parent;
    final long headerStart;
    private final PartNumber inside; // what its parts count from, if it has any
    private final PartNumber alone;  // its own number, if it has none
    private PartNumber number;
    private long bodyStart;
    private long linesBefore;
    private PartFields fields = PartFields.of(ContentType.DEFAULT);
    private Kind kind = Kind.LEAF;
    private byte[] boundary; // null when no delimiter is looked for (any more)
    private int boundaryHash;
    private boolean isRest;
    private final List<Part> parts = new ArrayList<>(0);
    private MessageEnvelope envelope = MessageEnvelope.EMPTY;

    private Entity(Entity parent, long headerStart, PartNumber inside, PartNumber alone) {
        this.parent = parent;
        this.headerStart = headerStart;
        this.inside = inside;
        this.alone = alone;
        this.number = alone;
    }

    /** The message itself: RFC 9051 section 6.4.5 counts its only part as 1, or its parts from 1. */
    static Entity message() { return new Entity(null, 0, PartNumber.NONE, PartNumber.NONE.child(1)); }

    /** The next part of this multipart. */
    Entity part(long headerStart) {
        var next = number.child(parts.size() + 1);
        return new Entity(this, headerStart, next, next);
    }

    /** The message in this message/rfc822: its parts count from the number of the part, and so does itself if alone. */
    Entity embedded() { return new Entity(this, bodyStart, number, number.child(1)); }

    void startBody(long bodyStart, long linesBefore) {
        this.bodyStart = bodyStart;
        this.linesBefore = linesBefore;
    }

    void fields(PartFields fields) { this.fields = fields; }

    ContentType type() { return fields.type(); }

    PartFields fields() { return fields; }

    void becomeMultipart(String boundary) {
        kind = Kind.MULTIPART;
        number = inside;
        this.boundary = boundary.getBytes(StandardCharsets.ISO_8859_1);
        boundaryHash = hash(this.boundary, 0, this.boundary.length);
    }

    void becomeMessage() { kind = Kind.MESSAGE; }

    void becomeOpaque() {
        kind = Kind.OPAQUE;
        fields = fields.withType(ContentType.OCTETS);
    }

    /** All that follows in the multipart around. */
    void becomeRest() {
        becomeOpaque();
        isRest = true;
    }

    boolean isRest() { return isRest; }

    boolean isMessage() { return kind == Kind.MESSAGE; }

    void envelope(MessageEnvelope envelope) { this.envelope = envelope; }

    void add(Part part) { parts.add(part); }

    /** RFC 2046 section 5.1.5. */
    ContentType typeOfParts() {
        return type().subtype().equals("digest") ? ContentType.MESSAGE : ContentType.DEFAULT;
    }

    void endParts() { boundary = null; }

    boolean hasBoundary() { return boundary != null; }

    boolean hasBoundary(byte[] line, int from, int to, int hash) {
        return boundary != null && hash == boundaryHash && Arrays.equals(line, from, to, boundary, 0, boundary.length);
    }

    static int hash(byte[] octets, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) hash = hash * 31 + octets[i];
        return hash;
    }

    /** Where the body starts, or the last part ends. */
    long leastEnd() { return parts.isEmpty() ? bodyStart : parts.getLast().end(); }

    /** @param lines of the message up to {@code end}, a last one without a line end counted */
    Part close(long end, long lines) {
        return new Part(number(), headerStart, bodyStart, end, end > bodyStart ? lines - linesBefore : 0, shown(),
            content());
    }

    private PartNumber number() { return isEmptyMultipart() ? alone : number; }

    /** A multipart in which no part was found is text: RFC 2045 section 5.2. */
    private PartFields shown() { return isEmptyMultipart() ? fields.withType(ContentType.DEFAULT) : fields; }

    private boolean isEmptyMultipart() { return kind == Kind.MULTIPART && parts.isEmpty(); }

    private Part.Content content() {
        return switch (kind) {
            case MULTIPART -> parts.isEmpty() ? new Part.Content.Leaf() : new Part.Content.Multipart(parts);
            case MESSAGE -> new Part.Content.Embedded(envelope, parts.getFirst());
            case OPAQUE -> new Part.Content.Opaque();
            case LEAF -> new Part.Content.Leaf();
        };
    }
}
