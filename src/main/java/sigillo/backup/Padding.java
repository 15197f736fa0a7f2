package sigillo.backup;

import java.util.Arrays;

/** Zeros behind what is sealed, so that its length tells little: Padmé, at most an eighth, in practice less. */
final class Padding {
    private Padding() {}

    /**
     * The length of what is so long once it is padded: the lowest bits of its number are zeros (Nikitin et al., PETS
     * 2019).
     */
    static int padded(int length) {
        if (length < 2) return length;
        int exponent = 31 - Integer.numberOfLeadingZeros(length);
        int kept = 32 - Integer.numberOfLeadingZeros(exponent);
        int mask = (1 << Math.max(0, exponent - kept)) - 1;
        return length + mask & ~mask;
    }

    /** The octets themselves when nothing is to be added. */
    static byte[] pad(byte[] octets) {
        int length = padded(octets.length);
        return length == octets.length ? octets : Arrays.copyOf(octets, length);
    }
}
