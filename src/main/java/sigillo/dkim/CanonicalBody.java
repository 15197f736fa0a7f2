package sigillo.dkim;

import java.util.ArrayList;
import java.util.List;

/**
 * Canonicalises a body as a stream: RFC 6376 sections 3.4.3 and 3.4.4. Lines end with CRLF; a bare CR or LF is an
 * ordinary octet. What stays undecided between two pieces is a count of line ends, a CR and a space, however many lines
 * are empty.
 */
abstract sealed class CanonicalBody {
    private static final byte[] CRLF = {'\r', '\n'};

    private final List<BodyHashes.Cut> cuts = new ArrayList<>();
    private long length;
    /** Empty lines that count only if something follows. */
    private long lineEnds;
    private boolean carriageReturn;

    static CanonicalBody of(Canonicalization kind) {
        return kind == Canonicalization.SIMPLE ? new Simple() : new Relaxed();
    }

    BodyHashes.Cut to(BodyHashes.Cut cut) {
        cuts.add(cut);
        return cut;
    }

    /** Octets of the canonical body so far. */
    long length() { return length; }

    abstract void write(byte[] octets, int count);

    abstract void end();

    void emit(byte[] octets, int from, int count) {
        for (var cut : cuts) cut.update(octets, from, count);
        length += count;
    }

    void flushLineEnds() {
        for (; lineEnds > 0; lineEnds--) emit(CRLF, 0, 2);
    }

    static final class Simple extends CanonicalBody {
        @Override void write(byte[] octets, int count) {
            int from = 0;
            while (from < count && isLineEnd(octets[from])) step(octets[from++]);
            int to = count;
            while (to > from && isLineEnd(octets[to - 1])) to--;
            if (from == to) return;
            flush();
            emit(octets, from, to - from);
            for (int i = to; i < count; i++) step(octets[i]);
        }

        private static boolean isLineEnd(byte b) { return b == '\r' || b == '\n'; }

        private void flush() {
            flushLineEnds();
            if (super.carriageReturn) emit(CRLF, 0, 1);
            super.carriageReturn = false;
        }

        private void step(byte b) {
            if (b == '\r') {
                if (super.carriageReturn) flush();
                super.carriageReturn = true;
            } else if (super.carriageReturn) {
                super.carriageReturn = false;
                super.lineEnds++;
            } else {
                flush();
                emit(CRLF, 1, 1);
            }
        }

        /** An empty body is one CRLF, and one that does not end with CRLF gets it. */
        @Override void end() {
            if (super.carriageReturn) flush();
            emit(CRLF, 0, 2);
        }
    }

    static final class Relaxed extends CanonicalBody {
        private final byte[] out = new byte[8 * 1024];
        private int filled;
        private boolean space;

        @Override void write(byte[] octets, int count) {
            for (int i = 0; i < count; i++) {
                byte b = octets[i];
                if (b == ' ' || b == '\t') {
                    bareReturn();
                    space = true;
                } else if (b == '\r') {
                    bareReturn();
                    super.carriageReturn = true;
                } else if (b == '\n' && super.carriageReturn) {
                    super.carriageReturn = false;
                    space = false;
                    super.lineEnds++;
                } else {
                    bareReturn();
                    content(b);
                }
            }
            drain();
        }

        private void bareReturn() {
            if (!super.carriageReturn) return;
            super.carriageReturn = false;
            content((byte) '\r');
        }

        private void content(byte b) {
            if (super.lineEnds > 0) {
                drain();
                flushLineEnds();
            }
            if (filled + 2 > out.length) drain();
            if (space) out[filled++] = ' ';
            space = false;
            out[filled++] = b;
        }

        private void drain() {
            if (filled > 0) emit(out, 0, filled);
            filled = 0;
        }

        /** An empty body stays empty. */
        @Override void end() {
            bareReturn();
            drain();
            if (length() > 0) emit(CRLF, 0, 2);
        }
    }
}
