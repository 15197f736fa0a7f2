package sigillo.managesieve;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.managesieve.Frame.Fault;

/**
 * Cuts what a client sends into commands: lines with the literals that they announce, RFC 5804 section 1.2. Takes from the
 * buffer only what belongs to the command it is at. Only CRLF ends a line; a command with a fault is read to its end, so
 * that nothing of it is taken for the next one. One thread.
 */
public final class Framer {
    private static final Frame MORE = new Frame.More();
    private static final byte[] NONE = {};

    private final LineTail tail = new LineTail();
    private byte[] octets = NONE;
    private int length;
    private int lineLength;
    private long wanted;    // octets of a literal that are still to come
    private long skipped;
    private boolean isAfterCr;
    private Fault fault;    // since then the command is thrown away

    /** In octets: what of the command that comes is held so far. */
    public int kept() { return octets.length; }

    /** Consumes up to the end of the next command. */
    public Frame next(ByteBuffer in, CommandLimits limits) {
        while (in.hasRemaining()) {
            if (wanted > 0) {
                takeLiteral(in);
            } else if (takeLine(in, limits)) {
                if (tail.isSynchronizing()) return hopeless("A literal is announced as {size+}");
                if (!tail.isLiteral()) return ended();
                begin(tail.size(), limits);
            }
            if (skipped + (fault == null ? 0 : wanted) > CommandLimits.SKIPPED_MAX) return hopeless("That was too much");
        }
        return MORE;
    }

    private void takeLiteral(ByteBuffer in) {
        int count = (int) Math.min(wanted, in.remaining());
        wanted -= count;
        if (fault == null) {
            in.get(room(count), length, count);
            length += count;
        } else {
            in.position(in.position() + count);
            skipped += count;
        }
    }

    /** True once the line has ended. A lone CR or LF is a fault of all of it, so that no command hides behind one. */
    private boolean takeLine(ByteBuffer in, CommandLimits limits) {
        while (in.hasRemaining()) {
            byte octet = in.get();
            boolean isEnd = octet == '\n' && isAfterCr;
            if (!isEnd && (octet == '\n' || isAfterCr)) fail(Fault.BARE_LINE_END);
            if (octet == 0) fail(Fault.NUL);
            isAfterCr = octet == '\r';
            if (octet != '\r' && octet != '\n') tail.add(octet);
            keep(octet, limits);
            if (isEnd) return true;
        }
        return false;
    }

    private void keep(byte octet, CommandLimits limits) {
        if (++lineLength > limits.lineMax() || length >= limits.allMax()) fail(Fault.TOO_LONG);
        if (fault == null) room(1)[length++] = octet;
        else skipped++;
    }

    private void begin(long size, CommandLimits limits) {
        if (size > limits.literalMax() || length + size > limits.allMax()) fail(Fault.TOO_LARGE);
        wanted = size;
        lineLength = 0;
        tail.clear();
    }

    /** The first counts. */
    private void fail(Fault why) {
        if (fault == null) {
            fault = why;
            drop();
        }
    }

    /** It grows as octets come, whatever was announced. */
    private byte[] room(int count) {
        int needed = length + count;
        if (needed > octets.length) {
            var larger = Arrays.copyOf(octets, Math.max(needed, Math.max(64, 2 * octets.length)));
            Arrays.fill(octets, (byte) 0);
            octets = larger;
        }
        return octets;
    }

    private Frame ended() {
        if (tail.isQuoted()) fail(Fault.OPEN_QUOTE);
        var found = fault == null ? new Frame.Command(Bytes.wrap(Arrays.copyOf(octets, length - 2))) : new Frame.Bad(fault);
        clear();
        return found;
    }

    private Frame hopeless(String why) {
        clear();
        return new Frame.Hopeless(why);
    }

    private void clear() {
        drop();
        tail.clear();
        lineLength = 0;
        wanted = 0;
        skipped = 0;
        isAfterCr = false;
        fault = null;
    }

    /** What was said may have been a password. */
    private void drop() {
        Arrays.fill(octets, (byte) 0);
        octets = NONE;
        length = 0;
    }
}
