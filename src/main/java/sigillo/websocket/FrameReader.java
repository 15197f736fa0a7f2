package sigillo.websocket;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts frames of a client together: RFC 6455 section 5. Octets come in any pieces. What is wrong is told once, with the
 * code to close with; nothing may be read after it. One thread.
 */
public final class FrameReader {
    /** Where the octets of an unfinished message are counted, so that many senders do not fill the heap. */
    public interface Room {
        /** Whether a message may hold so many octets by now; 0 gives all back. */
        boolean hold(int octets);
    }

    public sealed interface Read {
        /** More octets are needed. */
        record More() implements Read {}

        record Got(Frame frame) implements Read {}

        /** {@code code}: of {@link CloseCode}. */
        record Wrong(int code, String why) implements Read {}
    }

    private static final Read MORE = new Read.More();
    private static final byte[] NOTHING = {};
    private static final int FIRST_OCTETS = 512;

    private final int messageOctetsMax;
    private final Room room;
    private final ByteBuffer head = ByteBuffer.allocate(SocketLimits.HEAD_OCTETS_MAX);
    private final byte[] mask = new byte[4];

    private boolean isInPayload;
    private boolean isFinal;
    private int opcode;
    private long left; // of the payload of this frame
    private int maskAt;

    private byte[] control = NOTHING;
    private int controlCount;
    private int messageOpcode = Opcode.CONTINUATION; // while none has begun
    private int frames;
    private byte[] message = NOTHING;
    private int count;
    private Utf8Check utf8 = new Utf8Check();

    /** {@code messageOctetsMax}: of all frames of a message together. */
    public FrameReader(int messageOctetsMax, Room room) {
        this.messageOctetsMax = messageOctetsMax;
        this.room = room;
    }

    /** Whether nothing of a frame or message has come that is not finished. */
    public boolean isBetween() {
        return !isInPayload && head.position() == 0 && messageOpcode == Opcode.CONTINUATION;
    }

    /** Consumes of {@code in} what makes one frame or message, or all of it. */
    public Read read(ByteBuffer in) {
        while (true) {
            var read = isInPayload ? payload(in) : head(in);
            if (read != null) return read;
        }
    }

    // ---- the head: RFC 6455 section 5.2 ----

    /** Null: the payload comes next. */
    private Read head(ByteBuffer in) {
        while (head.position() < headOctets()) {
            if (!in.hasRemaining()) return MORE;
            head.put(in.get());
            if (head.position() == 2) {
                var wrong = wrongStart();
                if (wrong != null) return wrong;
            }
        }
        left = length();
        head.get(head.position() - 4, mask);
        head.clear();
        maskAt = 0;
        isInPayload = true;
        return begin();
    }

    private int headOctets() {
        if (head.position() < 2) return 2;
        return 6 + switch (head.get(1) & 0x7F) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
    }

    private Read wrongStart() {
        int first = head.get(0) & 0xFF;
        int second = head.get(1) & 0xFF;
        isFinal = (first & 0x80) != 0;
        opcode = first & 0xF;
        int size = second & 0x7F;
        if ((first & 0x70) != 0) return wrong("a reserved bit is set");
        if (!Opcode.isKnown(opcode)) return wrong("an unknown opcode");
        if ((second & 0x80) == 0) return wrong("a frame without a mask"); // RFC 6455 section 5.1
        if (Opcode.isControl(opcode)) {
            if (!isFinal) return wrong("a control frame in pieces"); // RFC 6455 section 5.5
            return size > SocketLimits.CONTROL_OCTETS_MAX ? wrong("a control frame that is too long") : null;
        }
        // RFC 6455 section 5.4
        boolean hasBegun = messageOpcode != Opcode.CONTINUATION;
        if (opcode == Opcode.CONTINUATION && !hasBegun) return wrong("nothing goes on");
        if (opcode != Opcode.CONTINUATION && hasBegun) return wrong("a message within a message");
        return null;
    }

