package sigillo.base;

import java.io.IOException;

/** A window on other octets. */
record SliceOctets(Octets whole, long start, long length) implements Octets {

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        int n = Math.clamp(length - position, 0, count);
        return n == 0 ? 0 : whole.read(start + position, into, offset, n);
    }

    @Override public Octets slice(long from, long to) {
        long first = Math.clamp(from, 0, length);
        long last = Math.clamp(to, first, length);
        return new SliceOctets(whole, start + first, last - first);
    }
}
