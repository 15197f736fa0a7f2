package sigillo.http2;

import java.util.Arrays;

/** The code of RFC 7541 appendix B, read: it is canonical, so the lengths of its words are enough. Total. */
final class Huffman {
    private Huffman() {}

    private static final int EOS = 256;
    private static final int SHORTEST = 5;
    private static final int LONGEST = 30;
    /** For each octet, and at last for EOS, how many bits its word has: "a" is 5. */
    private static final String LENGTHS = "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhfibcccccccccccccccccccc"
        + "ccdcdioijbkabababbbaccbbbabcbaabccccckgjixprpprrrsrssssststtrstssssqrsrsstrqprrssqsrrt"
        + "qrssqqrqsrssprrrsrrsvvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwvz";

    /** By length: the first word, how many there are, where their octets begin among those in order of words. */
    private static final int[] FIRST = new int[LONGEST + 1];
    private static final int[] COUNT = new int[LONGEST + 1];
    private static final int[] BEGIN = new int[LONGEST + 1];
    private static final short[] IN_ORDER = new short[EOS + 1];

    static {
        int word = 0;
        int at = 0;
        for (int bits = SHORTEST; bits <= LONGEST; bits++) {
            word <<= 1;
            FIRST[bits] = word;
            BEGIN[bits] = at;
            for (short octet = 0; octet <= EOS; octet++) if (LENGTHS.charAt(octet) - 'a' + SHORTEST == bits) IN_ORDER[at++] = octet;
            COUNT[bits] = at - BEGIN[bits];
            word += COUNT[bits];
        }
    }

    /** No word is shorter than five bits: so many octets come out at most. */
    static int octetsMax(int encoded) { return (int) (encoded * 8L / SHORTEST); }

    /** Null when it is not of the code, or its padding is not: RFC 7541 section 5.2. The caller's to wipe. */
    static byte[] decode(byte[] from, int offset, int count) {
        var out = new byte[octetsMax(count)];
        int n = 0;
        int word = 0;
        int bits = 0;
        for (int i = 0; i < count * 8; i++) {
            word = word << 1 | from[offset + (i >> 3)] >> (7 - (i & 7)) & 1;
            if (++bits > LONGEST) return wiped(out);
            int rank = bits < SHORTEST ? -1 : word - FIRST[bits];
            if (rank < 0 || rank >= COUNT[bits]) continue;
            int octet = IN_ORDER[BEGIN[bits] + rank];
            if (octet == EOS) return wiped(out);
            out[n++] = (byte) octet;
            word = bits = 0;
        }
        boolean isPadding = bits < 8 && word == (1 << bits) - 1;
        var decoded = isPadding ? Arrays.copyOf(out, n) : null;
        wiped(out);
        return decoded;
    }

    private static byte[] wiped(byte[] octets) {
        Arrays.fill(octets, (byte) 0);
        return null;
    }
}
