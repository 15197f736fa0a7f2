package sigillo.message;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import sigillo.base.Octets;

/**
 * Walks over octets line by line, forward only, through one window of fixed size. A line ends at LF, which a CR may
 * precede: mail that was imported has bare LF; a bare CR is an ordinary octet. Between calls it stands at the start of
 * a line or at the end.
 */
final class LineScanner {
    static final int WINDOW_OCTETS = 64 * 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LF_EVERYWHERE = 0x0A0A_0A0A_0A0A_0A0AL;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final Octets octets;
    private final long length;
    private final byte[] window;
    private final CrlfLength withCrlf = new CrlfLength();
    private long base;  // position of window[0]
    private int at;     // in the window
    private int filled; // octets in the window
    private long lines;
    private int lineEnd; // octets of the line end just in front, 0 at the start
    private boolean emptyBefore; // whether the line just in front is empty

    LineScanner(Octets octets) { this(octets, WINDOW_OCTETS); }

    /** {@code windowOctets}: so much of it is in memory at once; {@link #lineWithin} sees no further. */
    LineScanner(Octets octets, int windowOctets) {
        this.octets = octets;
        this.length = octets.length();
        this.window = new byte[(int) Math.min(length, windowOctets)];
    }

    long position() { return base + at; }

    /** Line ends that were passed. */
    long lines() { return lines; }

    /** Of what was read so far. */
    long lengthWithCrlf() { return withCrlf.length(); }

    /** The octets of the line end in front of here: 1 or 2; 0 at the start and behind a last line that has none. */
    int lineEnd() { return lineEnd; }

    /** Whether the line in front of here has nothing but its end. */
    boolean isBehindEmptyLine() { return emptyBefore; }

    boolean atEnd() { return position() >= length; }

    /** Whether the line begins with two hyphens. */
    boolean atDashes() throws IOException { return see(2) >= 2 && window[at] == '-' && window[at + 1] == '-'; }

    /** Whether the line is empty. */
    boolean atEmptyLine() throws IOException {
        int seen = see(2);
        return seen >= 1 && window[at] == '\n' || seen >= 2 && window[at] == '\r' && window[at + 1] == '\n';
    }

    /**
     * How many octets of the line are in {@code window} from {@code offset()}, without its line end; -1 if too long.
     */
    int lineWithin(int octetsMax) throws IOException {
        int seen = see(octetsMax);
        int lf = indexOfLf(window, at, at + seen);
        if (lf >= 0) return lf - at;
        return seen < octetsMax ? seen : -1;
    }

    byte[] window() { return window; }

    int offset() { return at; }

    void skipLine() throws IOException { readLine(null); }

    /** Moves behind the line and gives {@code into}, unless it is null, its octets with the line end. */
    void readLine(Bounded into) throws IOException {
        lineEnd = 0;
        long start = position();
        while (!atEnd()) {
            see(1);
            int lf = indexOfLf(window, at, filled);
            int end = lf < 0 ? filled : lf + 1;
            if (into != null) into.add(window, at, end);
            at = end;
            if (lf >= 0) {
                passedLf(start);
                return;
            }
        }
    }

    /** Moves over lines until one begins with two hyphens, at least over one; to the end if there is none. */
    void skipToDashes() throws IOException {
        do skipLine(); while (!atEnd() && !atDashes());
    }

    /** Moves to the end; of the last line end only tells that there is one. */
    void skipAll() throws IOException {
        while (!atEnd()) {
            see(1);
            lines += countLf(window, at, filled);
            at = filled;
            boolean lf = window[at - 1] == '\n';
            lineEnd = lf ? 1 : 0;
        }
    }

    private void passedLf(long start) {
        lines++;
        lineEnd = position() - start > 1 && window[at - 2] == '\r' ? 2 : 1;
        emptyBefore = position() - start == lineEnd;
    }

    /** Brings {@code wanted} octets from here into the window, as far as there are so many; returns how many are. */
    private int see(int wanted) throws IOException {
        if (filled - at >= wanted) return wanted;
        if (base + filled < length) fill(wanted);
        return Math.min(wanted, filled - at);
    }

    /** Keeps two octets behind, for the line end in front. */
    private void fill(int wanted) throws IOException {
        int keep = Math.max(0, at - 2);
        System.arraycopy(window, keep, window, 0, filled - keep);
        base += keep;
        at -= keep;
        filled -= keep;
        while (filled - at < wanted && base + filled < length) {
            int n = octets.read(base + filled, window, filled, window.length - filled);
            if (n <= 0) throw new EOFException("ends at " + (base + filled) + " of " + length);
            withCrlf.add(window, filled, filled + n);
            filled += n;
        }
    }

    /** Eight octets at a time: a zero octet shows where LF was. */
    static int indexOfLf(byte[] octets, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long hit = hits((long) LONGS.get(octets, i));
            if (hit != 0) return i + (Long.numberOfTrailingZeros(hit) >>> 3);
        }
        for (; i < to; i++) {
            if (octets[i] == '\n') return i;
        }
        return -1;
    }

    private static long countLf(byte[] octets, int from, int to) {
        long count = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long x = (long) LONGS.get(octets, i) ^ LF_EVERYWHERE;
            // Exact for each octet, unlike hits(), whose borrow may reach the octet above a hit.
            count += 8 - Long.bitCount(((x & ~HIGH_BITS) + ~HIGH_BITS | x) & HIGH_BITS);
        }
        for (; i < to; i++) {
            if (octets[i] == '\n') count++;
        }
        return count;
    }

    private static long hits(long eight) {
        long x = eight ^ LF_EVERYWHERE;
        return x - LOW_BITS & ~x & HIGH_BITS;
    }
}
