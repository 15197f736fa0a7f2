package sigillo.base;

import java.io.IOException;
import java.io.OutputStream;

/** Octets that lie in an array. */
record ArrayOctets(byte[] array, int start, int count) implements Octets {

    @Override public long length() { return count; }

    @Override public int read(long position, byte[] into, int offset, int wanted) {
        int n = Math.clamp(count - position, 0, wanted);
        if (n > 0) System.arraycopy(array, start + (int) position, into, offset, n);
        return n;
    }

    @Override public Octets slice(long from, long to) {
        int first = Math.clamp(from, 0, count);
        int last = Math.clamp(to, first, count);
        return new ArrayOctets(array, start + first, last - first);
    }

    @Override public void writeTo(OutputStream out) throws IOException { out.write(array, start, count); }
}
