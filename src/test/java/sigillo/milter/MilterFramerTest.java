package sigillo.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.milter.MilterFramer.Cut;

class MilterFramerTest {
    /** However a stream is cut up, the same packets come out of it. */
    @TestFactory Stream<DynamicTest> cutsDoNotMatter() {
        return LongStream.rangeClosed(1, 20).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var sent = new ArrayList<MilterFrame>();
            var stream = new ByteArrayOutputStream();
            for (int i = 0; i < 30; i++) {
                var data = new byte[random.nextInt(10) == 0 ? random.nextInt(70_000) : random.nextInt(40)];
                random.nextBytes(data);
                sent.add(new MilterFrame((char) random.nextInt(256), Bytes.of(data)));
                stream.writeBytes(sent.getLast().encode());
            }
            var framer = new MilterFramer();
            var got = new ArrayList<MilterFrame>();
            var octets = stream.toByteArray();
            for (int at = 0; at < octets.length; ) {
                int n = Math.min(octets.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 9_000));
                var in = ByteBuffer.wrap(octets, at, n);
                while (framer.next(in) instanceof Cut.Whole(var frame)) got.add(frame);
                at += n;
            }
            assertEquals(sent, got);
        }));
    }

    record Case(String what, int length, String want) {}

    @TestFactory Stream<DynamicTest> lengthsThatLie() {
        return List.of(new Case("nothing", 0, "a packet without a letter"),
            new Case("one too many", MilterLimits.FRAME_MAX + 1, "a packet of 262145 octets"),
            new Case("all that there is", -1, "a packet of 4294967295 octets")).stream()
            .map(c -> DynamicTest.dynamicTest(c.what, () -> assertEquals(new Cut.Broken(c.want),
                new MilterFramer().next(ByteBuffer.allocate(5).putInt(c.length).put((byte) 'c').flip()))));
    }

    @Test void aPromisedLengthTakesNoMemory() {
        var framer = new MilterFramer();
        assertInstanceOf(Cut.More.class, framer.next(ByteBuffer.allocate(5).putInt(MilterLimits.FRAME_MAX).put((byte) 'B').flip()));
        for (int i = 1; i < MilterLimits.FRAME_MAX - 1; i++)
            assertInstanceOf(Cut.More.class, framer.next(ByteBuffer.wrap(new byte[1])));
        assertInstanceOf(Cut.Whole.class, framer.next(ByteBuffer.wrap(new byte[1])));
    }
}
