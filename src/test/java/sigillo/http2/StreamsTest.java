package sigillo.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.http2.Frame.Setting;
import sigillo.http2.Streams.Step;

/**
 * What a connection does with frames, after the cases of h2spec: RFC 9113 sections 5, 6 and 8. A client says, one after the other:
 * S settings, A acknowledges, P ping, Y priority, G goes away, U what nobody knows; H1 a request, h1 one with a body, h1:5 with its
 * length, T1 trailers, t1 trailers that do not end the stream; D1:5 data, D1:5. the last of it; W1:5 a window, R1 a reset;
 * /1 is not the client's: we have answered.
 */
class StreamsTest {
    private static final String GET = ":method=GET :scheme=https :path=/ :authority=localhost";
    private static final String POST = ":method=POST :scheme=https :path=/ :authority=localhost";

    private long now;
    private final Streams streams = new Streams(() -> now);

    private static List<Field> fields(String text) {
        return Stream.of(text.split(" ")).filter(one -> !one.isEmpty()).map(one -> {
            int equals = one.indexOf('=');
            return Field.of(one.substring(0, equals), one.substring(equals + 1).replace('_', ' '));
        }).toList();
    }

    private static byte[] block(String fields) {
        var out = new ByteArrayOutputStream();
        out.write(0x20); // no table
        for (var field : fields(fields)) {
            out.write(0);
            out.write(field.name().length);
            out.writeBytes(field.name());
            out.write(field.value().length);
            out.writeBytes(field.value());
        }
        return out.toByteArray();
    }

    private String said(String all) {
        var last = "";
        for (var one : all.split(" +")) last = one(one);
        return last;
    }

    private String one(String text) {
        var parts = text.substring(1).split(":");
        int stream = parts[0].isEmpty() ? 0 : Integer.parseInt(parts[0]);
        var rest = parts.length > 1 ? parts[1] : "";
        boolean isLast = rest.endsWith(".");
        int number = rest.isEmpty() || rest.contains("=") ? 0 : Integer.parseInt(rest.replace(".", ""));
        return switch (text.charAt(0)) {
            case 'S' -> on(new Frame.Settings(rest.isEmpty() ? List.of()
                : List.of(new Setting(Integer.parseInt(rest.split("=")[0]), Long.parseLong(rest.split("=")[1])))));
            case 'A' -> on(new Frame.SettingsAck());
            case 'P' -> on(new Frame.Ping(1));
            case 'Y' -> on(new Frame.Priority(stream));
            case 'G' -> on(new Frame.GoAway());
            case 'U' -> on(new Frame.Unknown());
            case 'H' -> on(new Frame.Headers(stream, block(GET), true, false));
            case 'h' -> on(new Frame.Headers(stream, block(POST + (rest.isEmpty() ? "" : " content-length=" + number)), false, false));
            case 'T' -> on(new Frame.Headers(stream, block("x=y"), true, false));
            case 't' -> on(new Frame.Headers(stream, block("x=y"), false, false));
            case 'D' -> on(new Frame.Data(stream, new byte[number], number, true, isLast));
            case 'W' -> on(new Frame.WindowUpdate(stream, number));
            case 'R' -> on(new Frame.RstStream(stream));
            case '/' -> frames(streams.answered(stream));
            default -> throw new IllegalArgumentException(text);
        };
    }

    private String on(Frame frame) { return String.join(", ", streams.on(frame).stream().map(StreamsTest::shown).toList()); }

    static String shown(Step step) {
        return switch (step) {
            case Step.Say(var frames) -> frames(frames);
            case Step.Ask(var stream, var head, var hasBody) -> "ask " + stream + " " + head.method() + (hasBody ? " body" : "");
            case Step.Refuse(var stream, var status) -> "refuse " + stream + " " + status;
            case Step.Body(var stream, var octets) -> "body " + stream + " " + octets.length;
            case Step.Whole(var stream) -> "whole " + stream;
            case Step.Gone(var stream) -> "gone " + stream;
            case Step.Wake() -> "wake";
            case Step.End(var code, var why) -> "end " + code + " " + why;
        };
    }

