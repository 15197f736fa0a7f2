package sigillo.message;

import java.io.IOException;
import java.io.InputStream;

/**
 * Text with CRLF at each end of a line: a CR or LF that stands alone becomes one (decision 0005). A last line without an
 * end has none. For text of one octet a character, or UTF-8; in UTF-16 the octets mean something else ({@link #has}).
 */
public final class TextLines extends InputStream {
    private static final int BUFFER_OCTETS = 4 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_OCTETS];
    private int at;
    private int filled;
    private boolean behindCr; // which went out already
    private boolean owesLf;   // to a CR that stood alone, or a LF whose CR went out

    public TextLines(InputStream in) { this.in = in; }

    /** Whether the content of a part, without its transfer encoding, is lines of text. */
    public static boolean has(ContentType type) {
        return type.isText() && type.parameter("charset").map(Ascii::lower).map(TextLines::isOfOctets).orElse(true);
    }

    private static boolean isOfOctets(String charset) {
        return !charset.startsWith("utf-16") && !charset.startsWith("utf-32") && !charset.contains("ucs-");
    }

    @Override public int read() throws IOException {
        if (owesLf) {
            owesLf = false;
            return '\n';
        }
        int octet = next();
        if (behindCr && octet != '\n') return lineEndsBefore(octet);
        if (octet == '\n' && !behindCr) {
            owesLf = true;
            return '\r';
        }
        behindCr = octet == '\r';
        return octet;
    }

    /** The CR that went out stood alone; {@code octet} is read again. */
    private int lineEndsBefore(int octet) {
        if (octet >= 0) at--;
        behindCr = false;
        return '\n';
    }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) return 0;
        int n = 0;
        for (int octet; n < count && (octet = read()) >= 0; ) into[offset + n++] = (byte) octet;
        return n == 0 ? -1 : n;
    }

    private int next() throws IOException {
        if (at == filled) {
            filled = Math.max(0, in.read(buffer, 0, buffer.length));
            at = 0;
        }
        return at < filled ? buffer[at++] & 0xFF : -1;
    }

    @Override public void close() throws IOException { in.close(); }
}
