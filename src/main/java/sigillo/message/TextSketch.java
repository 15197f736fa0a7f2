package sigillo.message;

import java.util.Arrays;
import java.util.Optional;
import sigillo.base.Glance;

/**
 * Which sequences of three octets a {@link SearchText} has, as a bit array with one hash (Bloom, 1970): a twelfth of its length or
 * less. It says for sure that a needle is not there; whether it is, the text says. Any thread.
 */
public final class TextSketch {
    static final int GRAM_OCTETS = 3;
    /** A text that is shorter is read as quickly itself. */
    private static final int TEXT_OCTETS_MIN = 1_500;
    private static final int BITS_LOG_MIN = 9;
    private static final int BITS_LOG_MAX = 15;
    /** For each sequence: a third of the bits are set then, and of ten thousand texts five pass that have not a word of nine letters. */
    private static final int BITS_EACH = 2;
    private static final int START_OCTETS = 1;

    private final Glance sketch;
    private final int mask;

    private TextSketch(Glance sketch) {
        this.sketch = sketch;
        this.mask = 8 * (sketch.length() - START_OCTETS) - 1;
    }

    /** Of the octets at {@code [from, to)}; empty where it is not worth while. {@code version}: of what they are. */
    static byte[] of(byte version, byte[] text, int from, int to) {
        if (to - from < TEXT_OCTETS_MIN) return new byte[0];
        var all = new byte[1 << BITS_LOG_MAX - 3];
        int set = 0;
        int gram = (text[from] & 0xFF) << 8 | text[from + 1] & 0xFF;
        for (int i = from + GRAM_OCTETS - 1; i < to; i++) {
            gram = gram << 8 & 0xFFFF00 | text[i] & 0xFF;
            int bit = hash(gram);
            int mark = 1 << (bit & 7);
            if ((all[bit >> 3] & mark) == 0) set++;
            all[bit >> 3] |= (byte) mark;
        }
        return folded(version, all, octets(set));
    }

    /** The least power of two that has the bits for so many. */
    private static int octets(int set) {
        int log = Math.clamp(Integer.SIZE - Integer.numberOfLeadingZeros(BITS_EACH * set - 1), BITS_LOG_MIN, BITS_LOG_MAX);
        return 1 << log - 3;
    }

    /** The lower bits of a hash say its place in fewer octets. */
    private static byte[] folded(byte version, byte[] all, int octets) {
        var sketch = new byte[START_OCTETS + octets];
        sketch[0] = version;
        for (int i = 0; i < all.length; i++) sketch[START_OCTETS + (i & octets - 1)] |= all[i];
        return sketch;
    }

    /** Multiplication by the golden ratio: Knuth, The Art of Computer Programming 3, section 6.4. */
    private static int hash(int gram) { return gram * 0x9E3779B1 >>> Integer.SIZE - BITS_LOG_MAX; }

    /** Of each sequence of three octets, once. */
    static int[] hashes(byte[] wanted) {
        var hashes = new int[Math.max(0, wanted.length - GRAM_OCTETS + 1)];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = hash((wanted[i] & 0xFF) << 16 | (wanted[i + 1] & 0xFF) << 8 | wanted[i + 2] & 0xFF);
        }
        return Arrays.stream(hashes).distinct().toArray();
    }

    /** Is good as long as {@code sketch}. Empty for one of texts of another version, and for anything that {@link #of} does not give. */
    public static Optional<TextSketch> decode(Glance sketch) {
        int octets = sketch.length() - START_OCTETS;
        if (octets < 1 << BITS_LOG_MIN - 3 || octets > 1 << BITS_LOG_MAX - 3 || Integer.bitCount(octets) != 1) return Optional.empty();
        if (sketch.octets()[sketch.from()] != SearchText.VERSION) return Optional.empty();
        return Optional.of(new TextSketch(sketch));
    }

    /** False when the needle is nowhere in the text. */
    public boolean mayHave(Needle needle) {
        int start = sketch.from() + START_OCTETS;
        for (int hash : needle.hashes()) {
            int bit = hash & mask;
            if ((sketch.octets()[start + (bit >> 3)] & 1 << (bit & 7)) == 0) return false;
        }
        return true;
    }

    /** Tells nothing of what it holds. */
    @Override public String toString() { return "TextSketch of " + sketch.length() + " octets"; }
}
