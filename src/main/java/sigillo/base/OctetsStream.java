package sigillo.base;

import java.io.IOException;
import java.io.InputStream;

/** Reads octets in order. */
final class OctetsStream extends InputStream {
    private final Octets octets;
    private long at;

    OctetsStream(Octets octets) { this.octets = octets; }

    @Override public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) return 0;
        int n = octets.read(at, into, offset, count);
        if (n <= 0) return -1;
        at += n;
        return n;
    }
}
