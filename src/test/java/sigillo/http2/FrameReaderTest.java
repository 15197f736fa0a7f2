package sigillo.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.http2.FrameReader.Read;

/** RFC 9113 sections 3.4, 4 and 6: what frames say, however they are cut; what is wrong with them; what is too much. */
class FrameReaderTest {
    static final String PREFACE = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a";

    static byte[] hex(String text) { return HexFormat.of().parseHex(text.replace(" ", "")); }

    /** {@code hex}: behind the preface. {@code want}: what is told, one after the other. */
    private record Case(String name, String hex, String want) {}

    private static final List<Case> CASES = List.of(
        new Case("nothing", "", ""),
        new Case("SETTINGS without any", "000000 04 00 00000000", "settings"),
        new Case("SETTINGS", "00000c 04 00 00000000 0003 00000064 0004 ffffffff", "settings 3=100 4=4294967295"),
        new Case("SETTINGS acknowledged", "000000 04 01 00000000", "settings ack"),
        new Case("PING", "000008 06 00 00000000 0000000000000102", "ping 258"),
        new Case("PING acknowledged", "000008 06 01 00000000 0000000000000102", "ping ack"),
        new Case("WINDOW_UPDATE", "000004 08 00 00000001 800003e8", "window 1 1000"),
        new Case("WINDOW_UPDATE of the connection", "000004 08 00 00000000 00000000", "window 0 0"),
        new Case("RST_STREAM", "000004 03 00 00000003 00000008", "reset 3"),
        new Case("PRIORITY", "000005 02 00 00000003 0000000110", "priority 3"),
        new Case("GOAWAY with a word", "00000a 07 00 00000000 00000000 00000000 6869", "goaway"),
        new Case("a type that nobody knows", "000003 16 ff 00000009 616263", "unknown"),
        new Case("the bit that is reserved", "000004 03 00 80000003 00000008", "reset 3"),
        new Case("HEADERS", "000001 01 05 00000001 82", "headers 1 82 end"),
        new Case("HEADERS without fields", "000000 01 04 00000001", "headers 1 "),
        new Case("HEADERS with priority", "000006 01 24 00000001 8000000010 82", "headers 1 82"),
        new Case("HEADERS with padding", "000004 01 0c 00000001 02 82 0000", "headers 1 82"),
        new Case("HEADERS with both", "000008 01 2c 00000001 01 0000000010 82 00", "headers 1 82"),
        new Case("HEADERS of padding alone", "000003 01 0c 00000001 02 0000", "headers 1 "),
        new Case("HEADERS and CONTINUATION", "000001 01 01 00000001 82 000001 09 00 00000001 84 000000 09 04 00000001", "headers 1 8284 end"),
        new Case("DATA", "000003 00 00 00000001 616263", "data 1 616263/3 last"),
        new Case("DATA that ends a stream", "000000 00 01 00000001", "data 1 /0 last end"),
        new Case("DATA with padding", "000006 00 09 00000001 02 616263 0000", "data 1 616263/6 last end"),
        new Case("DATA of padding alone", "000003 00 08 00000001 02 0000", "data 1 /3 last"),
        new Case("two frames", "000000 04 00 00000000 000001 01 05 00000001 82", "settings; headers 1 82 end"),
        // sizes: section 4.2
        new Case("a frame that is too large", "004001 00 00 00000001", "FRAME_SIZE_ERROR: a frame is too large"),
        new Case("one of a type that nobody knows too", "ffffff 16 00 00000000", "FRAME_SIZE_ERROR: a frame is too large"),
        new Case("PING of seven", "000007 06 00 00000000", "FRAME_SIZE_ERROR: a frame has not its size"),
        new Case("WINDOW_UPDATE of three", "000003 08 00 00000000", "FRAME_SIZE_ERROR: a frame has not its size"),
        new Case("RST_STREAM of five", "000005 03 00 00000001", "FRAME_SIZE_ERROR: a frame has not its size"),
        new Case("PRIORITY of four", "000004 02 00 00000001", "FRAME_SIZE_ERROR: a frame has not its size"),
        new Case("SETTINGS of seven", "000007 04 00 00000000", "FRAME_SIZE_ERROR: a frame has not its size"),
        new Case("SETTINGS acknowledged with one", "000006 04 01 00000000", "FRAME_SIZE_ERROR: a frame has not its size"),
        new Case("GOAWAY of seven", "000007 07 00 00000000", "FRAME_SIZE_ERROR: a frame is too small"),
        new Case("HEADERS without its priority", "000004 01 24 00000001 80000000", "FRAME_SIZE_ERROR: a frame is too small"),
        new Case("DATA without its padding", "000000 00 08 00000001", "FRAME_SIZE_ERROR: a frame is too small"),
        // padding: sections 6.1 and 6.2
        new Case("more padding than DATA", "000003 00 08 00000001 03 0000", "PROTOCOL_ERROR: more padding than frame"),
        new Case("more padding than HEADERS", "000002 01 0c 00000001 02 82", "PROTOCOL_ERROR: more padding than frame"),
        // streams: section 6
        new Case("DATA of no stream", "000000 00 00 00000000", "PROTOCOL_ERROR: a frame without a stream"),
        new Case("HEADERS of no stream", "000000 01 04 00000000", "PROTOCOL_ERROR: a frame without a stream"),
        new Case("PRIORITY of no stream", "000005 02 00 00000000", "PROTOCOL_ERROR: a frame without a stream"),
        new Case("RST_STREAM of no stream", "000004 03 00 00000000", "PROTOCOL_ERROR: a frame without a stream"),
        new Case("SETTINGS of a stream", "000000 04 00 00000001", "PROTOCOL_ERROR: a frame of the connection with a stream"),
        new Case("PING of a stream", "000008 06 00 00000001", "PROTOCOL_ERROR: a frame of the connection with a stream"),
        new Case("GOAWAY of a stream", "000008 07 00 00000001", "PROTOCOL_ERROR: a frame of the connection with a stream"),
        new Case("PUSH_PROMISE", "000004 05 04 00000001", "PROTOCOL_ERROR: a client promises nothing"),
        // header blocks: section 6.10
        new Case("CONTINUATION of nothing", "000000 09 04 00000001", "PROTOCOL_ERROR: nothing is to be continued"),
        new Case("CONTINUATION of no stream", "000000 09 04 00000000", "PROTOCOL_ERROR: nothing is to be continued"),
        new Case("CONTINUATION behind a whole block", "000001 01 04 00000001 82 000000 09 04 00000001", "headers 1 82; PROTOCOL_ERROR: nothing is to be continued"),
        new Case("CONTINUATION of another stream", "000001 01 00 00000001 82 000000 09 04 00000003", "PROTOCOL_ERROR: a header block is interrupted"),
        new Case("DATA within a block", "000001 01 00 00000001 82 000000 00 00 00000001", "PROTOCOL_ERROR: a header block is interrupted"),
        new Case("HEADERS within a block", "000001 01 00 00000001 82 000000 01 04 00000003", "PROTOCOL_ERROR: a header block is interrupted"),
        new Case("what nobody knows within a block", "000001 01 00 00000001 82 000000 16 00 00000000", "PROTOCOL_ERROR: a header block is interrupted"),
        // too much
        new Case("eight that continue", "000001 01 00 00000001 82" + " 000000 09 00 00000001".repeat(7) + " 000000 09 04 00000001", "headers 1 82"),
        new Case("nine that continue: CVE-2024-27316", "000001 01 00 00000001 82" + " 000000 09 00 00000001".repeat(9),
            "ENHANCE_YOUR_CALM: a header block in too many frames"),
        new Case("a hundred settings", "000258 04 00 00000000" + "00ff00000000".repeat(100), "settings" + " 255=0".repeat(100)),
        new Case("a hundred and one", "00025e 04 00 00000000", "ENHANCE_YOUR_CALM: too many settings"),
        new Case("8 KiB of fields", "002000 01 04 00000001" + "82".repeat(8_192), "headers 1 " + "82".repeat(8_192)),
        new Case("more, in one frame", "002001 01 05 00000001" + "82".repeat(8_193) + "000001 01 04 00000003 82", "headers 1 too large end; headers 3 82"),
        new Case("more, in two", "002000 01 00 00000001" + "82".repeat(8_192) + "000001 09 04 00000001 82", "headers 1 too large"));

