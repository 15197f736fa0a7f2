package sigillo.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a client says, its pieces put together and its mask taken off. */
public sealed interface Frame {
    /** RFC 6455 section 5.6. The octets of a text are UTF-8. */
    record Message(boolean isText, byte[] octets) implements Frame {
        /** Never what it says. */
        @Override public String toString() { return (isText ? "text of " : "binary of ") + octets.length; }
    }

    /** RFC 6455 section 5.5.2: to be answered with the same octets. */
    record Ping(byte[] octets) implements Frame {
        @Override public boolean equals(Object other) {
            return other instanceof Ping(var same) && Arrays.equals(octets, same);
        }

        @Override public int hashCode() { return Arrays.hashCode(octets); }
    }

    /** RFC 6455 section 5.5.3. */
    record Pong() implements Frame {}

    /** RFC 6455 section 5.5.1. {@code code}: {@link CloseCode#NONE} when none was said. */
    record Close(int code, String reason) implements Frame {}

    // ---- RFC 6455 section 5.2: as the server writes them, without a mask ----

    private static byte[] head(int opcode, int length) {
        int extra = length < 126 ? 0 : length <= 0xFFFF ? 2 : 8;
        var head = new byte[2 + extra];
        head[0] = (byte) (0x80 | opcode);
        head[1] = (byte) (extra == 0 ? length : extra == 2 ? 126 : 127);
        for (int i = 0; i < extra; i++) head[2 + i] = (byte) ((long) length >>> 8 * (extra - 1 - i));
        return head;
    }

    private static byte[] written(int opcode, byte[] octets) {
        var head = head(opcode, octets.length);
        var frame = Arrays.copyOf(head, head.length + octets.length);
        System.arraycopy(octets, 0, frame, head.length, octets.length);
        return frame;
    }

    /** What goes before a text of so many octets, which is a whole message. */
    static byte[] textHead(int length) { return head(Opcode.TEXT, length); }

    /** At most {@link SocketLimits#CONTROL_OCTETS_MAX}. */
    static byte[] ping(byte[] octets) { return written(Opcode.PING, checked(octets)); }

    static byte[] pong(byte[] octets) { return written(Opcode.PONG, checked(octets)); }

    /** {@code reason}: short and plain, for developers. */
    static byte[] close(int code, String reason) {
        if (code == CloseCode.NONE) return written(Opcode.CLOSE, new byte[0]);
        var text = reason.getBytes(StandardCharsets.US_ASCII);
        var octets = new byte[2 + text.length];
        octets[0] = (byte) (code >>> 8);
        octets[1] = (byte) code;
        System.arraycopy(text, 0, octets, 2, text.length);
        return written(Opcode.CLOSE, checked(octets));
    }

    private static byte[] checked(byte[] octets) {
        if (octets.length > SocketLimits.CONTROL_OCTETS_MAX) throw new IllegalArgumentException("too long for a control frame");
        return octets;
    }
}
