package sigillo.sealing;

import java.io.IOException;
import java.security.MessageDigest;
import sigillo.base.Bytes;
import sigillo.base.Octets;

/**
 * A record: its header, then what it holds in chunks of 64 KiB, each in AES-256-GCM with its number and whether it is
 * the last in the nonce, so that none can be left out, repeated, moved or put after the end. An empty record has one
 * empty chunk. Nothing of a chunk is given out before its tag was checked. Any place of it can be read by opening the
 * chunk that has it.
 */
public final class SealedRecord {
    static final int CHUNK_LOG = 16;
    static final int CHUNK_OCTETS = 1 << CHUNK_LOG;
    private static final int SEALED_CHUNK_OCTETS = CHUNK_OCTETS + Gcm.TAG_OCTETS;
    /** A terabyte: so that no length of a stranger's making runs over. */
    static final long LENGTH_MAX = 1L << 40;
    /** Records that are opened into memory at once. */
    public static final int SMALL_OCTETS_MAX = 16 << 20;

    private static final String LABEL = "sgl1/record";

    private SealedRecord() {}

    /** How long a record is that holds so much. */
    public static long sealedLength(long clearLength) {
        return RecordHeader.OCTETS + clearLength + chunks(clearLength) * Gcm.TAG_OCTETS;
    }

    /** Whether these are the first octets of a record, or look like it. */
    public static boolean isOne(byte[] firstOctets) {
        try {
            RecordHeader.parse(firstOctets);
            return true;
        } catch (SealBroken other) {
            return false;
        }
    }

    /** The segment that a record says it is under; nothing of it is checked yet. */
    public static long segment(byte[] firstOctets) throws SealBroken {
        return segment(firstOctets, 0, firstOctets.length);
    }

    /** The same of the record in {@code [from, to)}. */
    public static long segment(byte[] octets, int from, int to) throws SealBroken {
        return RecordHeader.parse(octets, from, to).segment();
    }

    /**
     * The record as octets that are sealed while they are read, each time the same. {@code segmentKey} is copied; the
     * copy lives as long as the answer does.
     */
    public static Octets seal(Secret segmentKey, long segment, RecordPlace place, Octets clear, Randomness randomness) {
        if (clear.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a record holds at most " + LENGTH_MAX + " octets");
        }
        var salt = Bytes.wrap(randomness.octets(RecordHeader.SALT_OCTETS));
        var header = new RecordHeader(place.kind(), place.account(), segment, place.id(), clear.length(), salt);
        return new SealingOctets(header, key(segmentKey, header), clear);
    }

    public static byte[] seal(Secret segmentKey, long segment, RecordPlace place, byte[] clear, Randomness randomness) {
        try {
            var sealed = seal(segmentKey, segment, place, Octets.of(clear), randomness);
            return sealed.bytes(0, sealed.length(), Integer.MAX_VALUE);
        } catch (IOException impossible) {
            throw new IllegalStateException("octets in memory can be read", impossible);
        }
    }

    /** How much a record holds. Throws {@link SealBroken} when it has not the length that its header says. */
    public static long clearLength(Octets sealed) throws IOException { return header(sealed).length(); }

    private static RecordHeader header(Octets sealed) throws IOException {
        var header = RecordHeader.parse(sealed.bytes(0, RecordHeader.OCTETS, RecordHeader.OCTETS));
        checkLength(header, sealed.length());
        return header;
    }

    private static void checkLength(RecordHeader header, long length) throws SealBroken {
        if (length == sealedLength(header.length())) return;
        throw new SealBroken("a record of " + length + " octets instead of " + sealedLength(header.length()));
    }

    /** {@code length}: of the whole record. */
    static void check(RecordHeader header, RecordPlace place, long length) throws SealBroken {
        checkLength(header, length);
        if (!place.isOf(header)) throw new SealBroken("a record that belongs elsewhere");
    }

    /** What the record holds, opened chunk by chunk while it is read. Its header and its length are checked at once. */
    public static Octets open(Secret segmentKey, RecordPlace place, Octets sealed) throws IOException {
        var header = RecordHeader.parse(sealed.bytes(0, RecordHeader.OCTETS, RecordHeader.OCTETS));
        check(header, place, sealed.length());
        return new OpeningOctets(header, key(segmentKey, header), sealed);
    }

    public static byte[] open(Secret segmentKey, RecordPlace place, byte[] sealed) throws SealBroken {
        var header = RecordHeader.parse(sealed, 0, sealed.length);
        check(header, place, sealed.length);
        var clear = new byte[smallLength(header)];
        var hash = header.hash();
        try (var key = Kdf.derive(segmentKey, LABEL, hash); var gcm = Gcm.opening()) {
            openChunks(gcm, key, hash, clear.length, sealed, 0, clear);
        }
        return clear;
    }

    /** All chunks of the record that begins at {@code from}, whose length was checked. */
    static void openChunks(Gcm gcm, Secret key, byte[] hash, int length, byte[] sealed, int from, byte[] into)
            throws SealBroken {
        for (long chunk = 0; chunk < chunks(length); chunk++) {
            long number = chunk;
            int start = from + (int) chunkStart(chunk);
            int sealedOctets = chunkLength(length, chunk) + Gcm.TAG_OCTETS;
            int at = (int) (chunk << CHUNK_LOG);
            var nonce = nonce(length, chunk);
            gcm.open(key, nonce, hash, sealed, start, sealedOctets, into, at, () -> chunkName(number));
        }
    }

    static String chunkName(long number) { return "chunk " + number + " of a record"; }

    /** What fits into memory at once. */
    static int smallLength(RecordHeader header) throws SealBroken {
        if (header.length() <= SMALL_OCTETS_MAX) return (int) header.length();
        throw new SealBroken("a record of " + header.length() + " octets is too large here");
    }

    private static Secret key(Secret segmentKey, RecordHeader header) {
        return Kdf.derive(segmentKey, LABEL, header.hash());
    }

    static Secret key(MessageDigest sha256, Secret segmentKey, byte[] headerHash) {
        return Kdf.derive(sha256, segmentKey, LABEL, headerHash);
    }

    static long chunks(long clearLength) { return Math.max(1, (clearLength + CHUNK_OCTETS - 1) >> CHUNK_LOG); }

    static long chunkStart(long chunk) { return RecordHeader.OCTETS + chunk * SEALED_CHUNK_OCTETS; }

    static int chunkLength(long clearLength, long chunk) {
        return (int) Math.min(CHUNK_OCTETS, clearLength - (chunk << CHUNK_LOG));
    }

    /** Three octets of nothing, the number of the chunk, and 1 for the last one. */
    static byte[] nonce(long clearLength, long chunk) {
        boolean isLast = chunk == chunks(clearLength) - 1;
        var nonce = new byte[Gcm.NONCE_OCTETS];
        for (int i = 0; i < Long.BYTES; i++) nonce[3 + i] = (byte) (chunk >> 56 - 8 * i);
        nonce[Gcm.NONCE_OCTETS - 1] = (byte) (isLast ? 1 : 0);
        return nonce;
    }
}
