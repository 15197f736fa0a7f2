package sigillo.jmapd;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.Part;
import sigillo.message.TransferDecoder;

/**
 * What the blobs of an account hold: messages and uploads as they are, and parts with their transfer encoding undone.
 */
record Blobs(Account account, Uploads uploads, ReadingRoom room, Optional<Scripts> scripts) {
    /** Of a part that is decoded in memory; what is longer can be downloaded. In octets. */
    static final int DECODED_OCTETS_MAX = 1 << 20;

    /** A message, an upload, or a part that is not decoded yet. {@code part}: empty for the whole. */
    record Found(Octets whole, Optional<Part> part) {
        /** In octets; a part that is encoded is decoded to be counted. */
        long length() throws IOException { return part.isEmpty() ? whole.length() : BlobSize.of(whole, part.get()); }
    }

    /** Enters the room for what is a part. */
    Optional<Found> find(String id) throws IOException {
        var name = BlobName.parse(id);
        var whole = name.flatMap(this::whole);
        if (whole.isEmpty()) return Optional.empty();
        var found = new Found(whole.get(), Optional.empty());
        return name.get().parts().isEmpty() ? Optional.of(found) : room.read(() -> part(found, name.get().parts()));
    }

    private static Optional<Found> part(Found whole, List<String> numbers) throws IOException {
        var found = whole;
        for (var number : numbers) {
            var message = octets(found);
            if (message.isEmpty()) return Optional.empty();
            var part = Message.parse(message.get()).part(number).filter(one -> !one.isMultipart());
            if (part.isEmpty()) return Optional.empty();
            found = new Found(message.get(), part);
        }
        return Optional.of(found);
    }

    private Optional<? extends Octets> whole(BlobName name) {
        if (name.isScript()) return scripts.flatMap(all -> all.blob(name.of()));
        return name.isUpload() ? uploads.get(account.id(), name.of())
            : EmailId.parse(name.of()).flatMap(account::content);
    }

    /** Empty where there is none, and for a part that is encoded and too long to be decoded at once. */
    Optional<Octets> octets(String id) throws IOException {
        var found = find(id);
        return found.isPresent() ? octets(found.get()) : Optional.empty();
    }

    static Optional<Octets> octets(Found found) throws IOException {
        if (found.part.isEmpty()) return Optional.of(found.whole);
        var part = found.part.get();
        if (part.fields().isIdentity()) return Optional.of(part.body().of(found.whole));
        if (part.bodyOctets() > 2L * DECODED_OCTETS_MAX) return Optional.empty();
        try (var in = TransferDecoder.open(found.whole, part)) {
            return Optional.of(Octets.readAll(in, DECODED_OCTETS_MAX));
        }
    }

    /** Decoded while it is read, in order, by one thread: however many are read, none is held. */
    static Octets stream(Found found) throws IOException {
        if (found.part.isEmpty()) return found.whole;
        var part = found.part.get();
        return part.fields().isIdentity() ? part.body().of(found.whole)
            : new Decoded(part.body().of(found.whole), part.transferEncoding(), found.length());
    }

    /**
     * A part, decoded while it is read, from its beginning on: nothing of it is held, nor of the message's structure.
     * One thread.
     */
    private static final class Decoded implements Octets {
        private final Octets encoded;
        private final String encoding;
        private final long length;
        private InputStream in;
        private long at;

        Decoded(Octets encoded, String encoding, long length) {
            this.encoded = encoded;
            this.encoding = encoding;
            this.length = length;
        }

        @Override public long length() { return length; }

        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            if (in == null || position < at) {
                in = TransferDecoder.open(encoded, encoding);
                at = 0;
            }
            in.skipNBytes(position - at);
            int n = in.read(into, offset, count);
            at = position + Math.max(n, 0);
            return Math.max(n, 0);
        }
    }
}
