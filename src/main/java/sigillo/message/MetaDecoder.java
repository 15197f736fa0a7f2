package sigillo.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link MetaEncoder} wrote. Anything else ends in {@link Malformed}, which does not leave this class. */
final class MetaDecoder {
    private static final int DEPTH_MAX = 2 * MessageLimits.DEFAULT.depthMax();

    private final byte[] octets;
    private int at;

    private MetaDecoder(byte[] octets) { this.octets = octets; }

    static Optional<MessageMeta> decode(byte[] octets) {
        try {
            return Optional.of(new MetaDecoder(octets).meta());
        } catch (Malformed other) {
            return Optional.empty();
        }
    }

    /** Where each field of the envelope begins and ends, -1 for none; empty for what has none in its front. */
    static Optional<int[]> envelopeBounds(byte[] octets) {
        try {
            return Optional.of(new MetaDecoder(octets).envelopeBounds());
        } catch (Malformed other) {
            return Optional.empty();
        }
    }

    private int[] envelopeBounds() throws Malformed {
        if (number() != MetaEncoder.VERSION) throw new Malformed();
        passString();
        var bounds = new int[2 * MetaRecord.FIELDS];
        int present = count((1 << MetaRecord.FIELDS) - 1);
        for (int i = 0; i < MetaRecord.FIELDS; i++) {
            boolean isThere = (present >> i & 1) != 0;
            int length = isThere ? passString() : 0;
            bounds[2 * i] = isThere ? at - length : -1;
            bounds[2 * i + 1] = at;
        }
        return bounds;
    }

    /** Its length. */
    private int passString() throws Malformed {
        int length = count(octets.length);
        if (length > octets.length - at) throw new Malformed();
        at += length;
        return length;
    }

    private MessageMeta meta() throws Malformed {
        if (number() != MetaEncoder.VERSION) throw new Malformed();
        var preview = string(StandardCharsets.UTF_8);
        var envelope = envelope();
        var root = part(0, PartNumber.NONE, PartNumber.NONE.child(1), 0);
        if (at != octets.length) throw new Malformed();
        return new MessageMeta(envelope, root, preview);
    }

    /** @param inside what its parts count from, should it be a multipart
     *  @param alone its number, should it be none */
    private Part part(long origin, PartNumber inside, PartNumber alone, int depth) throws Malformed {
        if (depth > DEPTH_MAX) throw new Malformed();
        long headerStart = origin + number();
        long bodyStart = headerStart + number();
        long end = bodyStart + number();
        if (headerStart < origin || bodyStart < headerStart || end < bodyStart) throw new Malformed();
        long lines = number();
        var fields = fields();
        int kind = count(MetaEncoder.OPAQUE);
        var number = kind == MetaEncoder.MULTIPART ? inside : alone;
        return new Part(number, headerStart, bodyStart, end, lines, fields, content(kind, headerStart, number, depth));
    }

    private Part.Content content(int kind, long headerStart, PartNumber number, int depth) throws Malformed {
        return switch (kind) {
            case MetaEncoder.LEAF -> new Part.Content.Leaf();
            case MetaEncoder.OPAQUE -> new Part.Content.Opaque();
            case MetaEncoder.MULTIPART -> new Part.Content.Multipart(parts(headerStart, number, depth));
            case MetaEncoder.EMBEDDED ->
                new Part.Content.Embedded(envelope(), part(headerStart, number, number.child(1), depth + 1));
            default -> throw new Malformed();
        };
    }

    private List<Part> parts(long headerStart, PartNumber number, int depth) throws Malformed {
        int count = count(octets.length);
        if (count == 0) throw new Malformed();
        var parts = new ArrayList<Part>();
        for (int n = 1; n <= count; n++) {
            var next = number.child(n);
            parts.add(part(headerStart, next, next, depth + 1));
        }
        return parts;
    }

    private PartFields fields() throws Malformed {
        var type = new ContentType(word(), word(), parameters());
        var encoding = word();
        Optional<Disposition> disposition = count(1) == 0 ? Optional.empty()
            : Optional.of(new Disposition(word(), parameters()));
        var optionals = optionals(4);
        int languages = count(octets.length);
        var language = new ArrayList<String>();
        for (int i = 0; i < languages; i++) language.add(word());
        return new PartFields(type, encoding, disposition, optionals.get(0), optionals.get(1), optionals.get(2),
            language, optionals.get(3));
    }

    private List<Parameter> parameters() throws Malformed {
        int count = count(octets.length);
        var parameters = new ArrayList<Parameter>();
        for (int i = 0; i < count; i++) parameters.add(new Parameter(word(), word()));
        return parameters;
    }

    private MessageEnvelope envelope() throws Malformed { return MessageEnvelope.ofRawFields(optionals(10)); }

    private List<Optional<String>> optionals(int size) throws Malformed {
        int present = count((1 << size) - 1);
        var values = new ArrayList<Optional<String>>();
        for (int i = 0; i < size; i++) {
            values.add((present >> i & 1) == 0 ? Optional.empty() : Optional.of(string(StandardCharsets.ISO_8859_1)));
        }
        return values;
    }

    private String word() throws Malformed {
        int index = count(MetaWords.WORDS.size());
        return index == 0 ? string(StandardCharsets.ISO_8859_1) : MetaWords.WORDS.get(index - 1);
    }

    private String string(Charset charset) throws Malformed {
        int length = passString();
        return new String(octets, at - length, length, charset);
    }

    private int count(int max) throws Malformed {
        long value = number();
        if (value < 0 || value > max) throw new Malformed();
        return (int) value;
    }

    private long number() throws Malformed {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            if (at >= octets.length) throw new Malformed();
            byte b = octets[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) return value;
        }
        throw new Malformed();
    }

    private static final class Malformed extends Exception {
        Malformed() { super(null, null, false, false); }
    }
}
