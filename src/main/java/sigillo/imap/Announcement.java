package sigillo.imap;

/**
 * How a literal is announced at the end of a line: {@code {size}}, {@code {size+}}, with a tilde before it for
 * literal8. RFC 9051 section 4.3, RFC 7888 section 3.
 */
record Announcement(long size, boolean sync, boolean binary) {

    /** The last octets of a line, however long it was and whether or not it is kept. */
    static final class Tail {
        /** A tilde, braces, 19 digits, a plus, CRLF, and room. */
        private static final int OCTETS = 32;

        private final byte[] ring = new byte[OCTETS];
        private int count;

        void add(byte b) { ring[count++ & OCTETS - 1] = b; }

        void clear() { count = 0; }

        /** What is announced before the CRLF with which this ends; null when nothing is. */
        Announcement read() {
            int at = 3;
            if (back(1) != '\n' || back(2) != '\r' || back(at) != '}') return null;
            boolean sync = back(++at) != '+';
            if (!sync) at++;
            long size = 0;
            long place = 1;
            int digits = 0;
            for (; isDigit(back(at)); at++) {
                if (++digits > 18) return null; // 10^18 octets are no literal; the grammar will refuse the line
                size += place * (back(at) - '0');
                place *= 10;
            }
            return digits == 0 || back(at) != '{' ? null : new Announcement(size, sync, back(at + 1) == '~');
        }

        /** The n-th octet from the end, -1 when there is none. */
        private int back(int n) { return n > Math.min(count, OCTETS) ? -1 : ring[count - n & OCTETS - 1]; }

        private static boolean isDigit(int c) { return c >= '0' && c <= '9'; }
    }
}
