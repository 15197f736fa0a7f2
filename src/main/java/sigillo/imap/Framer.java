package sigillo.imap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sigillo.imap.Found.Fault;

/**
 * Cuts what a client sends into commands. Takes from the buffer only what belongs to the command it is at, so what
 * follows (the next command, a message, a TLS handshake) stays there. Keeps at most {@link FrameLimits#frameOctetsMax}
 * and frees it with each command. For one thread.
 */
public final class Framer {
    private static final byte[] NOTHING = new byte[0];
    private static final Found MORE = new Found.More();
    /** Enough for the longest tag that we repeat in a BAD. */
    private static final int HEAD_OCTETS_MAX = 256;

    private FrameLimits limits;
    private byte[] octets = NOTHING;
    private int length;
    private final Announcement.Tail tail = new Announcement.Tail();
    private boolean afterReturn;
    private Announcement offered;   // waits for the caller's decision
    private int literals;
    private long wanted;            // octets of a literal that are still to come
    private Fault fault;            // since then the command is thrown away
    private boolean over;           // nothing more of it will come
    private long thrownAway;
    private final List<Frame.Left> left = new ArrayList<>();

    public Framer(FrameLimits limits) { this.limits = limits; }

    /** From the next octet on. */
    public void limits(FrameLimits limits) { this.limits = limits; }

    /** The next command, with its literals. */
    public Found command(ByteBuffer in) { return next(in, true); }

    /** The next line, in which braces mean nothing: an answer to AUTHENTICATE, the DONE of IDLE. */
    public Found line(ByteBuffer in) { return next(in, false); }

    /** Keeps the literal that was found, which must fit, as part of the frame. */
    public void accept() { wanted = decided().size(); }

    /** Leaves the octets of the literal to the caller, who takes exactly these from the buffer before the next call. */
    public void leave() {
        left.add(new Frame.Left(length, decided().size()));
    }

    /**
     * Throws the command away. A client that waits will not send the literal now; one that does not wait has sent it,
     * so that it is skipped with what follows: RFC 7888 section 4.
     */
    public void refuse() {
        var announced = decided();
        fault = Fault.REFUSED;
        over = announced.sync();
        if (!over) wanted = announced.size();
    }

    /** The command was thrown away and nothing more of it will come: it can be had without further input. */
    public boolean isOver() { return over; }

    /** In octets: what of the command that comes is held so far. */
    public int kept() { return octets.length; }

    private Announcement decided() {
        if (offered == null) throw new IllegalStateException("no literal was found");
        var announced = offered;
        offered = null;
        return announced;
    }

    private Found next(ByteBuffer in, boolean withLiterals) {
        if (offered != null) throw new IllegalStateException("a literal waits for a decision");
        while (!over) {
            boolean lineEnded = takeLiteral(in) && takeLine(in);
            if (thrownAway + (fault == null ? 0 : wanted) > limits.skippedOctetsMax()) return new Found.Hopeless();
            if (!lineEnded) return MORE;
            var announced = withLiterals ? lineEnd() : null;
            if (announced == null) break;
            var found = literal(announced);
            if (found != MORE) return found;
        }
        return ended();
    }

    /** True when the literal, if there is one, was taken whole. */
    private boolean takeLiteral(ByteBuffer in) {
        int n = (int) Math.min(wanted, in.remaining());
        if (fault == null) {
            in.get(room(n), length, n);
            length += n;
        } else {
            in.position(in.position() + n);
            thrownAway += n;
        }
        wanted -= n;
        return wanted == 0;
    }

    /** True once a line feed was taken. It ends the line even where it should not: else we might never find an end. */
    private boolean takeLine(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (afterReturn != (b == '\n')) fail(Fault.BARE_LINE_END);
            if (b == 0) fail(Fault.NUL);
            keep(b);
            afterReturn = b == '\r';
            if (b == '\n') return true;
        }
        return false;
    }

    private void keep(byte b) {
        tail.add(b);
        if (length >= limits.frameOctetsMax()) fail(Fault.TOO_LONG);
        if (fault == null) {
            room(1)[length++] = b;
        } else if (length < HEAD_OCTETS_MAX) {
            room(1)[length++] = b;
        } else {
            thrownAway++;
        }
    }

    private void fail(Fault why) {
        if (fault == null) fault = why;
    }

    private byte[] room(int count) {
        int needed = length + count;
        if (needed > octets.length) octets = Arrays.copyOf(octets, Math.max(needed, Math.max(128, octets.length * 2)));
        return octets;
    }

    private Announcement lineEnd() {
        var announced = tail.read();
        tail.clear();
        return announced;
    }

    private Found literal(Announcement announced) {
        if (fault == null && ++literals > limits.literalsMax()) fault = Fault.REFUSED;
        if (fault == null) {
            offered = announced;
            boolean fits = announced.size() <= limits.literalOctetsMax()
                && length + announced.size() <= limits.frameOctetsMax();
            return new Found.Literal(announced.size(), announced.sync(), announced.binary(), fits,
                new Frame(Arrays.copyOf(octets, length), withNext(announced.size())));
        }
        over = announced.sync();
        if (!over) wanted = announced.size();
        return MORE;
    }

    private List<Frame.Left> withNext(long size) {
        var all = new ArrayList<>(left);
        all.add(new Frame.Left(length, size));
        return all;
    }

    private Found ended() {
        var found = fault == null
            ? new Found.Whole(new Frame(Arrays.copyOf(octets, length - 2), left))
            : new Found.Bad(fault, Frame.of(Arrays.copyOf(octets, Math.min(length, HEAD_OCTETS_MAX))));
        octets = NOTHING;
        length = 0;
        literals = 0;
        fault = null;
        over = false;
        thrownAway = 0;
        left.clear();
        tail.clear();
        return found;
    }
}
