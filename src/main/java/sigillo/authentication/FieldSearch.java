package sigillo.authentication;

import java.io.EOFException;
import java.io.IOException;
import sigillo.base.Octets;

/** Looks through a header of any length for a field, without keeping it. By one thread. */
final class FieldSearch {
    private static final int BUFFER_OCTETS = 16 * 1024;

    private final String name;
    /** Of the line: how many octets of the name it has begun with, -1 when it is no such field. */
    private int matched;
    private boolean isLineBegin = true;
    private boolean isEmptyLine = true;

    /** {@code name} in lower case. */
    private FieldSearch(String name) { this.name = name; }

    /** Whether one stands behind {@code from}, where a line begins, and before the empty line that ends the header. */
    static boolean has(Octets message, long from, String name) throws IOException {
        var search = new FieldSearch(name);
        var buffer = new byte[BUFFER_OCTETS];
        for (long at = from; at < message.length(); ) {
            int n = message.read(at, buffer, 0, buffer.length);
            if (n <= 0) throw new EOFException("ends at " + at + " of " + message.length());
            for (int i = 0; i < n; i++) {
                if (search.isFound(buffer[i])) return true;
                if (search.isEnd(buffer[i])) return false;
            }
            at += n;
        }
        return false;
    }

    /** RFC 5322 section 4.5: spaces may stand before the colon. */
    private boolean isFound(byte b) {
        if (isLineBegin) matched = 0;
        if (matched == name.length()) {
            if (b == ':') return true;
            if (b != ' ' && b != '\t') matched = -1;
        } else if (matched >= 0) {
            int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
            matched = lower == name.charAt(matched) ? matched + 1 : -1;
        }
        return false;
    }

    private boolean isEnd(byte b) {
        if (isLineBegin) isEmptyLine = true;
        isLineBegin = b == '\n';
        if (isLineBegin) return isEmptyLine;
        isEmptyLine &= b == '\r';
        return false;
    }
}
