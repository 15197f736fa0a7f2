package sigillo.milter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sigillo.base.Bytes;

/** Cuts a stream into packets. Keeps at most one unfinished packet, and no more memory than twice what came of it. One thread. */
public final class MilterFramer {
    private static final byte[] NONE = {};
    private static final int LENGTH_OCTETS = 4;

    public sealed interface Cut {
        /** All input is consumed and the packet has not ended. */
        record More() implements Cut {}

        record Whole(MilterFrame frame) implements Cut {}

        /** Nothing sensible can follow: nobody knows where the next packet begins. */
        record Broken(String why) implements Cut {}
    }

    private static final Cut MORE = new Cut.More();

    private long length; // of the packet, as it was told so far
    private int lengthOctets;
    private byte[] packet = NONE;
    private int kept;

    /** Octets that are kept of an unfinished packet. */
    public int kept() { return packet.length; }

    public Cut next(ByteBuffer in) {
        while (lengthOctets < LENGTH_OCTETS) {
            if (!in.hasRemaining()) return MORE;
            length = length << 8 | in.get() & 0xFF;
            lengthOctets++;
        }
        if (length < 1) return new Cut.Broken("a packet without a letter");
        if (length > MilterLimits.FRAME_MAX) return new Cut.Broken("a packet of " + length + " octets");
        take(in);
        return kept < length ? MORE : whole();
    }

    private void take(ByteBuffer in) {
        int n = (int) Math.min(in.remaining(), length - kept);
        if (kept + n > packet.length) packet = Arrays.copyOf(packet, (int) Math.min(length, Math.max(kept + n, 2L * packet.length)));
        in.get(packet, kept, n);
        kept += n;
    }

    private Cut whole() {
        var frame = new MilterFrame((char) (packet[0] & 0xFF), Bytes.wrap(Arrays.copyOfRange(packet, 1, kept)));
        packet = NONE;
        kept = 0;
        length = 0;
        lengthOctets = 0;
        return new Cut.Whole(frame);
    }
}