    /** What we said, by name. */
    static String frames(byte[] octets) {
        var told = new ArrayList<String>();
        for (var in = ByteBuffer.wrap(octets); in.hasRemaining(); ) {
            int length = (in.get() & 0xFF) << 16 | in.getShort() & 0xFFFF;
            int type = in.get();
            in.get();
            int stream = in.getInt();
            var payload = new byte[length];
            in.get(payload);
            told.add(switch (type) {
                case FrameType.RST_STREAM -> "reset " + stream + " " + ErrorCode.values()[payload[3]];
                case FrameType.WINDOW_UPDATE -> "window " + stream + " " + FrameType.number(payload, 0);
                case FrameType.SETTINGS -> "settings " + HexFormat.of().formatHex(payload);
                case FrameType.GOAWAY -> "goaway " + FrameType.number(payload, 0) + " " + ErrorCode.values()[payload[7]];
                default -> "frame " + type;
            });
        }
        return String.join(", ", told);
    }

    private record Case(String name, String said, String want) {}

    @TestFactory Stream<DynamicTest> conversations() {
        return Stream.of(
            // 3.4
            new Case("settings first", "S", "settings , wake"),
            new Case("no settings first", "H1", "end PROTOCOL_ERROR SETTINGS are to come first"),
            // 5.1: idle
            new Case("a request", "S H1", "ask 1 GET"),
            new Case("data of an idle stream", "S D1:1", "end PROTOCOL_ERROR a stream that has not begun"),
            new Case("a reset of an idle stream", "S R1", "end PROTOCOL_ERROR a stream that has not begun"),
            new Case("a window of an idle stream", "S W1:1", "end PROTOCOL_ERROR a stream that has not begun"),
            new Case("a priority of an idle stream", "S Y5", ""),
            // half-closed
            new Case("data behind the end", "S H1 D1:1", "reset 1 STREAM_CLOSED, gone 1"),
            new Case("a second header behind the end", "S H1 T1", "reset 1 STREAM_CLOSED, gone 1"),
            new Case("a window behind the end", "S H1 W1:10", "wake"),
            new Case("a priority behind the end", "S H1 Y1", ""),
            // closed
            new Case("data of what was answered", "S H1 /1 D1:1", "end STREAM_CLOSED a stream that is closed"),
            new Case("a header of what was answered", "S H1 /1 H1", "end STREAM_CLOSED a stream that is closed"),
            new Case("data of what the client has reset", "S h1 R1 D1:1", "end STREAM_CLOSED a stream that is closed"),
            new Case("data of what we have reset", "S h1:1 D1:2 D1:1", ""),
            new Case("a header of what we have reset", "S h1:1 D1:2 T1", ""),
            new Case("a window of what was answered", "S H1 /1 W1:1", ""),
            new Case("a reset of what was answered", "S H1 /1 R1", ""),
            // 5.1.1
            new Case("a stream of ours", "S H2", "end PROTOCOL_ERROR a stream of ours"),
            new Case("a number that was passed over", "S H5 H3", "end PROTOCOL_ERROR a stream that is closed"),
            // 5.1.2
            new Case("sixteen streams", "S" + many("H", 16), "ask 31 GET"),
            new Case("the seventeenth", "S" + many("H", 17), "reset 33 REFUSED_STREAM"),
            new Case("one more, when one was answered", "S" + many("H", 16) + " /1 H33", "ask 33 GET"),
            // 6.1, 8.1
            new Case("a body", "S h1 D1:5", "body 1 5"),
            new Case("its end", "S h1 D1:5.", "body 1 5, whole 1"),
            new Case("an end without octets", "S h1 D1:0.", "whole 1"),
            new Case("trailers", "S h1 D1:5 T1", "whole 1"),
            new Case("trailers that end nothing", "S h1 t1", "reset 1 PROTOCOL_ERROR, gone 1"),
            new Case("answered before the body was here", "S h1 D1:5 /1", "reset 1 NO_ERROR"),
            // 8.1.1
            new Case("as long as it said", "S h1:5 D1:5.", "body 1 5, whole 1"),
            new Case("shorter than it said", "S h1:5 D1:4.", "body 1 4, reset 1 PROTOCOL_ERROR, gone 1"),
            new Case("shorter, with trailers", "S h1:5 D1:4 T1", "reset 1 PROTOCOL_ERROR, gone 1"),
            new Case("longer than it said", "S h1:5 D1:6", "reset 1 PROTOCOL_ERROR, gone 1"),
            // 6.4
            new Case("a reset", "S H1 R1", "gone 1"),
            // 6.5
            new Case("push of neither kind", "S:2=2", "end PROTOCOL_ERROR a setting that cannot be"),
            new Case("a window beyond what is", "S:4=2147483648", "end FLOW_CONTROL_ERROR a setting that cannot be"),
            new Case("frames that are too small", "S:5=16383", "end PROTOCOL_ERROR a setting that cannot be"),
            new Case("frames that are too large", "S:5=16777216", "end PROTOCOL_ERROR a setting that cannot be"),
            new Case("a setting that nobody knows", "S:255=1", "settings , wake"),
            new Case("a window that grows beyond by a setting", "S H1 W1:2147418112 S:4=65536", "end FLOW_CONTROL_ERROR a setting that cannot be"),
            new Case("acknowledged", "S A", ""),
            new Case("acknowledged again", "S A A", ""),
            // 6.7
            new Case("ping", "S P", "frame 6"),
            // 6.9
            new Case("a window that does not grow", "S W0:0", "end PROTOCOL_ERROR a window that does not grow"),
            new Case("one of a stream", "S H1 W1:0", "reset 1 PROTOCOL_ERROR, gone 1"),
            new Case("a window beyond what is, of the connection", "S W0:2147483647", "end FLOW_CONTROL_ERROR a window that is too large"),
            new Case("of a stream", "S H1 W1:2147483647", "reset 1 FLOW_CONTROL_ERROR, gone 1"),
            new Case("more than the window of a stream", "S A h1 D1:4096", "reset 1 FLOW_CONTROL_ERROR, gone 1"),
            new Case("as much as its window", "S A h1 D1:4095", "body 1 4095"),
            new Case("before it has heard of it", "S h1 D1:4096", "body 1 4096"),
            new Case("what was begun before", "S h1 A D1:4096", "reset 1 FLOW_CONTROL_ERROR, gone 1"),
            new Case("more than the window of the connection", "S h1 h3 D1:65535 D3:1", "end FLOW_CONTROL_ERROR more than the window of the connection"))
            .map(one -> DynamicTest.dynamicTest(one.name, () -> assertEquals(one.want, new StreamsTest().said(one.said))));
    }

