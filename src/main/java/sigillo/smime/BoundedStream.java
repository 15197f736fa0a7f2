package sigillo.smime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends with an {@link IOException} when more is read than is allowed at that place, or it is too deep. One thread. */
final class BoundedStream extends FilterInputStream {
    private final Nesting nesting = new Nesting();
    private long left;

    BoundedStream(InputStream in, long left) {
        super(in);
        this.left = left;
    }

    /** From now on. In octets. */
    void allow(long octets) { left = octets; }

    @Override public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        int n = in.read(into, offset, count);
        if (n > 0) {
            count(n);
            nesting.take(into, offset, n);
        }
        return n;
    }

    @Override public long skip(long count) throws IOException { return in.skip(0); }

    @Override public boolean markSupported() { return false; }

    private void count(int octets) throws IOException {
        left -= octets;
        if (left < 0) throw new IOException("a signature beyond what is read of one");
    }
}
