package sigillo.message;

import java.io.IOException;
import java.util.Locale;
import sigillo.base.Octets;

/**
 * Finds the fields of a header by reading it once through a small buffer, so that a header of any size costs no memory.
 * Lines end with LF, with or without a CR before it, as everywhere here.
 */
public final class HeaderScan {
    private static final int BUFFER_OCTETS = 4 << 10;
    /** RFC 5322 section 2.1.1: no name fills a line. */
    private static final int NAME_OCTETS_MAX = 998;

    public interface Visitor {
        /** {@code name} in lower case; the field with its line ends is {@code [start, end)}. False ends the scan. */
        boolean field(String name, long start, long end) throws IOException;
    }

    private final Octets header;
    private final byte[] buffer;
    private long base;
    private int count;

    private HeaderScan(Octets header) {
        this.header = header;
        this.buffer = new byte[Math.clamp(header.length(), 1, BUFFER_OCTETS)];
    }

    /** Visits all fields in order, up to the empty line or the end. */
    public static void fields(Octets header, Visitor visitor) throws IOException { new HeaderScan(header).run(visitor); }

    private void run(Visitor visitor) throws IOException {
        long fieldStart = 0;
        String name = null;
        for (long line = 0; line < header.length(); line = lineEnd(line)) {
            int first = at(line);
            if (first == '\n' || first == '\r' && at(line + 1) == '\n') {
                if (name != null) visitor.field(name, fieldStart, line);
                return;
            }
            if (name != null && (first == ' ' || first == '\t')) continue;
            if (name != null && !visitor.field(name, fieldStart, line)) return;
            fieldStart = line;
            name = name(line);
        }
        if (name != null) visitor.field(name, fieldStart, header.length());
    }

    /** Empty for a line that is no field; such a line is shown by HEADER.FIELDS.NOT. */
    private String name(long from) throws IOException {
        var name = new StringBuilder();
        for (long i = from; i < from + NAME_OCTETS_MAX; i++) {
            int c = at(i);
            // RFC 5322 section 4.5: a space may stand before the colon
            if (c == ':') return name.toString().stripTrailing().toLowerCase(Locale.ROOT);
            if (c < 0 || c == '\n') break;
            name.append((char) c);
        }
        return "";
    }

    private long lineEnd(long from) throws IOException {
        for (long i = from; at(i) >= 0; i = base + count) {
            for (int k = (int) (i - base); k < count; k++) {
                if (buffer[k] == '\n') return base + k + 1;
            }
        }
        return header.length();
    }

    /** -1 behind the end. */
    private int at(long position) throws IOException {
        if (position < base || position >= base + count) {
            if (position >= header.length()) return -1;
            base = position;
            count = header.read(position, buffer, 0, buffer.length);
            if (count <= 0) throw new IOException("header ends at " + position);
        }
        return buffer[(int) (position - base)] & 0xFF;
    }
}
