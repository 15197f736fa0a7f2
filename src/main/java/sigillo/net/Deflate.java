package sigillo.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Both ways of a connection under DEFLATE (RFC 1951, raw). What comes is inflated into the buffer of whoever reads and
 * no further, so that a little that becomes very much fills no memory. Takes about 300 KiB outside of the heap until it
 * is closed.
 */
final class Deflate implements AutoCloseable {
    private static final int BUFFER_OCTETS = 2 << 10;

    private final Inflater inflater = new Inflater(true);
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final InputStream in;
    private final OutputStream out;

    /** {@code early}: what has been read already of that which is compressed. */
    Deflate(byte[] early, InputStream in, OutputStream out) {
        var whole = early.length == 0 ? in : new SequenceInputStream(new ByteArrayInputStream(early), in);
        this.in = new InflaterInputStream(whole, inflater, BUFFER_OCTETS);
        this.out = new DeflaterOutputStream(out, deflater, BUFFER_OCTETS, true);
    }

    InputStream input() { return in; }

    /** Whole after each flush. */
    void write(byte[] octets, int offset, int count) throws IOException { out.write(octets, offset, count); }

    void flush() throws IOException { out.flush(); }

    /** By the thread that reads and writes, after the last of both. */
    @Override public void close() {
        inflater.end();
        deflater.end();
    }
}
