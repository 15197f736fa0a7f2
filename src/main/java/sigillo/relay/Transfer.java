package sigillo.relay;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import sigillo.base.Octets;
import sigillo.net.Wire;
import sigillo.smtp.DataEncoder;
import sigillo.smtp.OctetSink;

/**
 * Sends the octets of a message. A peer that takes nothing for two minutes is cut off by {@link Wire}; one that takes
 * little, here. What it says meanwhile is heard now and then, and when it hangs up. Never ends a message of which a
 * part is missing. For one message, on one thread.
 */
final class Transfer {
    private final Talk talk;
    private final Octets message;
    private final byte[] piece = new byte[16 * 1024];
    private long startedAt;
    private boolean whole;

    Transfer(Talk talk, Octets message) {
        this.talk = talk;
        this.message = message;
    }

    /** The encoder writes line by line; the wire gets as much at once as fills a TLS record. */
    private static final class WireStream extends OutputStream {
        private final Wire wire;

        private WireStream(Wire wire) { this.wire = wire; }

        @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

        @Override public void write(byte[] from, int offset, int count) throws IOException {
            wire.write(from, offset, count);
        }
    }

    /** True once the other side may have all of it: then it may have taken the message, whatever we hear of it. */
    boolean isWhole() { return whole; }

    /** As it goes after DATA, with its end. Throws {@link EarlyReply}, {@link Unreadable}, or for a lost connection. */
    void data() throws IOException {
        var buffered = new BufferedOutputStream(new WireStream(talk.wire()), piece.length);
        var encoder = new DataEncoder(buffered::write);
        send(encoder::write);
        write(buffered::flush);
        whole = true;
        encoder.end();
        buffered.flush();
    }

    /** As it goes after BDAT: RFC 3030 section 2. */
    void chunk() throws IOException {
        send(talk.wire()::write);
        whole = true;
    }

    private void send(OctetSink sink) throws IOException {
        startedAt = System.nanoTime();
        for (long at = 0, heardAt = 0; at < message.length(); ) {
            int n = read(at);
            write(() -> sink.accept(piece, 0, n));
            at += n;
            requirePace(at);
            if (at - heardAt >= RelayLimits.HEAR_EVERY) {
                hear();
                heardAt = at;
            }
        }
    }

    private int read(long at) throws Unreadable {
        try {
            int n = message.read(at, piece, 0, piece.length);
            if (n <= 0) throw new IOException("it ends at " + at + " of " + message.length());
            return n;
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** Who hangs up has often said why. */
    private void write(Writing writing) throws IOException {
        try {
            writing.run();
        } catch (IOException lost) {
            try {
                hear();
            } catch (EarlyReply why) {
                throw why;
            } catch (IOException nothing) {
                lost.addSuppressed(nothing);
            }
            throw lost;
        }
    }

    private void hear() throws IOException {
        var reply = talk.unasked(RelayLimits.HEAR);
        if (reply.isEmpty()) return;
        if (reply.get().isPositive()) throw new IOException("an answer out of turn: " + reply.get());
        throw new EarlyReply(reply.get());
    }

    private void requirePace(long sent) throws IOException {
        long allowed = talk.patience().writeGrace().toMillis() + sent * 1_000 / talk.patience().octetsPerSecondMin();
        long taken = (System.nanoTime() - startedAt) / 1_000_000;
        if (taken > allowed) throw new IOException("it takes the message too slowly");
    }
}
