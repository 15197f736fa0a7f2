package sigillo.http2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What we say, as octets of whole frames: RFC 9113 section 6. */
final class Frames {
    private Frames() {}

    /** A frame of so many octets whose payload is not there yet, from {@link Http2Limits#HEAD_OCTETS} on. */
    static byte[] begun(int type, int flags, int stream, int octets) {
        var frame = new byte[Http2Limits.HEAD_OCTETS + octets];
        ByteBuffer.wrap(frame).put((byte) (octets >> 16)).putShort((short) octets).put((byte) type).put((byte) flags).putInt(stream);
        return frame;
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) { return frame(type, flags, stream, payload, 0, payload.length); }

    private static byte[] frame(int type, int flags, int stream, byte[] payload, int from, int octets) {
        var frame = begun(type, flags, stream, octets);
        System.arraycopy(payload, from, frame, Http2Limits.HEAD_OCTETS, octets);
        return frame;
    }

    /** In as many frames as it needs, which are one write: section 4.3. */
    static byte[] headers(int stream, byte[] block, boolean endsStream) {
        var all = new ByteArrayOutputStream(block.length + Http2Limits.HEAD_OCTETS);
        int at = 0;
        do {
            int n = Math.min(block.length - at, Http2Limits.FRAME_OCTETS_MAX);
            int end = at + n == block.length ? FrameType.END_HEADERS : 0;
            if (at == 0) all.writeBytes(frame(FrameType.HEADERS, end | (endsStream ? FrameType.END_STREAM : 0), stream, block, at, n));
            else all.writeBytes(frame(FrameType.CONTINUATION, end, stream, block, at, n));
            at += n;
        } while (at < block.length);
        return all.toByteArray();
    }

    static byte[] data(int stream, byte[] octets, boolean endsStream) {
        return frame(FrameType.DATA, endsStream ? FrameType.END_STREAM : 0, stream, octets);
    }

    static byte[] rstStream(int stream, ErrorCode code) { return frame(FrameType.RST_STREAM, 0, stream, number(code.code())); }

    static byte[] settings(List<Frame.Setting> settings) {
        var payload = ByteBuffer.allocate(6 * settings.size());
        for (var one : settings) payload.putShort((short) one.id()).putInt((int) one.value());
        return frame(FrameType.SETTINGS, 0, 0, payload.array());
    }

    static byte[] settingsAck() { return begun(FrameType.SETTINGS, FrameType.ACK, 0, 0); }

    static byte[] pingAck(long octets) { return frame(FrameType.PING, FrameType.ACK, 0, ByteBuffer.allocate(8).putLong(octets).array()); }

    /** {@code last}: the highest stream that was or is being answered. {@code why}: for who debugs; no more than a sentence of ours. */
    static byte[] goAway(int last, ErrorCode code, String why) {
        var text = why.getBytes(StandardCharsets.US_ASCII);
        return frame(FrameType.GOAWAY, 0, 0, ByteBuffer.allocate(8 + text.length).putInt(last).putInt(code.code()).put(text).array());
    }

    static byte[] windowUpdate(int stream, int increment) { return frame(FrameType.WINDOW_UPDATE, 0, stream, number(increment)); }

    private static byte[] number(int number) { return ByteBuffer.allocate(4).putInt(number).array(); }
}
