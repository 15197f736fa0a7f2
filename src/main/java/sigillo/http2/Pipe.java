package sigillo.http2;

import java.util.Arrays;
import sigillo.net.Wire;

/** What has come of a body and nobody has read: no more than its window. It holds of the room what it has place for. Under a lock. */
final class Pipe {
    private static final byte[] NOTHING = {};
    private static final int FIRST_OCTETS = 1 << 10;

    private final Wire wire;
    private byte[] ring = NOTHING;
    private int from;
    private int count;
    private boolean isWhole;

    Pipe(Wire wire) { this.wire = wire; }

    /** How much more room it needs for so many octets; to be borrowed for it. */
    int lacking(int octets) {
        int wanted = count + octets;
        return wanted <= ring.length ? 0 : Math.max(wanted, Math.clamp(2L * ring.length, FIRST_OCTETS, Http2Limits.WINDOW_AT_FIRST)) - ring.length;
    }

    /** {@code room}: what was borrowed for it. */
    void add(byte[] octets, int room) {
        if (room > 0) grow(ring.length + room);
        if (octets.length == 0) return;
        int end = (from + count) % ring.length;
        int first = Math.min(octets.length, ring.length - end);
        System.arraycopy(octets, 0, ring, end, first);
        System.arraycopy(octets, first, ring, 0, octets.length - first);
        count += octets.length;
    }

    private void grow(int size) {
        var larger = new byte[size];
        int n = take(larger, 0, count);
        Arrays.fill(ring, (byte) 0);
        ring = larger;
        from = 0;
        count = n;
    }

    /** How many were read: 0 when there are none now. What was read is wiped here. */
    int take(byte[] into, int offset, int max) {
        int n = Math.min(max, count);
        for (int done = 0; done < n; ) {
            int piece = Math.min(n - done, ring.length - from);
            System.arraycopy(ring, from, into, offset + done, piece);
            Arrays.fill(ring, from, from + piece, (byte) 0);
            from = (from + piece) % ring.length;
            done += piece;
        }
        count -= n;
        return n;
    }

    void end() { isWhole = true; }

    /** Nothing more will come. */
    boolean isWhole() { return isWhole; }

    void close() {
        Arrays.fill(ring, (byte) 0);
        wire.giveBack(ring.length);
        ring = NOTHING;
        from = count = 0;
    }
}
