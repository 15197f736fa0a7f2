package sigillo.base;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable string of octets with value equality and unsigned lexicographic order: the order in which
 * every store keeps its keys.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] octets;

    private Bytes(byte[] octets) { this.octets = octets; }

    /** Copies {@code octets}. */
    public static Bytes of(byte[] octets) { return new Bytes(octets.clone()); }

    /** Takes {@code octets} without a copy; the caller must not change them afterwards. */
    public static Bytes wrap(byte[] octets) { return new Bytes(octets); }

    public static Bytes utf8(String text) { return new Bytes(text.getBytes(StandardCharsets.UTF_8)); }

    public int length() { return octets.length; }

    public byte at(int index) { return octets[index]; }

    public byte[] toArray() { return octets.clone(); }

    /** The octets themselves, for reading only: saves a copy on the way into a native call. */
    public byte[] unsafeArray() { return octets; }

    public String toUtf8() { return new String(octets, StandardCharsets.UTF_8); }

    public boolean startsWith(Bytes prefix) {
        return octets.length >= prefix.octets.length
            && Arrays.equals(octets, 0, prefix.octets.length, prefix.octets, 0, prefix.octets.length);
    }

    /**
     * The least string that is greater than every string with this prefix, so that {@code [this, next)} is the range
     * of the prefix. Throws {@link IllegalStateException} for an empty prefix or one of 0xFF only: nothing follows.
     */
    public Bytes afterPrefix() {
        for (int i = octets.length - 1; i >= 0; i--) {
            if (octets[i] != (byte) 0xFF) {
                var next = Arrays.copyOf(octets, i + 1);
                next[i]++;
                return new Bytes(next);
            }
        }
        throw new IllegalStateException("no string follows this prefix");
    }

    @Override public int compareTo(Bytes other) { return Arrays.compareUnsigned(octets, other.octets); }

    @Override public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(octets, that.octets);
    }

    @Override public int hashCode() { return Arrays.hashCode(octets); }

    @Override public String toString() { return HexFormat.of().formatHex(octets); }
}
