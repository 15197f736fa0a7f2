package sigillo.jmapd;

import java.io.IOException;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.Part;
import sigillo.message.TransferDecoder;

/** What blobs hold: messages as they are, and parts with their transfer encoding undone. */
final class Blobs {
    /** Of a part that is decoded in memory: what is longer was sent as it is, or is read by its message. In octets. */
    static final int DECODED_OCTETS_MAX = 8 << 20;

    private Blobs() {}

    /** A message or a part, that is not decoded yet. {@code part}: empty for the message itself. */
    record Found(Octets message, Optional<Part> part) {
        /** In octets; of a part that is encoded, it is decoded to be counted. */
        long length() throws IOException { return part.isEmpty() ? message.length()
            : BlobSize.of(message, part.get()); }
    }

    static Optional<Found> find(Account account, BlobName name) throws IOException {
        var content = account.content(name.email());
        if (content.isEmpty()) return Optional.empty();
        var found = new Found(content.get(), Optional.empty());
        for (var number : name.parts()) {
            var message = octets(found);
            if (message.isEmpty()) return Optional.empty();
            var part = Message.parse(message.get()).part(number).filter(one -> !one.isMultipart());
            if (part.isEmpty()) return Optional.empty();
            found = new Found(message.get(), part);
        }
        return Optional.of(found);
    }

    /** Empty for a part that is encoded and too long to be decoded at once. */
    static Optional<Octets> octets(Found found) throws IOException {
        if (found.part.isEmpty()) return Optional.of(found.message);
        var part = found.part.get();
        if (part.fields().isIdentity()) return Optional.of(part.body().of(found.message));
        if (part.bodyOctets() > 2L * DECODED_OCTETS_MAX) return Optional.empty();
        try (var in = TransferDecoder.open(found.message, part)) {
            return Optional.of(Octets.readAll(in, DECODED_OCTETS_MAX));
        }
    }
}