    @TestFactory Stream<DynamicTest> frames() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.name, () -> {
            var octets = hex(PREFACE + one.hex);
            assertEquals(one.want, read(octets, octets.length));
            for (int piece : new int[] {1, 2, 7, 30}) assertEquals(one.want, read(octets, piece), "in pieces of " + piece);
        }));
    }

    @TestFactory Stream<DynamicTest> prefaces() {
        return Stream.of("GET / HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n\r\nSN", "\0", "pri * HTTP/2.0").map(text ->
            DynamicTest.dynamicTest(text.strip(), () -> assertEquals("PROTOCOL_ERROR: this is not HTTP/2", read(text.getBytes(), 1))));
    }

    @Test void whatIsNotWholeIsSeen() {
        var reader = new FrameReader();
        assertFalse(reader.isBetween());
        reader.read(ByteBuffer.wrap(hex(PREFACE)));
        assertTrue(reader.isBetween());
        reader.read(ByteBuffer.wrap(hex("000001 01 00 00000001 82")));
        assertFalse(reader.isBetween(), "a block that is to be continued");
    }

    /** Pieces of DATA put together: what came of a frame, what it takes of windows. */
    static String read(byte[] octets, int piece) {
        var reader = new FrameReader();
        var told = new ArrayList<String>();
        var data = new ByteArrayOutputStream();
        int flow = 0;
        for (int at = 0; at < octets.length; at += piece) {
            var in = ByteBuffer.wrap(Arrays.copyOfRange(octets, at, Math.min(octets.length, at + piece)));
            for (var read = reader.read(in); !(read instanceof Read.More); read = reader.read(in)) {
                if (read instanceof Read.Wrong(var code, var why)) {
                    told.add(code + ": " + why);
                    return String.join("; ", told);
                }
                var frame = ((Read.Got) read).frame();
                if (frame instanceof Frame.Data(var _, var some, var more, var isLast, var _)) {
                    data.writeBytes(some);
                    flow += more;
                    if (!isLast) continue;
                }
                told.add(shown(frame, data.toByteArray(), flow));
                data.reset();
                flow = 0;
            }
        }
        return String.join("; ", told);
    }

    private static String shown(Frame frame, byte[] data, int flow) {
        return switch (frame) {
            case Frame.Data(var stream, var _, var _, var isLast, var ends) ->
                "data " + stream + " " + HexFormat.of().formatHex(data) + "/" + flow + (isLast ? " last" : "") + (ends ? " end" : "");
            case Frame.Headers(var stream, var block, var ends, var isTooLarge) ->
                "headers " + stream + " " + (isTooLarge ? "too large" : HexFormat.of().formatHex(block)) + (ends ? " end" : "");
            case Frame.Priority(var stream) -> "priority " + stream;
            case Frame.RstStream(var stream) -> "reset " + stream;
            case Frame.Settings(var settings) -> "settings" + String.join("", settings.stream().map(one -> " " + one.id() + "=" + one.value()).toList());
            case Frame.SettingsAck() -> "settings ack";
            case Frame.Ping(var octets) -> "ping " + octets;
            case Frame.PingAck() -> "ping ack";
            case Frame.GoAway() -> "goaway";
            case Frame.WindowUpdate(var stream, var increment) -> "window " + stream + " " + increment;
            case Frame.Unknown() -> "unknown";
        };
    }

    /** What we write can be read; frames of a client alone are asked for by the other table. */
    @Test void whatIsWritten() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(hex(PREFACE));
        all.writeBytes(Frames.settings(List.of(new Frame.Setting(3, 16))));
        all.writeBytes(Frames.settingsAck());
        all.writeBytes(Frames.pingAck(7));
        all.writeBytes(Frames.windowUpdate(1, 4_096));
        all.writeBytes(Frames.headers(1, new byte[] {(byte) 0x88}, false));
        all.writeBytes(Frames.data(1, new byte[] {1, 2}, true));
        all.writeBytes(Frames.rstStream(3, ErrorCode.REFUSED_STREAM));
        all.writeBytes(Frames.goAway(3, ErrorCode.NO_ERROR, ""));
        assertEquals("settings 3=16; settings ack; ping ack; window 1 4096; headers 1 88; data 1 0102/2 last end; reset 3; goaway", read(all.toByteArray(), 50));
    }

    @Test void longBlocksAreContinued() {
        var frames = Frames.headers(1, new byte[40_000], true);
        assertEquals("004000 01 01 00000001".replace(" ", ""), HexFormat.of().formatHex(frames, 0, 9));
        assertEquals("004000 09 00 00000001".replace(" ", ""), HexFormat.of().formatHex(frames, 9 + 16_384, 18 + 16_384));
        assertEquals("001c40 09 04 00000001".replace(" ", ""), HexFormat.of().formatHex(frames, 18 + 32_768, 27 + 32_768));
        assertEquals(27 + 40_000, frames.length);
    }

    @TestFactory Stream<DynamicTest> whateverComesIsReadAlikeHoweverItIsCut() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 5_000; i++) {
                var octets = mutated(random);
                assertEquals(read(octets, octets.length), read(octets, 1 + random.nextInt(20)));
            }
        }));
    }

    static byte[] mutated(Random random) {
        var octets = new ByteArrayOutputStream();
        octets.writeBytes(hex(PREFACE));
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            var one = hex(CASES.get(random.nextInt(CASES.size() - 3)).hex);
            if (one.length > 0 && random.nextInt(3) == 0) one[random.nextInt(one.length)] = (byte) random.nextInt();
            octets.writeBytes(random.nextInt(5) == 0 ? Arrays.copyOf(one, random.nextInt(one.length + 1)) : one);
        }
        return octets.toByteArray();
    }
}
