package sigillo.base;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Several octets as one, in order: a trace header before a message. */
final class ConcatOctets implements Octets {
    private final List<Octets> pieces;
    private final long[] starts;
    private final long length;

    ConcatOctets(List<Octets> pieces) {
        this.pieces = pieces.stream().filter(piece -> piece.length() > 0).toList();
        this.starts = new long[this.pieces.size()];
        long at = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            at += this.pieces.get(i).length();
        }
        this.length = at;
    }

    @Override public long length() { return length; }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        if (position < 0 || position >= length || count == 0) return 0;
        int found = Arrays.binarySearch(starts, position);
        int i = found >= 0 ? found : -found - 2;
        return pieces.get(i).read(position - starts[i], into, offset, count);
    }
}
