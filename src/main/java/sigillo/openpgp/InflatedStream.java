package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Compressed data: RFC 9580 section 5.6. Ends in {@link Refusal#COMPRESSION_BOMB} before it fills a disk (section
 * 13.14). What follows the end of the deflated octets within the packet is passed over: Sequoia hides the length with
 * it.
 */
final class InflatedStream extends InputStream {
    private static final int UNCOMPRESSED = 0;
    private static final int ZIP = 1;
    private static final int ZLIB = 2;

    private final InputStream in;
    private final Inflater inflater;
    private final byte[] buffer = new byte[8_192];
    private boolean isPadded;

    private InflatedStream(InputStream in, boolean isRaw) {
        this.in = in;
        inflater = new Inflater(isRaw);
    }

    /** {@code body}: of the packet. Who reads it closes it. */
    static InputStream of(InputStream body) throws IOException {
        return switch (body.read()) {
            case UNCOMPRESSED -> body;
            case ZIP -> new InflatedStream(body, true);
            case ZLIB -> new InflatedStream(body, false);
            case -1 -> throw new OpenPgpBroken(Refusal.TRUNCATED);
            default -> throw new OpenPgpBroken(Refusal.UNKNOWN_COMPRESSION);
        };
    }

    @Override public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) return 0;
        try {
            for (int n; (n = inflater.inflate(into, offset, count)) >= 0; ) {
                if (n > 0) {
                    requireModest();
                    return n;
                }
                if (inflater.finished()) return -1;
                if (inflater.needsDictionary()) throw new OpenPgpBroken(Refusal.MALFORMED);
                if (inflater.needsInput()) feed();
            }
            return -1;
        } catch (DataFormatException e) {
            throw new OpenPgpBroken(Refusal.MALFORMED, e);
        }
    }

    private void feed() throws IOException {
        int n = in.read(buffer, 0, buffer.length);
        if (n <= 0) {
            // one octet more than there is, for the sake of raw streams
            if (isPadded) throw new OpenPgpBroken(Refusal.TRUNCATED);
            isPadded = true;
            buffer[0] = 0;
            n = 1;
        }
        inflater.setInput(buffer, 0, n);
    }

    private void requireModest() throws OpenPgpBroken {
        long most = Limits.EXPANSION_FREE_OCTETS + Limits.EXPANSION_MAX * inflater.getBytesRead();
        if (inflater.getBytesWritten() > most) throw new OpenPgpBroken(Refusal.COMPRESSION_BOMB);
    }

    @Override public void close() { inflater.end(); }
}