    /** RFC 6455 section 5.2: written as short as it can be; -1 when it is not. */
    private long length() {
        int size = head.get(1) & 0x7F;
        if (size < 126) return size;
        if (size == 126) {
            int length = head.getShort(2) & 0xFFFF;
            return length < 126 ? -1 : length;
        }
        long length = head.getLong(2);
        return length <= 0xFFFF ? -1 : length;
    }

    private Read begin() {
        if (left < 0) return wrong("a length that is not written as it must be");
        if (Opcode.isControl(opcode)) {
            control = left == 0 ? NOTHING : new byte[(int) left];
            controlCount = 0;
            return null;
        }
        if (messageOpcode == Opcode.CONTINUATION) messageOpcode = opcode;
        if (++frames > SocketLimits.FRAMES_OF_MESSAGE_MAX) return new Read.Wrong(CloseCode.POLICY,
            "a message in too many frames");
        if (left > messageOctetsMax - count) return new Read.Wrong(CloseCode.TOO_BIG, "a message that is too long");
        return null;
    }

    // ---- the payload ----

    /** Null: another head comes next. */
    private Read payload(ByteBuffer in) {
        int n = (int) Math.min(left, in.remaining());
        if (Opcode.isControl(opcode)) {
            for (int i = 0; i < n; i++) control[controlCount++] = unmasked(in.get());
        } else if (n > 0) {
            if (!grow(n)) return new Read.Wrong(CloseCode.TRY_AGAIN, "there is no room for it now");
            int from = count;
            for (int i = 0; i < n; i++) message[count++] = unmasked(in.get());
            // RFC 6455 section 8.1
            if (messageOpcode == Opcode.TEXT && !utf8.goesOn(message, from, count)) return notText();
        }
        left -= n;
        if (left > 0) return MORE;
        isInPayload = false;
        if (Opcode.isControl(opcode)) return controlled();
        return isFinal ? whole() : null;
    }

    private byte unmasked(byte octet) { return (byte) (octet ^ mask[maskAt++ & 3]); }

    private boolean grow(int more) {
        int needed = count + more;
        if (needed <= message.length) return true;
        int larger = Math.max(needed, Math.min(Math.max(message.length * 2, FIRST_OCTETS), messageOctetsMax));
        if (!room.hold(larger)) return false;
        var grown = Arrays.copyOf(message, larger);
        Arrays.fill(message, (byte) 0);
        message = grown;
        return true;
    }

    private Read whole() {
        boolean isText = messageOpcode == Opcode.TEXT;
        if (isText && !utf8.isWhole()) return notText();
        var octets = Arrays.copyOf(message, count);
        Arrays.fill(message, 0, count, (byte) 0);
        message = NOTHING;
        count = 0;
        frames = 0;
        messageOpcode = Opcode.CONTINUATION;
        utf8 = new Utf8Check();
        room.hold(octets.length);
        return new Read.Got(new Frame.Message(isText, octets));
    }

    private Read controlled() {
        var octets = control;
        control = NOTHING;
        return switch (opcode) {
            case Opcode.PING -> new Read.Got(new Frame.Ping(octets));
            case Opcode.PONG -> new Read.Got(new Frame.Pong());
            default -> closed(octets);
        };
    }

    /** RFC 6455 sections 5.5.1 and 7.4. */
    private static Read closed(byte[] octets) {
        if (octets.length == 0) return new Read.Got(new Frame.Close(CloseCode.NONE, ""));
        if (octets.length == 1) return wrong("a close frame with half of a code");
        int code = (octets[0] & 0xFF) << 8 | octets[1] & 0xFF;
        if (!CloseCode.maySay(code)) return wrong("a code that nobody may say");
        var check = new Utf8Check();
        boolean isText = check.goesOn(octets, 2, octets.length) && check.isWhole();
        if (!isText) return notText();
        return new Read.Got(new Frame.Close(code,
            new String(octets, 2, octets.length - 2, java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static Read notText() { return new Read.Wrong(CloseCode.NOT_CONSISTENT, "a text that is no UTF-8"); }

    private static Read wrong(String why) { return new Read.Wrong(CloseCode.PROTOCOL_ERROR, why); }
}