    private static String many(String what, int count) {
        return IntStream.range(0, count).mapToObj(i -> " " + what + (2 * i + 1)).reduce("", String::concat);
    }

    // ---- requests: sections 8.2 and 8.3 ----

    private record Head(String name, String fields, String why) {}

    @TestFactory Stream<DynamicTest> heads() {
        var rest = " :scheme=https :path=/ :authority=a";
        return Stream.of(
            new Head("a request", ":method=GET" + rest, ""),
            new Head("with a host instead", ":method=GET :scheme=https :path=/ host=a", ""),
            new Head("with the same host", ":method=GET" + rest + " host=A", ""),
            new Head("with another", ":method=GET" + rest + " host=b", "two hosts"),
            new Head("with none", ":method=GET :scheme=https :path=/", "no authority"),
            new Head("with a user", ":method=GET :scheme=https :path=/ :authority=u@a", "an authority that is none"),
            new Head("no method", rest.strip(), "no method"),
            new Head("no path", ":method=GET :scheme=https :authority=a", "no path"),
            new Head("an empty path", ":method=GET :scheme=https :path= :authority=a", "no path"),
            new Head("a path of elsewhere", ":method=GET :scheme=https :path=https://a/ :authority=a", "no path"),
            new Head("a blank in a path", ":method=GET :scheme=https :path=/a_b :authority=a", "a path that is none"),
            new Head("no scheme", ":method=GET :path=/ :authority=a", "this is https"),
            new Head("another scheme", ":method=GET :scheme=http :path=/ :authority=a", "this is https"),
            new Head("a second method", ":method=GET :method=GET" + rest, "a second :method"),
            new Head("a second path", ":method=GET :path=/x" + rest, "a second :path"),
            new Head("a second authority", ":method=GET :authority=b" + rest, "a second :authority"),
            new Head("a pseudo field that is none", ":method=GET :x=y" + rest, "a pseudo field that is none"),
            new Head("that of a reply", ":method=GET :status=200" + rest, "a pseudo field that is none"),
            new Head("a protocol, RFC 8441", ":method=CONNECT :protocol=websocket" + rest, "a pseudo field that is none"),
            new Head("behind a field", ":method=GET x=y" + rest, "a pseudo field behind another"),
            new Head("behind an authorization", ":method=GET authorization=y" + rest, "a pseudo field behind another"),
            new Head("a name in capitals", ":method=GET" + rest + " X=y", "a name that is none"),
            new Head("a name with a colon", ":method=GET" + rest + " x:y=z", "a name that is none"),
            new Head("a name with a line", ":method=GET" + rest + " x\n=z", "a name that is none"),
            new Head("a name beyond ASCII", ":method=GET" + rest + " \u00e8=z", "a name that is none"),
            new Head("no name", ":method=GET" + rest + " =z", "a field without a name"),
            new Head("a value with a line", ":method=GET" + rest + " x=a\r\nb", "a value that is none"),
            new Head("a value with zero", ":method=GET" + rest + " x=a\0b", "a value that is none"),
            new Head("blanks before a value", ":method=GET" + rest + " x=_a", "blanks around a value"),
            new Head("behind it", ":method=GET" + rest + " x=a_", "blanks around a value"),
            new Head("connection", ":method=GET" + rest + " connection=close", "a field of one hop"),
            new Head("upgrade", ":method=GET" + rest + " upgrade=websocket", "a field of one hop"),
            new Head("keep-alive", ":method=GET" + rest + " keep-alive=1", "a field of one hop"),
            new Head("transfer-encoding", ":method=GET" + rest + " transfer-encoding=chunked", "a field of one hop"),
            new Head("proxy-connection", ":method=GET" + rest + " proxy-connection=close", "a field of one hop"),
            new Head("te", ":method=GET" + rest + " te=trailers", ""),
            new Head("te of another kind", ":method=GET" + rest + " te=gzip", "a field of one hop"),
            new Head("a length that is none", ":method=GET" + rest + " content-length=-1", "a length that is none"),
            new Head("lengths that disagree", ":method=GET" + rest + " content-length=1 content-length=2", "a second content-length"),
            new Head("CONNECT", ":method=CONNECT :authority=a:443", ""),
            new Head("CONNECT with a path", ":method=CONNECT :authority=a:443 :path=/", "CONNECT to no host"))
            .map(one -> DynamicTest.dynamicTest(one.name, () -> {
                var why = RequestHead.of(fields(one.fields)) instanceof RequestHead.Outcome.Malformed(var wrong) ? wrong : "";
                assertEquals(one.why, why);
                said("S");
                assertEquals(one.why.isEmpty() ? "ask" : "reset", new StreamsTest().answer(one.fields).substring(0, one.why.isEmpty() ? 3 : 5));
            }));
    }

