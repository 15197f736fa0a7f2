package sigillo.dkim;

import java.io.EOFException;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import sigillo.base.Octets;

/**
 * The SHA-256 of a body in each way in which the signatures of a message want it, all by one reading. RFC 6376 section
 * 3.7. Immutable.
 */
public final class BodyHashes {
    private static final int BUFFER_OCTETS = 32 * 1024;

    /** {@code length}: of {@code l=}. */
    public record Wanted(Canonicalization canonicalization, OptionalLong length) {}

    private record Hash(byte[] digest, long hashed) {}

    private final Map<Wanted, Hash> hashes;
    private final Map<Canonicalization, Long> lengths;

    private BodyHashes(Map<Wanted, Hash> hashes, Map<Canonicalization, Long> lengths) {
        this.hashes = hashes;
        this.lengths = lengths;
    }

    /**
     * Reads {@code body} once, or not at all if nobody wants it. It is hashed once for each canonicalization, however
     * many lengths are wanted.
     */
    public static BodyHashes of(Octets body, Collection<Wanted> wanted) throws IOException {
        Map<Canonicalization, CanonicalBody> bodies = new EnumMap<>(Canonicalization.class);
        for (var one : wanted) {
            var canonical = bodies.computeIfAbsent(one.canonicalization(), CanonicalBody::of);
            one.length().ifPresent(canonical::cutAt);
        }
        if (!bodies.isEmpty()) read(body, bodies.values());
        Map<Wanted, Hash> hashes = new HashMap<>();
        for (var one : wanted) hashes.put(one, hash(bodies.get(one.canonicalization()), one.length()));
        Map<Canonicalization, Long> lengths = new EnumMap<>(Canonicalization.class);
        bodies.forEach((kind, canonical) -> lengths.put(kind, canonical.length()));
        return new BodyHashes(hashes, lengths);
    }

    private static Hash hash(CanonicalBody body, OptionalLong length) {
        if (length.isPresent()) {
            var cut = body.cut(length.getAsLong());
            if (cut.isPresent()) return new Hash(cut.get(), length.getAsLong());
        }
        return new Hash(body.whole(), body.length());
    }

    private static void read(Octets body, Collection<CanonicalBody> bodies) throws IOException {
        var buffer = new byte[Math.clamp(body.length(), 1, BUFFER_OCTETS)];
        for (long at = 0; at < body.length(); ) {
            int n = body.read(at, buffer, 0, buffer.length);
            if (n <= 0) throw new EOFException("ends at " + at + " of " + body.length());
            for (var one : bodies) one.write(buffer, n);
            at += n;
        }
        bodies.forEach(CanonicalBody::end);
    }

    /** Throws {@link IllegalArgumentException} for what was not wanted. */
    public byte[] digest(Wanted wanted) { return hash(wanted).digest.clone(); }

    /** Whether the body ends before the length that was signed. */
    public boolean isShorter(Wanted wanted) {
        return wanted.length().isPresent() && hash(wanted).hashed < wanted.length().getAsLong();
    }

    /** Octets of the canonical body that stand behind the length that was signed. */
    public long unsigned(Wanted wanted) { return lengths.get(wanted.canonicalization()) - hash(wanted).hashed; }

    private Hash hash(Wanted wanted) {
        var hash = hashes.get(wanted);
        if (hash == null) throw new IllegalArgumentException("not hashed: " + wanted);
        return hash;
    }
}
