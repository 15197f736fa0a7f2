package sigillo.sealing;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A key of 32 octets. Closing it wipes it, and from then on it gives {@link IllegalStateException}. Copies that the
 * JDK's ciphers make are theirs. Any thread may read; who owns it closes it.
 */
public final class Secret implements AutoCloseable {
    public static final int OCTETS = 32;

    private final byte[] octets;
    private volatile boolean closed;

    private Secret(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("a key has " + OCTETS + " octets, not " + octets.length);
        }
        this.octets = octets;
    }

    /** Takes {@code octets}, which are wiped with this. */
    public static Secret take(byte[] octets) { return new Secret(octets); }

    public static Secret random(Randomness randomness) { return new Secret(randomness.octets(OCTETS)); }

    /** Its own octets, not a copy: not to be changed, kept or wiped. */
    byte[] octets() {
        if (closed) throw new IllegalStateException("this key has been wiped");
        return octets;
    }

    /** A copy of its octets, for who keeps it; to be wiped by him. */
    public byte[] toArray() { return octets().clone(); }

    public Secret copy() { return new Secret(octets().clone()); }

    /** In the same time wherever they differ. */
    public boolean isSame(Secret other) { return MessageDigest.isEqual(octets(), other.octets()); }

    @Override public void close() {
        closed = true;
        Arrays.fill(octets, (byte) 0);
    }

    /** Never its octets. */
    @Override public String toString() { return "a key"; }
}
