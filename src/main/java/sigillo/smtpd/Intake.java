package sigillo.smtpd;

import java.io.Closeable;
import java.io.IOException;
import sigillo.smtp.OctetSink;
import sigillo.spool.Spool;
import sigillo.spool.SpoolFull;
import sigillo.spool.SpoolWriter;

/**
 * Takes a message into the spool. After the first problem it takes no more but still counts, since the client must be
 * heard to its end before it can be answered (RFC 5321 section 4.1.1.4). One thread.
 */
final class Intake implements OctetSink, Closeable {
    private final SpoolWriter writer;
    private final long octetsMax;
    private long octets;
    private IOException fault;

    Intake(Spool spool, long octetsMax) {
        this.writer = spool.writer();
        this.octetsMax = octetsMax;
    }

    @Override public void accept(byte[] from, int offset, int count) {
        octets += count;
        if (octets > octetsMax || fault != null) {
            writer.close();
            return;
        }
        try {
            writer.write(from, offset, count);
        } catch (IOException failed) {
            fault = failed;
            writer.close();
        }
    }

    /** So far beyond the bound that we need not hear the end. */
    boolean isHopeless() { return octets > 2 * octetsMax; }

    /** A chunk has come; what will be answered if no more does. */
    Taken soFar(long chunk) { return fault != null || octets > octetsMax ? problem() : new Taken.Chunk(chunk); }

    Taken finish(boolean hasBareLineEnd) {
        if (hasBareLineEnd) return new Taken.BareLineEnd();
        if (fault != null || octets > octetsMax) return problem();
        try {
            return new Taken.Whole(writer.finish());
        } catch (IOException failed) {
            fault = failed;
            return problem();
        }
    }

    private Taken problem() {
        if (octets > octetsMax) return new Taken.TooLarge();
        return fault instanceof SpoolFull ? new Taken.NoRoom() : new Taken.Broken(fault);
    }

    @Override public void close() { writer.close(); }
}
