package sigillo.imapd;

import java.io.IOException;
import java.time.Duration;
import sigillo.imap.Found;
import sigillo.imap.FrameLimits;
import sigillo.imap.Framer;
import sigillo.imap.ImapWriter;
import sigillo.net.Wire;

/** Reads what a client sends, by commands or by lines. What was written goes out before it waits for more. */
final class CommandReader {
    /** A command is there as it came, once more as a whole, and then as what it means. */
    private static final int HELD_TIMES = 3;

    private final Wire wire;
    private final ImapWriter out;
    private final Duration commandMax;
    private final Framer framer = new Framer(FrameLimits.STRANGER);

    CommandReader(Wire wire, ImapWriter out, Duration commandMax) {
        this.wire = wire;
        this.out = out;
        this.commandMax = commandMax;
    }

    /** From the next command on: the client is no stranger. */
    void trust() { framer.limits(FrameLimits.DEFAULT); }

    /**
     * Waits for the beginning of a command, or for what comes after a literal was found. False when the client has
     * closed. A client whose literal was refused waits for us: RFC 7888 section 4.
     */
    boolean await(Duration idleMax) throws IOException {
        if (framer.isOver()) return true;
        if (!wire.input().hasRemaining()) out.flush();
        return awaitUnflushed(idleMax);
    }

    /** As {@link #await}, while the writer is another thread's. */
    boolean awaitUnflushed(Duration idleMax) throws IOException {
        boolean more = wire.awaitCommand(idleMax);
        within();
        return more;
    }

    /** From now on, the rest of the command must come in its time. */
    void within() { wire.within(commandMax); }

    /** {@link Found.More} when the client has closed in the middle. */
    Found command() throws IOException {
        while (true) {
            var found = framer.command(wire.input());
            wire.hold(HELD_TIMES * framer.kept());
            if (!(found instanceof Found.More)) return found;
            out.flush();
            if (!wire.fill()) return found;
        }
    }

    /** The next line, whatever it says; the caller has flushed. {@link Found.More} when the client has closed. */
    Found line() throws IOException {
        while (true) {
            var found = framer.line(wire.input());
            wire.hold(HELD_TIMES * framer.kept());
            if (!(found instanceof Found.More) || !wire.fill()) return found;
        }
    }

    void accept() { framer.accept(); }

    void refuse() { framer.refuse(); }

    /** The literal that was found is the caller's to take off the wire, before the next call. */
    void leave() { framer.leave(); }
}
