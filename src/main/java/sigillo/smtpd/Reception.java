package sigillo.smtpd;

import java.io.EOFException;
import java.io.IOException;
import sigillo.net.Wire;
import sigillo.smtp.DataReader;
import sigillo.smtp.OctetSink;
import sigillo.spool.Spool;

/** Reads messages from a wire into the spool: whole after DATA, in pieces with BDAT. One thread. */
final class Reception {
    private final Wire wire;
    private final Spool spool;
    private final SmtpSettings settings;
    private Intake chunks;

    Reception(Wire wire, Spool spool, SmtpSettings settings) {
        this.wire = wire;
        this.spool = spool;
        this.settings = settings;
    }

    /** Up to the end of data. */
    Taken message() throws IOException {
        pace();
        var reader = new DataReader();
        try (var intake = new Intake(spool, settings.messageOctetsMax())) {
            do {
                if (intake.isHopeless()) return new Taken.Endless();
                needInput();
            } while (!reader.read(wire.input(), intake));
            return intake.finish(reader.hasBareLineEnd());
        }
    }

    /** RFC 3030 section 2: exactly so many octets. */
    Taken chunk(long octets, boolean last) throws IOException {
        if (chunks == null) chunks = new Intake(spool, settings.messageOctetsMax());
        read(octets, chunks);
        return last ? chunks.finish(false) : chunks.soFar(octets);
    }

    void skip(long octets) throws IOException { read(octets, (_, _, _) -> { }); }

    /** Drops the chunks of a message that will not be finished. */
    void forget() {
        if (chunks != null) chunks.close();
        chunks = null;
    }

    private void read(long octets, OctetSink sink) throws IOException {
        pace();
        for (long left = octets; left > 0; ) {
            needInput();
            var in = wire.input();
            int n = (int) Math.min(left, in.remaining());
            sink.accept(in.array(), in.arrayOffset() + in.position(), n);
            in.position(in.position() + n);
            left -= n;
        }
    }

    private void pace() { wire.pace(settings.deadlines().dataGrace(), settings.deadlines().dataOctetsPerSecond()); }

    private void needInput() throws IOException {
        if (!wire.input().hasRemaining() && !wire.fill()) throw new EOFException("closed in the middle of a message");
    }
}
