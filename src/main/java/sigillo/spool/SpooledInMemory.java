package sigillo.spool;

import java.io.IOException;
import java.util.Arrays;

/** A short message. Its memory is counted until it is closed. */
final class SpooledInMemory implements Spooled {
    private final Spool spool;
    private final int length;
    private volatile byte[] octets;

    SpooledInMemory(Spool spool, byte[] octets, int length) {
        this.spool = spool;
        this.octets = octets;
        this.length = length;
    }

    @Override public long length() { return length; }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        var from = octets;
        if (from == null) throw new IOException("the message is closed");
        int n = Math.clamp(length - position, 0, count);
        if (n > 0) System.arraycopy(from, (int) position, into, offset, n);
        return n;
    }

    @Override public synchronized void close() {
        var from = octets;
        if (from == null) return;
        octets = null;
        Arrays.fill(from, 0, length, (byte) 0);
        spool.giveMemory(from.length);
    }
}
