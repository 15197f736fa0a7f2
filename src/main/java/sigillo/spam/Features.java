package sigillo.spam;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a message is made of, as hashes of 32 bits: each occurs once, in ascending order. The record that is kept beside
 * a message for learning. It names no word, but who guesses a word can see whether it may be in the message: it is to be
 * sealed as the message is. Immutable.
 */
public final class Features {
    /** Of one message; what comes later in it is not looked at. Sixteen KiB as a record. */
    public static final int COUNT_MAX = 4_096;

    /** Raised when a feature is made another way; a record of another version cannot be learnt from. */
    static final byte VERSION = 2;

    private final int[] hashes;

    private Features(int[] hashes) { this.hashes = hashes; }

    /** {@code hashes}: ascending, each once, at most {@link #COUNT_MAX}. */
    static Features of(int[] hashes) { return new Features(hashes); }

    public int count() { return hashes.length; }

    public int hash(int index) { return hashes[index]; }

    public byte[] encode() {
        var record = ByteBuffer.allocate(1 + Integer.BYTES * hashes.length).put(VERSION);
        for (int hash : hashes) record.putInt(hash);
        return record.array();
    }

    /** Empty for a record of another version, and for anything that {@link #encode} does not give. */
    public static Optional<Features> decode(byte[] record) {
        int octets = record.length - 1;
        if (octets < 0 || record[0] != VERSION || octets % Integer.BYTES != 0) return Optional.empty();
        if (octets / Integer.BYTES > COUNT_MAX) return Optional.empty();
        var hashes = new int[octets / Integer.BYTES];
        ByteBuffer.wrap(record, 1, octets).asIntBuffer().get(hashes);
        for (int i = 1; i < hashes.length; i++) if (hashes[i - 1] >= hashes[i]) return Optional.empty();
        return Optional.of(new Features(hashes));
    }

    @Override public boolean equals(Object other) {
        return other instanceof Features features && Arrays.equals(hashes, features.hashes);
    }

    @Override public int hashCode() { return Arrays.hashCode(hashes); }

    /** Tells nothing of the message. */
    @Override public String toString() { return hashes.length + " features"; }
}
