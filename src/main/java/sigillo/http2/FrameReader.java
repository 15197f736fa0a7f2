package sigillo.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Puts frames of a client together: RFC 9113 section 4. Octets come in any pieces; those of DATA are handed on as they come, and
 * nothing has a place before its octets are here. What is wrong is told once; nothing may be read after it. One thread.
 */
final class FrameReader {
    sealed interface Read {
        /** More octets are needed. */
        record More() implements Read {}

        record Got(Frame frame) implements Read {}

        /** The connection ends with this code. */
        record Wrong(ErrorCode code, String why) implements Read {}
    }

    /** RFC 9113 section 3.4. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Read MORE = new Read.More();
    private static final byte[] NOTHING = {};
    private static final int FIRST_OCTETS_OF_BLOCK = 512;

    private int prefaceAt;
    private final byte[] head = new byte[Http2Limits.HEAD_OCTETS];
    private int headCount;

    private int type;
    private int flags;
    private int stream;
    private int left; // of the payload of this frame
    private int padding;
    private boolean isBegun; // the octets in front of a payload are read
    private byte[] small = NOTHING; // the payload of a frame that is read whole
    private int smallCount;

    private int blockStream; // 0: no header block is under way
    private boolean blockEndsStream;
    private byte[] block = NOTHING;
    private int blockCount;
    private int continuations;
    private boolean isBlockTooLarge;

    /** Whether nothing has come of a frame or a block that is not whole. */
    boolean isBetween() { return prefaceAt == PREFACE.length && headCount == 0 && blockStream == 0; }

    /** Whether a DATA frame is not whole. */
    boolean isInBody() { return headCount == Http2Limits.HEAD_OCTETS && type == FrameType.DATA; }

    /** What of {@code in} belongs to the frame is consumed. */
    Read read(ByteBuffer in) {
        try {
            while (in.hasRemaining()) {
                if (prefaceAt < PREFACE.length) preface(in);
                else if (headCount < Http2Limits.HEAD_OCTETS) head(in);
                else if (payload(in) instanceof Read.Got got) return got;
                // a frame without payload ends with its head
                if (headCount == Http2Limits.HEAD_OCTETS && left == 0 && payload(in) instanceof Read.Got got) return got;
            }
            return MORE;
        } catch (Wrong wrong) {
            return new Read.Wrong(wrong.code, wrong.getMessage());
        }
    }

    private void preface(ByteBuffer in) throws Wrong {
        if (in.get() != PREFACE[prefaceAt++]) throw new Wrong(ErrorCode.PROTOCOL_ERROR, "this is not HTTP/2");
    }

    private void head(ByteBuffer in) throws Wrong {
        head[headCount++] = in.get();
        if (headCount < Http2Limits.HEAD_OCTETS) return;
        left = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | head[2] & 0xFF;
        type = head[3] & 0xFF;
        flags = head[4] & 0xFF;
        stream = FrameType.number(head, 5) & Integer.MAX_VALUE;
        padding = smallCount = 0;
        isBegun = false;
        check();
    }

    // ---- what a head may say: RFC 9113 sections 4.2 and 6 ----

    private void check() throws Wrong {
        if (left > Http2Limits.FRAME_OCTETS_MAX) throw size("a frame is too large");
        boolean isOfBlock = type == FrameType.CONTINUATION && stream == blockStream;
        if (blockStream != 0 && !isOfBlock) throw protocol("a header block is interrupted");
        switch (type) {
            case FrameType.DATA, FrameType.HEADERS -> ofStream();
            case FrameType.PRIORITY -> {
                ofStream();
                exactly(5);
            }
            case FrameType.RST_STREAM -> {
                ofStream();
                exactly(4);
            }
            case FrameType.SETTINGS -> settings();
            case FrameType.PUSH_PROMISE -> throw protocol("a client promises nothing");
            case FrameType.PING -> {
                ofConnection();
                exactly(8);
            }
            case FrameType.GOAWAY -> {
                ofConnection();
                if (left < 8) throw size("a frame is too small");
            }
            case FrameType.WINDOW_UPDATE -> exactly(4);
            case FrameType.CONTINUATION -> continued(isOfBlock);
            default -> { }
        }
        if (type == FrameType.HEADERS) beginBlock();
    }

    private void ofStream() throws Wrong {
        if (stream == 0) throw protocol("a frame without a stream");
    }

    private void ofConnection() throws Wrong {
        if (stream != 0) throw protocol("a frame of the connection with a stream");
    }

    private void exactly(int octets) throws Wrong {
        if (left != octets) throw size("a frame has not its size");
    }

    private void settings() throws Wrong {
        ofConnection();
        if (has(FrameType.ACK)) exactly(0);
        if (left % 6 != 0) throw size("a frame has not its size");
        if (left / 6 > Http2Limits.SETTINGS_MAX) throw new Wrong(ErrorCode.ENHANCE_YOUR_CALM, "too many settings");
    }

    private void continued(boolean isOfBlock) throws Wrong {
        if (!isOfBlock || stream == 0) throw protocol("nothing is to be continued");
        if (++continuations > Http2Limits.CONTINUATIONS_MAX) throw new Wrong(ErrorCode.ENHANCE_YOUR_CALM, "a header block in too many frames");
    }

    private void beginBlock() {
        blockStream = stream;
        blockEndsStream = has(FrameType.END_STREAM);
        blockCount = continuations = 0;
        isBlockTooLarge = false;
    }

    private boolean has(int flag) { return (flags & flag) != 0; }

    // ---- payloads ----

