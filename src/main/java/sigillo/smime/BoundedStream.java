package sigillo.smime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends with an {@link IOException} when more is read than is allowed at that place. One thread. */
final class BoundedStream extends FilterInputStream {
    private long left;

    BoundedStream(InputStream in, long left) {
        super(in);
        this.left = left;
    }

    /** From now on. In octets. */
    void allow(long octets) { left = octets; }

    @Override public int read() throws IOException {
        int octet = in.read();
        if (octet >= 0) count(1);
        return octet;
    }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        int n = in.read(into, offset, count);
        if (n > 0) count(n);
        return n;
    }

    @Override public long skip(long count) throws IOException { return in.skip(0); }

    private void count(int octets) throws IOException {
        left -= octets;
        if (left < 0) throw new IOException("a signature beyond what is read of one");
    }
}
