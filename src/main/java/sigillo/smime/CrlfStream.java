package sigillo.smime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Lines end with CRLF, as what is signed has them: RFC 8551 section 3.1.1. What ends so already is as it was. One
 * thread.
 */
final class CrlfStream extends InputStream {
    private final InputStream in;
    private final byte[] piece = new byte[8 * 1024];
    private int at;
    private int end;
    private boolean isBehindCr;
    private boolean isLfOwed;

    CrlfStream(InputStream in) { this.in = in; }

    @Override public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) return 0;
        int n = 0;
        while (n < count && (isLfOwed || fill(n))) into[offset + n++] = next();
        return n == 0 ? -1 : n;
    }

    /** Whether there is an octet; once something is there to give, nothing more is waited for. */
    private boolean fill(int given) throws IOException {
        if (at < end) return true;
        if (given > 0) return false;
        end = Math.max(0, in.read(piece, 0, piece.length));
        at = 0;
        return end > 0;
    }

    private byte next() {
        if (isLfOwed) {
            isLfOwed = false;
            return '\n';
        }
        byte octet = piece[at++];
        boolean isAlone = octet == '\n' && !isBehindCr;
        isBehindCr = octet == '\r';
        if (!isAlone) return octet;
        isLfOwed = true;
        return '\r';
    }
}
