package sigillo.base;

import java.util.Arrays;

/**
 * The octets {@code [from, to)} of an array that whoever gives them fills again: to be looked at before the next are asked
 * for, and not to be changed or kept.
 */
public record Glance(byte[] octets, int from, int to) {

    public static Glance of(byte[] octets) { return new Glance(octets, 0, octets.length); }

    public int length() { return to - from; }

    /** To be kept. */
    public byte[] toArray() { return Arrays.copyOfRange(octets, from, to); }

    /** Tells nothing of what it holds. */
    @Override public String toString() { return "a glance at " + length() + " octets"; }
}
