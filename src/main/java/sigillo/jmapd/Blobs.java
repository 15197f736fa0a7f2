package sigillo.jmapd;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.base.Octets;
import sigillo.jmap.MethodError;
import sigillo.message.Message;
import sigillo.message.MessageMeta;
import sigillo.message.Part;
import sigillo.message.Sections;
import sigillo.message.TransferDecoder;
import sigillo.smime.SignedContent;
import sigillo.smime.SmimeKind;

/**
 * What the blobs of an account hold: messages and uploads as they are, and parts with their transfer encoding undone.
 */
record Blobs(Account account, Uploads uploads, ReadingRoom room, Optional<Scripts> scripts) {
    /** Of a part that is decoded in memory; what is longer can be downloaded. In octets. */
    static final int DECODED_OCTETS_MAX = 1 << 20;

    /** So often what a signature encloses is read from its beginning for its structure and its parts in their order. */
    private static final int BEGINNINGS_FREE = 4;

    /** Of a structure that is kept: more than any has that people send. In octets. */
    private static final long STRUCTURE_OCTETS = 64 << 10;

    /** A message, an upload, or a part that is not decoded yet. {@code part}: empty for the whole. */
    record Found(Octets whole, Optional<Part> part) {
        /** In octets; a part that is encoded is decoded to be counted. */
        long length() throws IOException { return part.isEmpty() ? whole.length() : BlobSize.of(whole, part.get()); }

        /** What is read to know that, or all of it. In octets, as they lie in {@code whole}. */
        long encodedLength() { return part.map(Part::bodyOctets).orElseGet(whole::length); }
    }

    /**
     * Enters the room for what is a part. {@code budget}: of each message that is looked through for it, whether it has
     * that part or not, all octets are read.
     */
    Optional<Found> find(String id, Budget budget) throws MethodError, IOException {
        var name = BlobName.parse(id);
        budget.read(Budget.LOOK_OCTETS);
        var whole = name.flatMap(this::whole);
        if (whole.isEmpty()) return Optional.empty();
        if (name.get().parts().isEmpty()) return Optional.of(new Found(whole.get(), Optional.empty()));
        return room.read(() -> part(name.get(), whole.get(), budget));
    }

    /** Of an Email the structure is kept; where it was cut, and of what else is a message, it is found anew. */
    private Optional<Found> part(BlobName name, Octets whole, Budget budget) throws MethodError, IOException {
        var numbers = name.parts();
        var kept = kept(name, budget).flatMap(root -> Sections.find(root, numbers.getFirst()))
            .filter(one -> !one.isMultipart());
        return kept.isPresent() ? part(new Found(whole, kept), numbers.subList(1, numbers.size()), budget)
            : part(new Found(whole, Optional.empty()), numbers, budget);
    }

    private Optional<Part> kept(BlobName name, Budget budget) throws MethodError {
        var email = name.isUpload() || name.isScript() ? Optional.<EmailId>empty() : EmailId.parse(name.of());
        if (email.isPresent()) budget.read(STRUCTURE_OCTETS);
        return email.flatMap(account::meta).map(MessageMeta::root);
    }

    private static Optional<Found> part(Found whole, List<String> numbers, Budget budget)
            throws MethodError, IOException {
        var found = whole;
        for (var number : numbers) {
            var message = message(found, budget);
            if (message.isEmpty()) return Optional.empty();
            budget.read(message.get().length());
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
    Optional<Octets> octets(String id, Budget budget) throws MethodError, IOException {
        var found = find(id, budget);
        return found.isPresent() ? octets(found.get(), budget) : Optional.empty();
    }

    /**
     * What is looked at as a message: of a part that a signature of S/MIME is, what it encloses (RFC 8551 section
     * 3.5.2); of any other of {@code application/pkcs7-mime} nothing, since it is encrypted, and whoever put a message
     * in clear in its place would be shown under that name. As {@link #octets} otherwise.
     */
    static Optional<Octets> message(Found found, Budget budget) throws MethodError, IOException {
        var kind = found.part.map(SmimeKind::of).orElse(SmimeKind.NONE);
        if (kind == SmimeKind.NONE) return octets(found, budget);
        if (kind != SmimeKind.ENCLOSED) return Optional.empty();
        budget.read(2L * found.part.get().bodyOctets());
        var content = SignedContent.of(found.whole, found.part.get(), again(found.part.get().bodyOctets(), budget));
        boolean isShort = content.filter(one -> one.length() <= DECODED_OCTETS_MAX).isPresent();
        return isShort ? Optional.of(Octets.readAll(content.get().stream(), DECODED_OCTETS_MAX)) : content;
    }

    /** What goes back in it again and again reads all of it again. */
    private static SignedContent.Again again(long octets, Budget budget) {
        var free = new AtomicInteger(BEGINNINGS_FREE);
        return () -> {
            try {
                if (free.decrementAndGet() < 0) budget.read(octets);
            } catch (MethodError tooMuch) {
                throw new GivenUp(tooMuch);
            }
        };
    }

    static Optional<Octets> octets(Found found, Budget budget) throws MethodError, IOException {
        if (found.part.isEmpty()) return Optional.of(found.whole);
        var part = found.part.get();
        if (part.fields().isIdentity()) return Optional.of(part.body().of(found.whole));
        if (part.bodyOctets() > 2L * DECODED_OCTETS_MAX) return Optional.empty();
        budget.read(part.bodyOctets());
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
