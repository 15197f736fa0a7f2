package sigillo.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import sigillo.base.Octets;
import sigillo.spool.Spool;
import sigillo.spool.Spooled;

/** Files of others end lines with LF; mail has CRLF (RFC 5322 section 2.3). */
final class LineEnds {
    private static final byte[] CRLF = {'\r', '\n'};

    private LineEnds() {}

    /** Whether each line ends with CRLF and no CR or LF stands alone, so that a file with LF alone says the same. */
    static boolean areRegular(Octets content) throws IOException {
        int before = -1;
        try (var in = new BufferedInputStream(content.stream())) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if ((next == '\n') != (before == '\r')) return false;
                before = next;
            }
        }
        return before == '\n' || before == -1;
    }

    /** A file that has no CRLF at all gets it; one that has some is taken as it is. The caller closes what it gets. */
    static Spooled read(InputStream file, Spool spool) throws IOException { return read(file, spool, Long.MAX_VALUE); }

    /** {@code octetsMax}: of a file that is longer only some octets more are read. */
    static Spooled read(InputStream file, Spool spool, long octetsMax) throws IOException {
        try (var raw = spool(file, spool, octetsMax); var in = new BufferedInputStream(raw.stream()); var writer = spool.writer()) {
            boolean asIs = hasCrlf(raw);
            var one = new byte[1];
            for (int next = in.read(); next >= 0; next = in.read()) {
                one[0] = (byte) next;
                if (next == '\n' && !asIs) writer.write(CRLF, 0, 2);
                else writer.write(one, 0, 1);
            }
            return writer.finish();
        }
    }

    private static Spooled spool(InputStream file, Spool spool, long octetsMax) throws IOException {
        try (var writer = spool.writer()) {
            var buffer = new byte[16 << 10];
            for (int count = file.read(buffer); count >= 0 && writer.length() <= octetsMax; count = file.read(buffer)) writer.write(buffer, 0, count);
            return writer.finish();
        }
    }

    private static boolean hasCrlf(Octets content) throws IOException {
        int before = -1;
        try (var in = new BufferedInputStream(content.stream())) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n' && before == '\r') return true;
                before = next;
            }
        }
        return false;
    }
}
