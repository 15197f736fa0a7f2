package sigillo.sealing;

import java.io.IOException;
import sigillo.base.Octets;

/**
 * Octets that are made piece by piece, the last piece kept for whoever reads on. Readers may be on several threads: a
 * piece never changes once it is made.
 */
abstract class ChunkedOctets implements Octets {
    private final long length;
    private volatile Piece last = new Piece(-1, new byte[0]);

    private record Piece(long number, byte[] octets) {}

    ChunkedOctets(long length) { this.length = length; }

    /** Which piece has the octet at {@code position}. */
    abstract long pieceAt(long position);

    abstract long startOf(long piece);

    abstract byte[] make(long piece) throws IOException;

    @Override public final long length() { return length; }

    @Override public final int read(long position, byte[] into, int offset, int count) throws IOException {
        if (position >= length || count == 0) return 0;
        long number = pieceAt(position);
        var piece = last;
        if (piece.number != number) {
            piece = new Piece(number, make(number));
            last = piece;
        }
        int from = (int) (position - startOf(number));
        int n = Math.min(count, piece.octets.length - from);
        System.arraycopy(piece.octets, from, into, offset, n);
        return n;
    }
}