    private String answer(String fields) {
        said("S");
        return on(new Frame.Headers(1, block(fields), true, false));
    }

    private static RequestHead head(String fields) { return ((RequestHead.Outcome.Ok) RequestHead.of(fields(fields))).head(); }

    @Test void whatARequestSays() {
        var head = head(GET + " cookie=a=b cookie=c=d accept=x accept=y content-length=7");
        assertEquals("a=b; c=d", head.headers().get("cookie"));
        assertEquals("x,y", head.headers().get("accept"));
        assertEquals("localhost", head.headers().get("host"));
        assertEquals(7, head.length().orElseThrow());
    }

    @Test void anAuthorizationIsOctetsAndNotAmongTheHeaders() {
        var head = head(GET + " authorization=Bearer_x");
        assertEquals("Bearer x", new String(head.authorization()));
        assertTrue(!head.headers().containsKey("authorization"));
        head.wipe();
        assertEquals("\0".repeat(8), new String(head.authorization()));
        assertEquals(0, head(GET + " authorization=a authorization=b").authorization().length, "nobody knows who it is");
    }

    @Test void fieldsAreWipedOnceTheyAreRead() {
        said("S");
        var block = block(GET + " authorization=secret");
        on(new Frame.Headers(1, block, true, false));
        assertEquals(new String(new byte[block.length]), new String(block));
    }

    @Test void pseudoFieldsBehindABody() {
        said("S h1");
        assertEquals("reset 1 PROTOCOL_ERROR, gone 1", on(new Frame.Headers(1, block(":method=GET"), true, false)));
    }

    // ---- what is too large or too much ----

