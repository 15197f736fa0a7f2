package sigillo.message;

import java.util.Arrays;

/** Octets that are gathered up to a bound; what comes behind is counted as cut. */
final class Bounded {
    private final int octetsMax;
    private byte[] octets = new byte[1024];
    private int count;
    private boolean cut;

    Bounded(int octetsMax) { this.octetsMax = octetsMax; }

    void add(byte[] from, int start, int end) {
        int n = Math.min(end - start, octetsMax - count);
        if (n < end - start) cut = true;
        if (count + n > octets.length) {
            octets = Arrays.copyOf(octets, Math.min(octetsMax, Math.max(count + n, octets.length * 2)));
        }
        System.arraycopy(from, start, octets, count, n);
        count += n;
    }

    byte[] toArray() { return Arrays.copyOf(octets, count); }

    boolean isCut() { return cut; }

    void clear() {
        count = 0;
        cut = false;
    }
}
