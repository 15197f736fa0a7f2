package sigillo.message;

import java.io.IOException;
import java.util.Optional;

/**
 * What is kept of a parsed message, so that lists, ENVELOPE, BODYSTRUCTURE and the places of parts are served without
 * reading it again.
 *
 * @param root its structure: offsets into the octets that were parsed
 * @param preview at most {@link Preview#CHARACTERS_MAX} characters
 */
public record MessageMeta(MessageEnvelope envelope, Part root, String preview) {
    /** Of the encoded form. Structures that need more are cut: parts in the back become one opaque part. */
    public static final int OCTETS_MAX = 512 << 10;

    public static MessageMeta of(Message message) throws IOException {
        return of(message, PartTexts.eachAnew(message.octets()));
    }

    static MessageMeta of(Message message, PartTexts texts) throws IOException {
        return new MessageMeta(message.envelope(), message.root(), Preview.of(texts, message.root()));
    }

    /** In octets. */
    public long size() { return root.end(); }

    /** At most {@link #OCTETS_MAX}. */
    public byte[] encode() { return MetaEncoder.encode(this); }

    /** Empty for what this version of the program did not write: then the message is parsed again. Total. */
    public static Optional<MessageMeta> decode(byte[] encoded) { return MetaDecoder.decode(encoded); }
}