    @Test void aBlockThatIsTooLarge() {
        assertEquals("end ENHANCE_YOUR_CALM a header block is too large", new StreamsTest().tooLarge("S"));
        assertEquals("refuse 1 431", new StreamsTest().tooLarge("S A"), "where no table is to be kept");
    }

    private String tooLarge(String before) {
        said(before);
        return on(new Frame.Headers(1, new byte[0], true, true));
    }

    @Test void tooManyFields() {
        said("S");
        assertEquals("refuse 1 431", on(new Frame.Headers(1, block(GET + " a=b".repeat(100)), true, false)));
    }

    @Test void aBlockThatIsNone() {
        said("S");
        assertEquals("end COMPRESSION_ERROR a field that the table does not have", on(new Frame.Headers(1, new byte[] {(byte) 0xBE}, true, false)));
    }

    @TestFactory Stream<DynamicTest> floods() {
        return Stream.of("P", "S", "A", "Y1", "U", "G", "R1", "D1:0", "D1:1", "W0:1", "W1:1").map(one -> DynamicTest.dynamicTest(one, () -> {
            var flooded = new StreamsTest();
            flooded.said(one.equals("R1") ? "S A H1 /1" : "S A h1");
            for (int i = 0; i < 998; i++) assertTrue(!flooded.said(one).contains("end"), "the " + i + "th");
            assertTrue((flooded.said(one) + flooded.said(one) + flooded.said(one)).contains("end ENHANCE_YOUR_CALM too many frames of no effect"));
            var slow = new StreamsTest();
            slow.said(one.equals("R1") ? "S A H1 /1" : "S A h1");
            for (int i = 0; i < 3_000; i++) {
                slow.now += 20_000_000;
                assertTrue(!slow.said(one).contains("end"), "fifty in a second are none");
            }
        }));
    }

    /** A window of 1,023 octets, as some have it: both windows grow for each frame. */
    @Test void smallWindowsThatGrowWithWhatIsSentAreNoFlood() {
        said("S A H1");
        for (int i = 0; i < 5_000; i++) {
            assertEquals(1_023, streams.grant(1, 1_023));
            assertEquals("wake", said("W0:1023"), "the " + i + "th");
            assertEquals("wake", said("W1:1023"), "the " + i + "th");
        }
    }

    /** Our settings take of a window that was used already: what was read is given back at once, since nobody reads more until more comes. */
    @Test void aBodyThatBeganBeforeOurSettingsWereKnownGoesOn() {
        said("S h1");
        streams.reads(1);
        said("D1:30000");
        assertEquals(List.of(), streams.consumed(1, 30_000), "less than half of the window");
        int window = 65_535 - 30_000 - (65_535 - 4_095); // as the client reckons: RFC 9113 section 6.9.2
        assertEquals("window 1 " + (65_535 - window), said("A"));
        assertEquals("body 1 4095", said("D1:4095"));
    }

    /** What we have not read yet is not given back with it. */
    @Test void whatWasNotReadTakesOfItsWindow() {
        said("S h1 D1:30000");
        assertEquals("", said("A"));
        assertEquals("window 1 61440", frames(((Step.Say) streams.reads(1).getFirst()).frames()));
    }

    /** RFC 9113 section 6.8: a client that has not heard of it yet does nothing wrong, and what was begun is answered. */
    @Test void whatBeginsAfterWeHaveSaidThatWeGoIsPassedOver() {
        said("S A H1");
        streams.goAway(ErrorCode.NO_ERROR, "");
        assertEquals("", said("h3:9"));
        assertEquals("", said("D3:9."));
        assertEquals("", said("W3:1"));
        assertEquals("", said("R3"));
        assertTrue(streams.isOpen(1));
        assertEquals("window 0 32769", said("h5 D5:16384 D5:16376"), "it took of the window of the connection all the same");
        assertEquals("end PROTOCOL_ERROR a stream that has not begun", said("D6:1"), "a stream of ours");
        var flooded = new StreamsTest();
        flooded.said("S A H1");
        flooded.streams.goAway(ErrorCode.NO_ERROR, "");
        for (int i = 1; i < 1_000; i++) assertEquals("", flooded.said("H" + (2 * i + 1)));
        assertEquals("end ENHANCE_YOUR_CALM too many frames of no effect", flooded.said("H2001"));
    }

