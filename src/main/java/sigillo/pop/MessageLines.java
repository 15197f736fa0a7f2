package sigillo.pop;

import java.io.IOException;
import java.io.OutputStream;
import sigillo.base.Octets;

/**
 * A message as lines that end with CRLF: each CR or LF that stands alone becomes one, and the last line gets one when it has
 * none (decision 0005 does the same when mail leaves). Lines that begin with a dot are stuffed: RFC 1939 section 3. Once.
 */
final class MessageLines {
    /** Of the message, read at a time. In octets. */
    private static final int PIECE = 8 * 1_024;

    private final Octets message;
    private final long bodyLinesMax;
    private final byte[] piece;
    /** What a piece becomes: each octet may become two. */
    private final byte[] wire;
    private long read;
    private int pieceCount;
    private int wireCount;
    private boolean isAfterCr;
    private boolean isAtStart = true;
    private boolean isInBody;
    private long bodyLines;

    MessageLines(Octets message, long bodyLinesMax) {
        this.message = message;
        this.bodyLinesMax = bodyLinesMax;
        this.piece = new byte[Math.clamp(message.length(), 1, PIECE)];
        this.wire = new byte[2 * piece.length + 2];
    }

    /** The next piece. */
    void read() throws IOException {
        pieceCount = message.read(read, piece, 0, piece.length);
        if (pieceCount <= 0 && read < message.length()) throw new IOException("ends at " + read + " of " + message.length());
        read += pieceCount;
    }

    /** Writes all from the piece on that was read. */
    void writeTo(OutputStream out) throws IOException {
        boolean isWhole = true;
        while (pieceCount > 0 && isWhole) {
            isWhole = takePiece();
            out.write(wire, 0, wireCount);
            if (isWhole) read();
        }
        if (isWhole && !isAtStart) out.write(new byte[] {'\r', '\n'});
    }

    /** False when as many lines are there as are wanted. */
    private boolean takePiece() {
        wireCount = 0;
        for (int i = 0; i < pieceCount; i++) {
            byte octet = piece[i];
            boolean isLineEnd = octet == '\r' || octet == '\n' && !isAfterCr;
            boolean isRestOfOne = octet == '\n' && isAfterCr;
            isAfterCr = octet == '\r';
            if (isLineEnd && !endLine()) return false;
            if (!isLineEnd && !isRestOfOne) put(octet);
        }
        return true;
    }

    private void put(byte octet) {
        if (isAtStart && octet == '.') wire[wireCount++] = '.';
        wire[wireCount++] = octet;
        isAtStart = false;
    }

    /** RFC 5322 section 2.1: an empty line ends the header. */
    private boolean endLine() {
        wire[wireCount++] = '\r';
        wire[wireCount++] = '\n';
        if (isInBody) bodyLines++;
        else isInBody = isAtStart;
        isAtStart = true;
        return !isInBody || bodyLines < bodyLinesMax;
    }
}
