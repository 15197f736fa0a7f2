package sigillo.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The format of {@link MessageMeta}, version 1: numbers as LEB128, raw strings one octet a character, offsets as
 * distances from the start of the part around. Numbers of parts are not written, they follow from the structure.
 */
final class MetaEncoder {
    static final int VERSION = 1;
    static final int LEAF = 0;
    static final int MULTIPART = 1;
    static final int EMBEDDED = 2;
    static final int OPAQUE = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    MetaEncoder() {}

    static byte[] encode(MessageMeta meta) {
        var encoder = new MetaEncoder();
        encoder.number(VERSION);
        encoder.string(meta.preview(), StandardCharsets.UTF_8);
        encoder.envelope(meta.envelope());
        encoder.part(MetaCut.within(meta.root(), MessageMeta.OCTETS_MAX - encoder.out.size()), 0);
        return encoder.out.toByteArray();
    }

    /** How many octets {@code part} takes without its parts. */
    int octets(Part part, long origin) {
        out.reset();
        own(part, origin);
        return out.size();
    }

    private void part(Part part, long origin) {
        own(part, origin);
        for (var child : part.children()) part(child, part.headerStart());
    }

    private void own(Part part, long origin) {
        number(part.headerStart() - origin);
        number(part.bodyStart() - part.headerStart());
        number(part.bodyOctets());
        number(part.bodyLines());
        fields(part.fields());
        switch (part.content()) {
            case Part.Content.Leaf() -> number(LEAF);
            case Part.Content.Opaque() -> number(OPAQUE);
            case Part.Content.Multipart(var parts) -> {
                number(MULTIPART);
                number(parts.size());
            }
            case Part.Content.Embedded(var envelope, _) -> {
                number(EMBEDDED);
                envelope(envelope);
            }
        }
    }

    private void fields(PartFields fields) {
        word(fields.type().type());
        word(fields.type().subtype());
        parameters(fields.type().rawParameters());
        word(fields.transferEncoding());
        number(fields.disposition().isPresent() ? 1 : 0);
        fields.disposition().ifPresent(disposition -> {
            word(disposition.type());
            parameters(disposition.rawParameters());
        });
        optionals(List.of(fields.contentId(), fields.description(), fields.md5(), fields.location()));
        number(fields.language().size());
        fields.language().forEach(this::word);
    }

    private void parameters(List<Parameter> parameters) {
        number(parameters.size());
        for (var parameter : parameters) {
            word(parameter.name());
            word(parameter.value());
        }
    }

    private void envelope(MessageEnvelope envelope) { optionals(envelope.rawFields()); }

    /** A bit says which are there. */
    private void optionals(List<Optional<String>> values) {
        int present = 0;
        for (int i = 0; i < values.size(); i++) present |= values.get(i).isPresent() ? 1 << i : 0;
        number(present);
        for (var value : values) value.ifPresent(text -> string(text, StandardCharsets.ISO_8859_1));
    }

    /** 0 and a string, or the place of a common word. */
    private void word(String text) {
        var index = MetaWords.INDEX.get(text);
        number(index == null ? 0 : index + 1);
        if (index == null) string(text, StandardCharsets.ISO_8859_1);
    }

    private void string(String text, java.nio.charset.Charset charset) {
        var octets = text.getBytes(charset);
        number(octets.length);
        out.writeBytes(octets);
    }

    private void number(long value) {
        for (; value >>> 7 != 0; value >>>= 7) out.write((int) (value & 0x7F | 0x80));
        out.write((int) value);
    }
}
