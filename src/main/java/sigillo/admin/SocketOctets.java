package sigillo.admin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * What is said over a local socket, through memory that is wiped after each piece: passwords come by it, and codes go.
 * The JDK's own buffers for arrays are handed back to the system with the last piece in them. One thread.
 */
final class SocketOctets extends InputStream {
    private static final int PIECE_OCTETS = 8 << 10;

    private final SocketChannel channel;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_OCTETS);

    SocketOctets(SocketChannel channel) { this.channel = channel; }

    @Override public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) return 0;
        try {
            piece.clear().limit(Math.min(length, PIECE_OCTETS));
            int count = channel.read(piece);
            if (count > 0) piece.flip().get(into, at, count);
            return count;
        } finally {
            wipe();
        }
    }

    void write(byte[] octets) throws IOException {
        try {
            for (int at = 0; at < octets.length; at += PIECE_OCTETS) {
                piece.clear().put(octets, at, Math.min(PIECE_OCTETS, octets.length - at)).flip();
                while (piece.hasRemaining()) channel.write(piece);
            }
        } finally {
            wipe();
        }
    }

    private void wipe() { MemorySegment.ofBuffer(piece.clear()).fill((byte) 0); }
}
