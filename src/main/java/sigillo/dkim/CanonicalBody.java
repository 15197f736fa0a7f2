package sigillo.dkim;

import java.security.MessageDigest;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import sigillo.base.Sha256;

/**
 * Canonicalises a body as a stream and hashes it: RFC 6376 sections 3.4.3 and 3.4.4. Lines end with CRLF; a bare CR or
 * LF is an ordinary octet. What stays undecided between two pieces is a count of line ends, a CR and a space, however
 * many lines are empty.
 *
 * <p>One hash runs over it, however many lengths are signed: at each of them its state is copied.
 */
abstract sealed class CanonicalBody {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LINE_ENDS = "\r\n".repeat(512).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final MessageDigest digest = Sha256.begin();
    /** By the length at which they are taken; empty until it is reached. */
    private final NavigableMap<Long, Optional<byte[]>> cuts = new TreeMap<>();
    /** Many small pieces are hashed as one. */
    private final byte[] out = new byte[8 * 1024];
    private int filled;
    private long hashed;
    private long nextCut = Long.MAX_VALUE;
    /** Empty lines that count only if something follows. */
    private long lineEnds;
    private boolean carriageReturn;

    static CanonicalBody of(Canonicalization kind) {
        return kind == Canonicalization.SIMPLE ? new Simple() : new Relaxed();
    }

    /** Before the first piece: the hash of the first {@code length} octets is wanted too. */
    void cutAt(long length) {
        cuts.put(length, Optional.empty());
        nextCut = cuts.firstKey();
    }

    /** Octets of the canonical body; after the end. */
    long length() { return hashed; }

    /** Of the whole body; after the end. */
    byte[] whole() { return soFar(); }

    /** Of the first octets that were asked for; empty if there are fewer. After the end. */
    Optional<byte[]> cut(long length) { return cuts.get(length); }

    abstract void write(byte[] octets, int count);

    /** What ends the body in this kind. */
    abstract void last();

    final void end() {
        last();
        drain();
        hash(out, 0, 0); // a cut may lie at the very end
    }

    final boolean isEmpty() { return hashed + filled == 0; }

    final void emit(byte[] octets, int from, int count) {
        if (count > out.length - filled) drain();
        if (count > out.length) {
            hash(octets, from, count);
            return;
        }
        System.arraycopy(octets, from, out, filled, count);
        filled += count;
    }

    final void emit(byte b) {
        if (filled == out.length) drain();
        out[filled++] = b;
    }

    final void flushLineEnds() {
        while (lineEnds > 0) {
            int n = (int) Math.min(lineEnds, LINE_ENDS.length / 2);
            emit(LINE_ENDS, 0, 2 * n);
            lineEnds -= n;
        }
    }

    private void drain() {
        hash(out, 0, filled);
        filled = 0;
    }

    private void hash(byte[] octets, int from, int count) {
        int at = from;
        int end = from + count;
        while (nextCut - hashed <= end - at) {
            int n = (int) (nextCut - hashed);
            digest.update(octets, at, n);
            at += n;
            hashed += n;
            cuts.put(nextCut, Optional.of(soFar()));
            var higher = cuts.higherKey(nextCut);
            nextCut = higher == null ? Long.MAX_VALUE : higher;
        }
        digest.update(octets, at, end - at);
        hashed += end - at;
    }

    private byte[] soFar() { return Sha256.copy(digest).digest(); }

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
            if (super.carriageReturn) emit((byte) '\r');
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
                emit((byte) '\n');
            }
        }

        /** An empty body is one CRLF, and one that does not end with CRLF gets it. */
        @Override void last() {
            if (super.carriageReturn) flush();
            emit(CRLF, 0, 2);
        }
    }

    static final class Relaxed extends CanonicalBody {
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
                    int end = plainEnd(octets, i + 1, count);
                    content(octets, i, end);
                    i = end - 1;
                }
            }
        }

        /** Where what is the same in both ways ends: octets of no meaning, and single spaces between them. */
        private static int plainEnd(byte[] octets, int from, int count) {
            int end = from;
            while (end < count) {
                if (isPlain(octets[end])) end++;
                else if (octets[end] == ' ' && end + 1 < count && isPlain(octets[end + 1])) end += 2;
                else return end;
            }
            return end;
        }

        private static boolean isPlain(byte b) { return b > ' ' || b < 0; }

        private void bareReturn() {
            if (!super.carriageReturn) return;
            super.carriageReturn = false;
            content(CRLF, 0, 1);
        }

        private void content(byte[] octets, int from, int to) {
            if (super.lineEnds > 0) flushLineEnds();
            if (space) emit((byte) ' ');
            space = false;
            emit(octets, from, to - from);
        }

        /** An empty body stays empty. */
        @Override void last() {
            bareReturn();
            if (!isEmpty()) emit(CRLF, 0, 2);
        }
    }
}
