package sigillo.message;

import java.io.IOException;
import java.io.OutputStream;
import sigillo.base.Octets;

/**
 * How long a message is when each of its lines ends with CRLF: a CR or LF that stands alone becomes one, and a last line
 * without an end gets one (decision 0005). RFC 1939 section 11 counts messages so. Octets of {@code .}-stuffing are not of it.
 */
public final class CrlfLength {
    private CrlfLength() {}

    /** In octets; the message's own length when it is regular. */
    public static long of(Octets message) throws IOException {
        var counter = new Counter();
        message.writeTo(counter);
        return counter.length();
    }

    private static final class Counter extends OutputStream {
        private long length;
        private boolean isAfterCr;
        private boolean isAtStart = true;

        @Override public void write(int octet) { write(new byte[] {(byte) octet}, 0, 1); }

        @Override public void write(byte[] octets, int offset, int count) {
            long ends = 0;
            for (int i = offset; i < offset + count; i++) {
                byte octet = octets[i];
                if (octet != '\r' && octet != '\n') {
                    isAfterCr = false;
                    isAtStart = false;
                    continue;
                }
                // the LF behind a CR was counted with it
                ends += octet == '\n' && isAfterCr ? -1 : 1;
                isAfterCr = octet == '\r';
                isAtStart = true;
            }
            length += count + ends;
        }

        long length() { return isAtStart ? length : length + 2; }
    }
}
