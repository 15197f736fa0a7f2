package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Decrypted octets of which it is not yet known whether they are what was encrypted: {@link #isIntact} says so when all
 * were read. What reads them must not let anything out before, and must not say what was wrong with them if they are
 * not intact (RFC 9580 sections 13.4 and 13.7).
 */
abstract class ProtectedStream extends InputStream {
    private static final int PIECE_OCTETS = 16 * 1024;

    private final byte[] cipherText = new byte[PIECE_OCTETS];
    private final InputStream in;
    /** Of what is decrypted. */
    private byte[] plain = new byte[0];
    private int at;
    private int end;
    private boolean isOver;
    private boolean isIntact;

    ProtectedStream(InputStream in) { this.in = in; }

    /** Takes ciphertext; appends what becomes of it with {@link #put}. */
    abstract void take(byte[] from, int count) throws IOException;

    /** The ciphertext has ended; whether all was whole. */
    abstract boolean isWhole() throws IOException;

    /** Room for {@code count} octets, to be filled by the caller from {@link #end} on. */
    final byte[] room(int count) {
        if (at == end) {
            at = 0;
            end = 0;
        }
        if (plain.length - end < count) plain = Arrays.copyOf(plain, end + count + PIECE_OCTETS);
        return plain;
    }

    final int end() { return end; }

    final void filled(int count) { end += count; }

    @Override public final int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override public final int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) return 0;
        while (at == end && !isOver) more();
        if (at == end) return -1;
        int n = Math.min(count, end - at);
        System.arraycopy(plain, at, into, offset, n);
        at += n;
        return n;
    }

    private void more() throws IOException {
        int n = in.read(cipherText, 0, cipherText.length);
        if (n > 0) {
            take(cipherText, n);
        } else {
            isOver = true;
            isIntact = isWhole();
        }
    }

    /** Reads the rest, and says whether all of it is what was encrypted. */
    final boolean isIntact() throws IOException {
        var rest = new byte[PIECE_OCTETS];
        while (read(rest, 0, rest.length) >= 0) { }
        return isIntact;
    }

    @Override public void close() {
        Arrays.fill(plain, (byte) 0);
        isOver = true;
    }
}