    /** CVE-2023-44487. */
    @Test void rapidReset() {
        said("S A");
        for (int i = 0; i < 50; i++) said("H" + (2 * i + 1) + " R" + (2 * i + 1));
        assertEquals("gone 101, end ENHANCE_YOUR_CALM more is reset than answered", said("H101 R101"));
    }

    @Test void whoIsAnsweredMayResetToo() {
        said("S A");
        for (int i = 0; i < 200; i += 2) {
            said("H" + (2 * i + 1) + " R" + (2 * i + 1));
            assertEquals("", said("H" + (2 * i + 3) + " /" + (2 * i + 3)));
        }
    }

    /** Answers of before do not pay for resets. */
    @Test void answersAreNotSaved() {
        said("S A");
        for (int i = 0; i < 500; i++) said("H" + (2 * i + 1) + " /" + (2 * i + 1));
        for (int i = 500; i < 550; i++) said("H" + (2 * i + 1) + " R" + (2 * i + 1));
        assertTrue(said("H1101 R1101").contains("ENHANCE_YOUR_CALM"));
    }

    /** CVE-2025-8671: who makes us reset has reset. */
    @Test void whatAPeerMakesUsResetCounts() {
        said("S A");
        for (int i = 0; i < 50; i++) said("H" + (2 * i + 1) + " W" + (2 * i + 1) + ":0");
        assertTrue(said("H101 W101:0").contains("ENHANCE_YOUR_CALM"));
    }

    @Test void settingsThatNobodyAcknowledges() {
        said("S");
        now += Http2Limits.SETTINGS_WITHIN.toNanos() + 1;
        assertTrue(said("P").contains("SETTINGS_TIMEOUT"));
    }

    // ---- windows ----

    @Test void whatMayBeSent() {
        said("S A H1 H3");
        assertEquals(16_384, streams.grant(1, 1_000_000));
        assertEquals(100, streams.grant(1, 100));
        assertEquals(65_535 - 16_484, 0 + streams.grant(1, 99_999) + streams.grant(1, 99_999) + streams.grant(1, 99_999));
        assertEquals(0, streams.grant(3, 1), "the connection's window is used up");
        said("W0:10 W3:10");
        assertEquals(10, streams.grant(3, 99));
        assertEquals(Streams.NO_STREAM, streams.grant(5, 1));
        said("R3");
        assertEquals(Streams.NO_STREAM, streams.grant(3, 1));
    }

    @Test void aSettingChangesWindowsThatAreOpen() {
        said("S:4=5 A H1");
        assertEquals(5, streams.grant(1, 100));
        said("S:4=3");
        assertEquals(0, streams.grant(1, 100), "two less than nothing");
        said("W1:3");
        assertEquals(1, streams.grant(1, 100));
    }

    @Test void windowsOfWhatIsReadGrowAgain() {
        said("S A h1 D1:4095");
        assertEquals("window 1 61440", steps(streams.reads(1)));
        said("D1:30000");
        assertEquals("window 0 34095, window 1 34095", steps(streams.consumed(1, 34_095)));
    }

    @Test void whatItDoesNotNeedIsNotGranted() {
        said("S A h1:100");
        assertEquals("", steps(streams.reads(1)));
        said("D1:100.");
        assertEquals("", steps(streams.consumed(1, 100)));
    }

    /** What was never read of a stream that is gone does not stay in the window of all others. */
    @Test void whatIsGoneGivesItsRoomBack() {
        said("S h1 D1:40000");
        assertEquals("window 0 40000, gone 1", said("R1"));
        said("h3 D3:40000");
        assertEquals("reset 3 NO_ERROR, window 0 40000", said("/3"));
    }

    @Test void paddingGivesItsRoomBack() {
        said("S h1");
        assertEquals("window 0 40000",
            on(new Frame.Data(1, new byte[0], 40_000, true, false)));
    }

    @Test void goingAway() {
        said("S A H1");
        assertEquals("goaway 1 NO_ERROR", frames(streams.goAway(ErrorCode.NO_ERROR, "")));
        assertEquals("", said("H3"), "it will be asked elsewhere");
        assertTrue(streams.isOpen(1));
    }

    private static String steps(List<Step> steps) { return String.join(", ", steps.stream().map(StreamsTest::shown).toList()); }

    @Test void theGreeting() { assertEquals("settings 000100000000000300000010000400000fff000600002000", frames(Streams.greeting())); }
}
