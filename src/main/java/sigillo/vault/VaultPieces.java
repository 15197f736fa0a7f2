package sigillo.vault;

import java.util.function.IntFunction;
import sigillo.base.Octets;

/** A blob out of its pieces, of which the one that was read last is in memory. Any thread. */
final class VaultPieces implements Octets {
    private final long length;
    private final IntFunction<byte[]> pieces;
    private int number = -1;
    private byte[] piece = {};

    VaultPieces(long length, IntFunction<byte[]> pieces) {
        this.length = length;
        this.pieces = pieces;
    }

    @Override public long length() { return length; }

    @Override public synchronized int read(long position, byte[] into, int offset, int count) {
        if (position >= length || count <= 0) return 0;
        int wanted = (int) (position / VaultLimits.PIECE_OCTETS);
        if (wanted != number) {
            piece = pieces.apply(wanted);
            number = wanted;
        }
        int from = (int) (position % VaultLimits.PIECE_OCTETS);
        int n = Math.min(count, piece.length - from);
        System.arraycopy(piece, from, into, offset, n);
        return n;
    }
}
