package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;

/**
 * A {@link MessageMeta} as it is kept, of which only what is asked for is decoded: a search for a subject reads through thousands and
 * wants one field of each.
 */
public final class MetaRecord {
    private final byte[] encoded;
    private final int[] bounds; // where each field of the envelope begins and ends; from -1 where there is none

    private MetaRecord(byte[] encoded, int[] bounds) {
        this.encoded = encoded;
        this.bounds = bounds;
    }

    /** The fields of an envelope, in IMAP's order: {@link MessageEnvelope}. */
    public enum Field { DATE, SUBJECT, FROM, SENDER, REPLY_TO, TO, CC, BCC, IN_REPLY_TO, MESSAGE_ID }

    static final int FIELDS = Field.values().length;

    /** The array must not change. Empty for what this version of the program did not write; total. */
    public static Optional<MetaRecord> of(byte[] encoded) {
        return MetaDecoder.envelopeBounds(encoded).map(bounds -> new MetaRecord(encoded, bounds));
    }

    public static MetaRecord of(MessageMeta meta) { return of(meta.encode()).orElseThrow(); }

    /** Empty when what follows the envelope is not what this version wrote. */
    public Optional<MessageMeta> meta() { return MessageMeta.decode(encoded); }

    public MessageEnvelope envelope() {
        var fields = new ArrayList<Optional<String>>(FIELDS);
        for (var field : Field.values()) fields.add(raw(field));
        return MessageEnvelope.ofRawFields(fields);
    }

    /** A character an octet, as the message has it. */
    public Optional<String> raw(Field field) {
        int from = bounds[2 * field.ordinal()];
        if (from < 0) return Optional.empty();
        return Optional.of(new String(encoded, from, bounds[2 * field.ordinal() + 1] - from, StandardCharsets.ISO_8859_1));
    }
}
