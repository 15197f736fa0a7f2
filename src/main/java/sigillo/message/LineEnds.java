package sigillo.message;

import java.io.IOException;
import java.io.OutputStream;
import sigillo.base.Octets;

/** Octets whose lines end with CRLF and nothing else, as SMTP demands. RFC 5321 section 2.3.8. */
final class LineEnds {
    private static final int PIECE_OCTETS = 8 * 1024;

    private LineEnds() {}

    static boolean isEightBit(Octets octets) throws IOException {
        var piece = new byte[PIECE_OCTETS];
        for (long at = 0; at < octets.length(); ) {
            int n = octets.read(at, piece, 0, piece.length);
            for (int i = 0; i < n; i++) if (piece[i] < 0) return true;
            at += n;
        }
        return false;
    }

    /** A bare CR or LF becomes CRLF. */
    static void write(Octets octets, OutputStream out) throws IOException {
        var piece = new byte[PIECE_OCTETS];
        var made = new byte[2 * PIECE_OCTETS];
        byte before = 0;
        for (long at = 0; at < octets.length(); ) {
            int n = octets.read(at, piece, 0, piece.length);
            int count = 0;
            for (int i = 0; i < n; i++) {
                byte b = piece[i];
                if (b == '\n' && before == '\r') {
                    before = 0;
                    continue;
                }
                if (b == '\r' || b == '\n') {
                    made[count++] = '\r';
                    made[count++] = '\n';
                } else {
                    made[count++] = b;
                }
                before = b;
            }
            out.write(made, 0, count);
            at += n;
        }
    }
}
