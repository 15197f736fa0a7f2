package sigillo.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;
import sigillo.http.Reply;
import sigillo.net.MemoryLink;
import sigillo.net.Wire;

/** Whatever comes: frames, header blocks and a whole connection have an answer for it, ten minutes each. */
@Tag("long")
class FuzzTest {
    private static final byte[] PREFACE = FrameReaderTest.hex(FrameReaderTest.PREFACE);
    private static final List<byte[]> SEEDS = new ArrayList<>();
    private static final List<byte[]> PIECES = new ArrayList<>();

    static {
        var random = new Random(1);
        for (int i = 0; i < 60; i++) SEEDS.add(FrameReaderTest.mutated(random));
        SEEDS.add(joined(PREFACE, Frames.settings(List.of()), Frames.headers(1, RawClient.block("GET", "/"), true)));
        SEEDS.add(joined(PREFACE, Frames.settings(List.of()), Frames.settingsAck(), Frames.headers(1, RawClient.block("POST", "/", "content-length", "3"), false),
            Frames.data(1, new byte[3], true), Frames.windowUpdate(0, 100), Frames.rstStream(1, ErrorCode.CANCEL), Frames.headers(3, RawClient.block("GET", "/x"), true)));
        SEEDS.add(joined(PREFACE, Frames.settings(List.of(new Frame.Setting(4, 1))), Frames.headers(1, RawClient.block("GET", "/"), true), Frames.windowUpdate(1, 9)));
        for (int i = 1; i < 12; i += 2) {
            PIECES.add(Frames.headers(i, RawClient.block("GET", "/"), true));
            PIECES.add(Frames.headers(i, RawClient.block("POST", "/"), false));
            PIECES.add(Frames.data(i, new byte[10], i % 4 == 1));
            PIECES.add(Frames.windowUpdate(i, i * 1_000));
            PIECES.add(Frames.rstStream(i, ErrorCode.CANCEL));
        }
        for (var one : List.of(Frames.settingsAck(), Frames.pingAck(1), Frames.settings(List.of(new Frame.Setting(4, 0))), Frames.windowUpdate(0, 1 << 30),
                new byte[] {0x20}, new byte[] {(byte) 0xBE}, new byte[] {0x40, 1, 'a', 1, 'b'})) PIECES.add(one);
    }

    private static byte[] joined(byte[]... all) {
        var out = new ByteArrayOutputStream();
        for (var one : all) out.writeBytes(one);
        return out.toByteArray();
    }

    /** Wherever it is cut, the same comes out. */
    @Test void frames() {
        Fuzz.run("HTTP/2 frames", SEEDS, PIECES, (octets, random) -> {
            var whole = FrameReaderTest.read(octets, Math.max(1, octets.length));
            assertEquals(whole, FrameReaderTest.read(octets, 1 + random.nextInt(20)));
            return whole.replaceAll("[0-9a-f]{3,}", "").lines().limit(1).toList().toString();
        });
    }

    @Test void headerBlocks() {
        var blocks = SEEDS.stream().map(seed -> Arrays.copyOfRange(seed, Math.min(seed.length, 33), seed.length)).toList();
        Fuzz.run("HPACK", blocks, PIECES, (octets, random) -> {
            var reader = new HpackReader(random.nextInt(3) * 2_048);
            int cut = random.nextInt(octets.length + 1);
            var first = HpackTest.shown(reader.read(Arrays.copyOf(octets, cut)));
            var second = HpackTest.shown(reader.read(Arrays.copyOfRange(octets, cut, octets.length)));
            assertTrue(reader.tableOctets() <= 4_096);
            return first.length() / 8 + first.substring(0, Math.min(20, first.length())) + second.substring(0, Math.min(20, second.length()));
        });
    }

    @Test void sessions() {
        Fuzz.run("HTTP/2 session", SEEDS, PIECES, (octets, random) -> {
            var streams = new Streams(System::nanoTime);
            var reader = new FrameReader();
            var in = ByteBuffer.wrap(octets);
            var kinds = new StringBuilder();
            while (reader.read(in) instanceof FrameReader.Read.Got(var frame)) {
                for (var step : streams.on(frame)) {
                    kinds.append(step.getClass().getSimpleName().charAt(0));
                    if (step instanceof Streams.Step.End) return kinds.toString();
                    if (step instanceof Streams.Step.Ask(var stream, var _, var _) && random.nextBoolean()) {
                        streams.grant(stream, random.nextInt(100_000));
                        streams.answered(stream);
                    }
                }
                assertTrue(streams.openCount() <= Http2Limits.STREAMS_MAX);
            }
            return kinds.substring(0, Math.min(30, kinds.length()));
        });
    }

    /** It ends, whatever came; nobody answers any more then. */
    @Test void connections() { Fuzz.run("HTTP/2 connection", SEEDS, PIECES, (octets, random) -> connected(octets, 1 + random.nextInt(200))); }

    static String connected(byte[] octets, int piece) {
        var link = new MemoryLink();
        for (int at = 0; at < octets.length; at += piece) link.send(Arrays.copyOfRange(octets, at, Math.min(octets.length, at + piece)));
        link.end();
        var asked = new StringBuffer();
        try {
            new Http2Connection(new Wire(link), one -> {
                asked.append(one.method()).append(one.body().length);
                return Reply.text(200, "x".repeat(3_000));
            }, System::nanoTime, Patience.DEFAULT).run();
            var heard = link.hear(Duration.ZERO);
            return asked + StreamsTest.frames(heard).replaceAll("settings [0-9a-f]+|window \\d+ \\d+", "");
        } catch (IOException | InterruptedException gone) {
            throw new AssertionError(gone);
        }
    }
}
