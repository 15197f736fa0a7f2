package sigillo.message;

import java.io.IOException;
import java.io.InputStream;
import sigillo.base.Octets;

/** A stream that reads octets in pieces and hands out what a decoder makes of them. */
abstract class DecodingStream extends InputStream {
    static final int PIECE_OCTETS = 8 * 1024;
    /** What a decoder holds back of the pieces before, at most. */
    static final int HELD_OCTETS_MAX = 1024;

    private final Octets encoded;
    private final byte[] piece;
    /** Decoders write here; none makes more of a piece than its octets and what it held back. */
    final byte[] decoded;
    private long position;
    private int at;
    private int filled;
    private boolean ended;

    /** Most parts are short: so are their buffers. */
    DecodingStream(Octets encoded) {
        this.encoded = encoded;
        this.piece = new byte[Math.clamp(encoded.length(), 1, PIECE_OCTETS)];
        this.decoded = new byte[piece.length + HELD_OCTETS_MAX];
    }

    /** Decodes {@code [0, count)} of the piece into {@link #decoded} and returns how many octets that gave. */
    abstract int decode(byte[] piece, int count);

    /** What was held back, at the end. */
    abstract int finish();

    @Override public int read() throws IOException { return more() ? decoded[at++] & 0xFF : -1; }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) return 0;
        if (!more()) return -1;
        int n = Math.min(count, filled - at);
        System.arraycopy(decoded, at, into, offset, n);
        at += n;
        return n;
    }

    private boolean more() throws IOException {
        while (at == filled && !ended) {
            int n = encoded.read(position, piece, 0, piece.length);
            position += Math.max(n, 0);
            ended = n <= 0;
            at = 0;
            filled = ended ? finish() : decode(piece, n);
        }
        return at < filled;
    }
}
