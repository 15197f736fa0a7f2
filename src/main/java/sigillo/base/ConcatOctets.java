package sigillo.base;

import java.io.IOException;
import java.util.List;

/** Several octets as one, in order: a trace header before a message. */
final class ConcatOctets implements Octets {
    private final List<Octets> pieces;
    private final long[] starts;
    private final long length;

    ConcatOctets(List<Octets> pieces) {
        this.pieces = List.copyOf(pieces);
        this.starts = new long[pieces.size()];
        long at = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            at += pieces.get(i).length();
        }
        this.length = at;
    }

    @Override public long length() { return length; }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        if (position < 0 || position >= length || count == 0) return 0;
        int i = starts.length - 1;
        while (starts[i] > position || pieces.get(i).length() == 0) i--;
        return pieces.get(i).read(position - starts[i], into, offset, count);
    }
}