    private Read payload(ByteBuffer in) throws Wrong {
        return switch (type) {
            case FrameType.DATA -> isBegun(in) ? data(in) : MORE;
            case FrameType.HEADERS -> isBegun(in) ? block(in) : MORE;
            case FrameType.CONTINUATION -> block(in);
            case FrameType.PRIORITY, FrameType.RST_STREAM, FrameType.SETTINGS, FrameType.PING, FrameType.WINDOW_UPDATE -> whole(in);
            default -> skipped(in);
        };
    }

    /** Padding and priority, in front of what is meant: RFC 9113 sections 6.1 and 6.2. */
    private boolean isBegun(ByteBuffer in) throws Wrong {
        if (isBegun) return true;
        boolean isHeaders = type == FrameType.HEADERS;
        int wanted = (has(FrameType.PADDED) ? 1 : 0) + (isHeaders && has(FrameType.PRIORITY_FLAG) ? 5 : 0);
        if (left + smallCount < wanted) throw size("a frame is too small");
        take(in, wanted);
        if (smallCount < wanted) return false;
        padding = has(FrameType.PADDED) ? small[0] & 0xFF : 0;
        if (padding > left) throw protocol("more padding than frame");
        isBegun = true;
        return true;
    }

    private void take(ByteBuffer in, int wanted) {
        if (small.length < wanted) small = Arrays.copyOf(small, wanted);
        int n = Math.min(in.remaining(), wanted - smallCount);
        in.get(small, smallCount, n);
        smallCount += n;
        left -= n;
    }

    private Read data(ByteBuffer in) {
        int flow = smallCount < 0 ? 0 : left + smallCount;
        smallCount = -1; // the flow is told
        int n = Math.min(in.remaining(), left - padding);
        var octets = taken(in, n);
        skip(in, left <= padding);
        boolean isLast = left == 0;
        if (octets.length == 0 && flow == 0 && !isLast) return MORE;
        var frame = new Frame.Data(stream, octets, flow, isLast, isLast && has(FrameType.END_STREAM));
        if (isLast) headCount = 0;
        return new Read.Got(frame);
    }

    private byte[] taken(ByteBuffer in, int n) {
        if (n <= 0) return NOTHING;
        var octets = new byte[n];
        in.get(octets);
        left -= n;
        return octets;
    }

    private void skip(ByteBuffer in, boolean isPadding) {
        int n = isPadding ? Math.min(in.remaining(), left) : 0;
        in.position(in.position() + n);
        left -= n;
    }

    private Read block(ByteBuffer in) {
        int n = Math.min(in.remaining(), left - padding);
        if (n > 0) gather(in, n);
        skip(in, left <= padding);
        if (left > 0) return MORE;
        headCount = 0;
        padding = 0;
        if (!has(FrameType.END_HEADERS)) return MORE;
        var frame = new Frame.Headers(blockStream, isBlockTooLarge ? NOTHING : Arrays.copyOf(block, blockCount), blockEndsStream, isBlockTooLarge);
        blockStream = 0;
        forgetBlock();
        return new Read.Got(frame);
    }

    /** What is beyond the bound is read over: there are only so many frames of it. */
    private void gather(ByteBuffer in, int n) {
        left -= n;
        isBlockTooLarge |= blockCount + n > Http2Limits.BLOCK_OCTETS_MAX;
        if (isBlockTooLarge) {
            in.position(in.position() + n);
            forgetBlock();
            return;
        }
        if (blockCount + n > block.length) {
            int wanted = Math.clamp(2L * block.length, FIRST_OCTETS_OF_BLOCK, Http2Limits.BLOCK_OCTETS_MAX);
            var larger = Arrays.copyOf(block, Math.max(blockCount + n, wanted));
            Arrays.fill(block, (byte) 0);
            block = larger;
        }
        in.get(block, blockCount, n);
        blockCount += n;
    }

    private void forgetBlock() {
        Arrays.fill(block, (byte) 0);
        block = NOTHING;
        blockCount = 0;
    }

    private Read skipped(ByteBuffer in) {
        skip(in, true);
        if (left > 0) return MORE;
        headCount = 0;
        return new Read.Got(type == FrameType.GOAWAY ? new Frame.GoAway() : new Frame.Unknown());
    }

    private Read whole(ByteBuffer in) {
        take(in, left + smallCount);
        if (left > 0) return MORE;
        headCount = 0;
        return new Read.Got(switch (type) {
            case FrameType.PRIORITY -> new Frame.Priority(stream);
            case FrameType.RST_STREAM -> new Frame.RstStream(stream);
            case FrameType.PING -> has(FrameType.ACK) ? new Frame.PingAck() : new Frame.Ping(ByteBuffer.wrap(small).getLong());
            case FrameType.SETTINGS -> has(FrameType.ACK) ? new Frame.SettingsAck() : settingsRead();
            default -> new Frame.WindowUpdate(stream, FrameType.number(small, 0) & Integer.MAX_VALUE);
        });
    }

    private Frame settingsRead() {
        var settings = new ArrayList<Frame.Setting>();
        for (int at = 0; at < smallCount; at += 6)
            settings.add(new Frame.Setting((small[at] & 0xFF) << 8 | small[at + 1] & 0xFF, FrameType.number(small, at + 2) & 0xFFFF_FFFFL));
        small = NOTHING;
        return new Frame.Settings(settings);
    }

    /** What has come and was not handed on is forgotten. */
    void close() { forgetBlock(); }

    private static Wrong protocol(String why) { return new Wrong(ErrorCode.PROTOCOL_ERROR, why); }

    private static Wrong size(String why) { return new Wrong(ErrorCode.FRAME_SIZE_ERROR, why); }

    /** Leaves at the first error; never leaves this class. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;
        final ErrorCode code;

        Wrong(ErrorCode code, String why) {
            super(why, null, false, false);
            this.code = code;
        }
    }
}
