package sigillo.imapd;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import sigillo.imap.Status;
import sigillo.net.Wire;
import sigillo.spool.Spool;
import sigillo.spool.SpoolFull;
import sigillo.spool.SpoolWriter;
import sigillo.spool.Spooled;

/**
 * Takes the octets of a message of APPEND off the wire and into the spool. When the spool cannot hold them they are
 * taken all the same, because the command goes on behind them.
 */
final class MessageIntake implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MessageIntake.class.getName());

    static final Status NO_ROOM = Status.no("LIMIT", "There is no room for the message now");

    private final SpoolWriter writer;
    private Spooled message;
    private Status trouble;

    private MessageIntake(SpoolWriter writer) { this.writer = writer; }

    /** All of it; the caller closes what it gets. Throws only when the wire fails. */
    static MessageIntake take(Wire wire, Spool spool, long octets) throws IOException {
        var intake = new MessageIntake(spool.writer());
        try {
            intake.run(wire, octets);
            return intake;
        } catch (IOException | RuntimeException failed) {
            intake.close();
            throw failed;
        }
    }

    private void run(Wire wire, long octets) throws IOException {
        for (long left = octets; left > 0; ) {
            if (!wire.input().hasRemaining() && !wire.fill()) throw new EOFException("the message ends early");
            var in = wire.input();
            int n = (int) Math.min(left, in.remaining());
            if (trouble == null) keep(wire, in.array(), in.arrayOffset() + in.position(), n);
            in.position(in.position() + n);
            left -= n;
        }
        if (trouble == null) finish(wire);
    }

    private void keep(Wire wire, byte[] from, int offset, int count) {
        try {
            writer.write(from, offset, count);
        } catch (IOException failed) {
            failed(wire, failed);
        }
    }

    private void finish(Wire wire) {
        try {
            message = writer.finish();
        } catch (IOException failed) {
            failed(wire, failed);
        }
    }

    private void failed(Wire wire, IOException failed) {
        LOG.log(Level.WARNING, wire.conversation() + ": the spool takes no message: " + failed.getMessage());
        trouble = failed instanceof SpoolFull
            ? NO_ROOM
            : Status.no("UNAVAILABLE", "The message cannot be kept now");
    }

    /** Empty when there was {@link #trouble}. */
    Optional<Spooled> message() { return Optional.ofNullable(message); }

    Status trouble() { return trouble; }

    @Override public void close() {
        if (message != null) message.close();
        else writer.close();
    }
}
