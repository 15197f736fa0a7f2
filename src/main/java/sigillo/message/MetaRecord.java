package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import sigillo.base.Glance;

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

    /** In octets. */
    public int length() { return encoded.length; }

    /** Empty when what follows the envelope is not what this version wrote. */
    public Optional<MessageMeta> meta() { return MessageMeta.decode(encoded); }

    public MessageEnvelope envelope() {
        var fields = new ArrayList<Optional<String>>(FIELDS);
        for (var field : Field.values()) fields.add(raw(field));
        return MessageEnvelope.ofRawFields(fields);
    }

    /** As the message has it; there as long as this is, and not to be changed. */
    public Optional<Glance> octets(Field field) {
        int from = bounds[2 * field.ordinal()];
        return from < 0 ? Optional.empty() : Optional.of(new Glance(encoded, from, bounds[2 * field.ordinal() + 1]));
    }

    /** RFC 9051 section 7.5.2: an absent or empty Sender or Reply-To is From, for who has that already. */
    public AddressList addresses(Field field, AddressList from) { return addresses(field).or(from); }

    public AddressList addresses(Field field) { return raw(field).map(AddressList::parse).orElse(AddressList.EMPTY); }

    /** The same, a character an octet. */
    public Optional<String> raw(Field field) {
        return octets(field).map(octets -> new String(encoded, octets.from(), octets.length(), StandardCharsets.ISO_8859_1));
    }
}
