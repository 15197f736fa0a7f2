package sigillo.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** RFC 6455 section 5: frames of clients, with the example of section 5.7. */
class FrameReaderTest {
    private static final int MAX = 1_000;

    /** {@code hex}: on the wire. {@code want}: what is told, one after the other. */
    private record Case(String name, String hex, String want) {}

    @TestFactory Stream<DynamicTest> frames() {
        return Stream.of(
            new Case("RFC 6455 section 5.7", "8185 37fa213d 7f9f4d5158", "text Hello"),
            new Case("in two frames", "0181 00000000 48 8084 00000000 656c6c6f", "text Hello"),
            new Case("a ping between two frames", "0181 00000000 48 8981 01000000 40 8084 00000000 656c6c6f", "ping A; text Hello"),
            new Case("an empty text", "8180 01020304", "text "),
            new Case("an empty frame goes on", "0181 00000000 48 0080 00000000 8080 00000000", "text H"),
            new Case("binary", "8282 ffffffff fefd", "binary 0102"),
            new Case("a pong", "8a80 00000000", "pong"),
            new Case("a close without a code", "8880 00000000", "close 1005 "),
            new Case("a close", "8884 00000000 03e86f6b", "close 1000 ok"),
            new Case("a close with a code of a program", "8882 00000000 0fa0", "close 4000 "),
            new Case("two in one", "8181 00000000 61 8181 00000000 62", "text a; text b"),
            new Case("a length of two octets", "81fe007e 00000000" + "61".repeat(126), "text " + "a".repeat(126)),
            new Case("a character in two frames", "0181 00000000 c3 8081 00000000 a8", "text \u00e8"),
            // what is wrong
            new Case("a reserved bit", "c180 00000000", "wrong 1002"),
            new Case("an unknown opcode", "8380 00000000", "wrong 1002"),
            new Case("an unknown control", "8b80 00000000", "wrong 1002"),
            new Case("no mask", "810161", "wrong 1002"),
            new Case("a control frame in pieces", "0980 00000000", "wrong 1002"),
            new Case("a control frame that is too long", "89fe007e", "wrong 1002"),
            new Case("nothing goes on", "8080 00000000", "wrong 1002"),
            new Case("a message within a message", "0181 00000000 61 8181 00000000 62", "wrong 1002"),
            new Case("a length that could be shorter", "81fe007d 00000000", "wrong 1002"),
            new Case("a long length that could be shorter", "81ff000000000000ffff 00000000", "wrong 1002"),
            new Case("a negative length", "81ff8000000000000000 00000000", "wrong 1002"),
            new Case("too long", "81fe03e9 00000000", "wrong 1009"),
            new Case("far too long", "81ff7fffffffffffffff 00000000", "wrong 1009"),
            new Case("too long together", "01fe03e8 00000000" + "61".repeat(1000) + "8081 00000000 61", "wrong 1009"),
            new Case("no UTF-8", "8181 00000000 ff", "wrong 1007"),
            new Case("no UTF-8 at once", "8182 00000000 ff", "wrong 1007"),
            new Case("half of a character", "8181 00000000 c3", "wrong 1007"),
            new Case("half of a pair", "8183 00000000 eda080", "wrong 1007"),
            new Case("longer than it must be", "8182 00000000 c080", "wrong 1007"),
            new Case("beyond Unicode", "8184 00000000 f4908080", "wrong 1007"),
            new Case("half of a code", "8881 00000000 03", "wrong 1002"),
            new Case("a code that nobody may say", "8882 00000000 03ed", "wrong 1002"),
            new Case("a code of nobody", "8882 00000000 07d0", "wrong 1002"),
            new Case("a reason that is no UTF-8", "8883 00000000 03e8ff", "wrong 1007"),
            new Case("half of a frame", "8185 37fa213d 7f9f", "")).flatMap(one -> Stream.of(1, 2, 7, 100_000)
                .map(piece -> DynamicTest.dynamicTest(one.name + ", " + piece + " at a time", () -> {
                    var octets = HexFormat.of().parseHex(one.hex.replace(" ", ""));
                    assertEquals(one.want, String.join("; ", told(octets, piece)));
                })));
    }

