package sigillo.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How much of a body was read. One thread. */
final class CountedStream extends FilterInputStream {
    private long count;

    CountedStream(InputStream in) { super(in); }

    long count() { return count; }

    @Override public int read() throws IOException {
        int octet = super.read();
        if (octet >= 0) count++;
        return octet;
    }

    @Override public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        if (n > 0) count += n;
        return n;
    }

    /** Helidon would read what is left. */
    @Override public void close() { }
}
