package sigillo.submission;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import sigillo.base.Octets;

/**
 * Octets in which each CR without LF and each LF without CR has become CRLF, so that nothing in them can be an end of
 * data or of a line for some servers and not for others. Made by one pass over the original; then a map from blocks of
 * it to places here makes any place readable.
 */
final class CrlfOctets implements Octets {
    private static final int BLOCK_OCTETS = 16 * 1024;

    private final Octets original;
    /** Where each block begins here; at its end, the length of all. */
    private final long[] starts;

    private CrlfOctets(Octets original, long[] starts) {
        this.original = original;
        this.starts = starts;
    }

    /** The original itself when there is nothing to mend. */
    static Octets mended(Octets original) throws IOException {
        int blocks = Math.toIntExact((original.length() + BLOCK_OCTETS - 1) / BLOCK_OCTETS);
        var starts = new long[blocks + 1];
        var mended = new CrlfOctets(original, starts);
        for (int i = 0; i < blocks; i++) starts[i + 1] = starts[i] + mended.block(i).length;
        return starts[blocks] == original.length() ? original : mended;
    }

    @Override public long length() { return starts[starts.length - 1]; }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        if (position < 0 || position >= length() || count == 0) return 0;
        int found = Arrays.binarySearch(starts, position);
        int index = found >= 0 ? found : -found - 2;
        var block = block(index);
        int from = (int) (position - starts[index]);
        int n = Math.min(count, block.length - from);
        System.arraycopy(block, from, into, offset, n);
        return n;
    }

    /** One block of the original, mended; what stands around it is looked at. */
    private byte[] block(int index) throws IOException {
        long start = (long) index * BLOCK_OCTETS;
        var raw = around(start, Math.min(start + BLOCK_OCTETS, original.length()));
        var out = new byte[2 * raw.length];
        int count = 0;
        for (int i = 1; i < raw.length - 1; i++) {
            boolean bareLf = raw[i] == '\n' && raw[i - 1] != '\r';
            boolean bareCr = raw[i] == '\r' && raw[i + 1] != '\n';
            if (bareLf) out[count++] = '\r';
            out[count++] = raw[i];
            if (bareCr) out[count++] = '\n';
        }
        return Arrays.copyOf(out, count);
    }

    /** {@code [start, end)} with one octet on each side, 0 where there is none. */
    private byte[] around(long start, long end) throws IOException {
        var raw = new byte[(int) (end - start) + 2];
        long from = Math.max(0, start - 1);
        long to = Math.min(original.length(), end + 1);
        int at = (int) (from - (start - 1));
        for (long position = from; position < to; ) {
            int n = original.read(position, raw, at, (int) (to - position));
            if (n <= 0) throw new EOFException("ends at " + position);
            position += n;
            at += n;
        }
        return raw;
    }
}