    /** What is told of octets that come so many at a time, to the first fault. */
    private static List<String> told(byte[] octets, int piece) {
        var reader = new FrameReader(MAX, held -> held <= MAX);
        var all = new ArrayList<String>();
        for (int at = 0; at < octets.length; at += piece) {
            var in = ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at)).slice();
            while (true) {
                var read = reader.read(in);
                if (read instanceof FrameReader.Read.More) break;
                all.add(text(read));
                if (read instanceof FrameReader.Read.Wrong) return all;
            }
            assertTrue(!in.hasRemaining(), "all of it is consumed");
        }
        return all;
    }

    private static String text(FrameReader.Read read) {
        return switch (read) {
            case FrameReader.Read.More() -> "more";
            case FrameReader.Read.Wrong(var code, _) -> "wrong " + code;
            case FrameReader.Read.Got(Frame.Message(var isText, var octets)) -> isText ? "text " + new String(octets, StandardCharsets.UTF_8)
                : "binary " + HexFormat.of().formatHex(octets);
            case FrameReader.Read.Got(Frame.Ping(var octets)) -> "ping " + new String(octets, StandardCharsets.UTF_8);
            case FrameReader.Read.Got(Frame.Pong()) -> "pong";
            case FrameReader.Read.Got(Frame.Close(var code, var reason)) -> "close " + code + " " + reason;
        };
    }

    /** The same is told, in whatever pieces it comes; nothing throws, and no more is held than may be. */
    @Test void anythingInAnyPieces() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var octets = stream(random);
            var whole = told(octets, octets.length);
            assertEquals(whole, told(octets, 1 + random.nextInt(9)), "seed " + seed + ", " + HexFormat.of().formatHex(octets));
        }
    }

    /** Frames as clients write them, of which some are bent. */
    static byte[] stream(Random random) {
        var all = ByteBuffer.allocate(4_000);
        for (int n = 1 + random.nextInt(4); n-- > 0; ) {
            var payload = new byte[random.nextInt(random.nextInt(4) == 0 ? 300 : 20)];
            for (int i = 0; i < payload.length; i++) payload[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 'a');
            int[] opcodes = {0, 1, 2, 8, 9, 10, 1, 1};
            all.put((byte) ((random.nextInt(4) == 0 ? 0 : 0x80) | opcodes[random.nextInt(opcodes.length)]));
            if (payload.length < 126) all.put((byte) (0x80 | payload.length));
            else all.put((byte) (0x80 | 126)).putShort((short) payload.length);
            var mask = new byte[4];
            random.nextBytes(mask);
            all.put(mask);
            for (int i = 0; i < payload.length; i++) all.put((byte) (payload[i] ^ mask[i & 3]));
        }
        var octets = new byte[all.position()];
        all.flip().get(octets);
        for (int n = random.nextInt(3); n-- > 0; ) octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
        return octets;
    }

    /** RFC 6455 section 10.4: a message in very many frames ends, however empty they are. */
    @Test void aMessageInTooManyFrames() {
        var reader = new FrameReader(MAX, _ -> true);
        var first = ByteBuffer.wrap(HexFormat.of().parseHex("018000000000"));
        assertTrue(reader.read(first) instanceof FrameReader.Read.More);
        for (int i = 1; i < SocketLimits.FRAMES_OF_MESSAGE_MAX; i++) {
            assertTrue(reader.read(ByteBuffer.wrap(HexFormat.of().parseHex("008000000000"))) instanceof FrameReader.Read.More);
        }
        assertEquals("wrong 1008", text(reader.read(ByteBuffer.wrap(HexFormat.of().parseHex("008000000000")))));
    }

    @Test void whatFindsNoRoomIsPutOff() {
        var reader = new FrameReader(100_000, held -> held <= 1_000);
        var frame = ByteBuffer.allocate(3_000).put(HexFormat.of().parseHex("81fe07d000000000")).put(new byte[2_000]).flip();
        assertEquals("wrong 1013", text(reader.read(frame)));
    }

    /** What is written is what a client reads, at each length of the length. */
    @Test void whatIsWritten() {
        assertEquals("8105", HexFormat.of().formatHex(Frame.textHead(5)));
        assertEquals("817e007e", HexFormat.of().formatHex(Frame.textHead(126)));
        assertEquals("817effff", HexFormat.of().formatHex(Frame.textHead(65_535)));
        assertEquals("817f0000000000010000", HexFormat.of().formatHex(Frame.textHead(65_536)));
        assertEquals("880403e86f6b", HexFormat.of().formatHex(Frame.close(1000, "ok")));
        assertEquals("8800", HexFormat.of().formatHex(Frame.close(CloseCode.NONE, "")));
        assertEquals("890161", HexFormat.of().formatHex(Frame.ping(new byte[] {'a'})));
        assertEquals("8a00", HexFormat.of().formatHex(Frame.pong(new byte[0])));
    }
}
