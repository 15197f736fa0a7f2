package sigillo.whole;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Streams of deflate (RFC 1951) in other octets: each place is tried, so those within zlib (RFC 1950), gzip (RFC 1952)
 * and zip are found as well as bare ones.
 */
final class Deflated {
    /** What a stream holds beyond is not looked at: a few octets may blow up to gigabytes. */
    private static final int INFLATED_OCTETS_MAX = 4 << 20;
    private static final int FIRST_OCTETS = 256;

    private final byte[] octets;
    /** Where {@link #bits} goes on, in bits from the first octet. */
    private long place;

    private Deflated(byte[] octets) { this.octets = octets; }

    /**
     * Gives what each holds, up to where it ends or makes no sense any more; in noise too a stream seems to begin now
     * and then. Less than the shortest word is not given.
     */
    static void streams(byte[] octets, Consumer<byte[]> each) {
        var streams = new Deflated(octets);
        try (var inflater = new Inflater(true)) {
            for (int at = 0; at + 2 < octets.length; at++) {
                if (!streams.mayBegin(at)) continue;
                var inflated = inflated(inflater, octets, at);
                if (inflated.length >= Canary.LETTERS_MIN) each.accept(inflated);
            }
        }
    }

    /** Looks at the beginning: to call the inflater for each place takes too long, since it throws for nearly all. */
    private boolean mayBegin(int at) {
        place = 8L * at + 1;
        return switch (bits(2)) {
            case 0 -> at + 5 <= octets.length && (pair(at + 1) ^ pair(at + 3)) == 0xFFFF;
            case 1 -> hasFixedCodes();
            case 2 -> hasLengthsOfCodes();
            default -> false;
        };
    }

    private int pair(int at) { return octets[at] & 0xFF | (octets[at + 1] & 0xFF) << 8; }

    /** RFC 1951 section 3.2.6: as many literals as a word has, copies among them only of what was there. */
    private boolean hasFixedCodes() {
        for (int made = 0; made < Canary.LETTERS_MIN; ) {
            int code = huffman(7);
            if (code == 0) return true; // it ends; another block may follow
            if (code < 24) {
                int length = copied(code);
                if (length < 0 || distance() > made) return false;
                made += length;
            } else {
                int longer = code << 1 | bits(1);
                if (longer >= 0xC0 && longer < 0xC8) return true; // a long copy: for the inflater to judge
                if (longer >= 0xC8) bits(1);
                made++;
            }
        }
        return true;
    }

    /** Of the length codes 257 to 279; negative beyond those without many more bits. */
    private int copied(int code) {
        if (code <= 8) return code + 2;
        int extra = (code - 5) / 4;
        return (((code - 5) % 4 + 4) << extra) + bits(extra) + 3;
    }

    private int distance() {
        int code = huffman(5);
        if (code > 29) return Integer.MAX_VALUE;
        if (code < 4) return code + 1;
        int extra = code / 2 - 1;
        return ((code % 2 + 2) << extra) + bits(extra) + 1;
    }

    /** RFC 1951 section 3.2.7: at most 286 and 30 codes, and a complete code for their lengths. */
    private boolean hasLengthsOfCodes() {
        if (bits(5) > 29 || bits(5) > 29) return false;
        int taken = 0;
        for (int left = bits(4) + 4; left > 0; left--) {
            int length = bits(3);
            if (length > 0) taken += 128 >> length;
        }
        return taken == 128;
    }

    /** The lowest bit comes first. Beyond the end there are zeros. */
    private int bits(int count) {
        int bits = 0;
        for (int i = 0; i < count; i++) bits |= bit() << i;
        return bits;
    }

    /** The highest bit comes first. */
    private int huffman(int count) {
        int code = 0;
        for (int i = 0; i < count; i++) code = code << 1 | bit();
        return code;
    }

    private int bit() {
        int octet = (int) (place / 8);
        int bit = octet < octets.length ? octets[octet] >> place % 8 & 1 : 0;
        place++;
        return bit;
    }

    private static byte[] inflated(Inflater inflater, byte[] octets, int from) {
        inflater.reset();
        inflater.setInput(octets, from, octets.length - from);
        var out = new byte[FIRST_OCTETS];
        int count = 0;
        try {
            for (int n; (n = inflater.inflate(out, count, out.length - count)) > 0; ) {
                count += n;
                if (count == INFLATED_OCTETS_MAX) break;
                if (count == out.length) out = Arrays.copyOf(out, Math.min(4 * count, INFLATED_OCTETS_MAX));
            }
        } catch (DataFormatException endsHere) {
            count = (int) inflater.getBytesWritten(); // what came before counts
        }
        return Arrays.copyOf(out, count);
    }
}
