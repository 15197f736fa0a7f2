package sigillo.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.http2.Frame.Setting;
import sigillo.net.Room;

/** Clients that mean harm, over the wire: each is stopped, holds little meanwhile, and what was lent to it is given back. */
@Tag("gate")
class HostileClientTest {
    private static final Patience LITTLE = new Patience(Duration.ofMillis(400), Duration.ofMillis(400), Duration.ofMillis(400));

    @TempDir static Path folder;
    private static Http2House house;
    private static Http2House impatient;

    @BeforeAll static void start() throws Exception {
        house = new Http2House(folder);
        impatient = new Http2House(folder, LITTLE);
    }

    @AfterAll static void stop() {
        house.close();
        impatient.close();
    }

    /** Whatever a test has done: nobody is there any more, nothing is lent. */
    @AfterEach void nothingIsLeft() throws InterruptedException {
        house.gate.countDown();
        for (long end = System.nanoTime() + 10_000_000_000L; house.listener.connections() > 0 || lent() > 0; Thread.sleep(5))
            if (System.nanoTime() > end) throw new AssertionError(house.listener.connections() + " connections, lent " + lent());
    }

    private static long lent() { return house.room.figures().stream().mapToLong(Room.Figure::lent).sum(); }

    private interface Attack { void on(RawClient client) throws IOException; }

    private record Case(String name, Attack attack, ErrorCode end) {}

    @TestFactory Stream<DynamicTest> floods() {
        return Stream.of(
            new Case("CONTINUATION without end", client -> {
                client.say(Frames.begun(FrameType.HEADERS, 0, 1, 0));
                for (int i = 0; i < 20; i++) client.say(Frames.begun(FrameType.CONTINUATION, 0, 1, 1_000));
            }, ErrorCode.ENHANCE_YOUR_CALM),
            new Case("rapid reset", client -> {
                for (int i = 0; i < 400; i++) {
                    client.get(2 * i + 1, "/waits");
                    client.say(Frames.rstStream(2 * i + 1, ErrorCode.CANCEL));
                }
            }, ErrorCode.ENHANCE_YOUR_CALM),
            new Case("resets that we are made to say", client -> {
                for (int i = 0; i < 400; i++) {
                    client.get(2 * i + 1, "/waits");
                    client.say(Frames.windowUpdate(2 * i + 1, 0));
                }
            }, ErrorCode.ENHANCE_YOUR_CALM),
            new Case("pings", client -> client.say(repeated(Frames.pingAck(1), FrameType.PING, 0, 1_500)), ErrorCode.ENHANCE_YOUR_CALM),
            new Case("settings", client -> client.say(repeated(Frames.settings(List.of()), FrameType.SETTINGS, 0, 1_500)), ErrorCode.ENHANCE_YOUR_CALM),
            new Case("priorities", client -> client.say(repeated(Frames.begun(FrameType.PRIORITY, 0, 1, 5), FrameType.PRIORITY, 0, 1_500)),
                ErrorCode.ENHANCE_YOUR_CALM),
            new Case("windows", client -> client.say(repeated(Frames.windowUpdate(0, 1), FrameType.WINDOW_UPDATE, 0, 1_500)), ErrorCode.ENHANCE_YOUR_CALM),
            new Case("empty DATA", client -> {
                client.say(Frames.headers(1, RawClient.block("POST", "/echo"), false));
                client.say(repeated(Frames.data(1, new byte[0], false), FrameType.DATA, 0, 1_500));
            }, ErrorCode.ENHANCE_YOUR_CALM),
            new Case("a frame that is too large", client -> client.say(Frames.begun(FrameType.DATA, 0, 1, 16_385)), ErrorCode.FRAME_SIZE_ERROR),
            new Case("a window beyond what is", client -> client.say(Frames.windowUpdate(0, Integer.MAX_VALUE)), ErrorCode.FLOW_CONTROL_ERROR),
            new Case("octets that are no block", client -> client.say(Frames.headers(1, new byte[] {(byte) 0xFF}, true)), ErrorCode.COMPRESSION_ERROR),
            new Case("more than the window", client -> {
                client.get(1, "/waits");
                for (int i = 0; i < 15; i++) client.say(Frames.headers(2 * i + 3, RawClient.block("POST", "/echo"), false));
                for (int i = 0; i < 20; i++) client.say(Frames.data(3, new byte[4_000], false));
            }, null))
            .map(one -> DynamicTest.dynamicTest(one.name, () -> {
                house.gate = new CountDownLatch(1);
                try (var client = RawClient.greeted(house.port())) {
                    try {
                        one.attack.on(client);
                    } catch (IOException stopped) {
                        // it was stopped in the middle of it
                    }
                    if (one.end != null) assertEquals(one.end, client.hear(FrameType.GOAWAY).code());
                    else assertEquals(ErrorCode.FLOW_CONTROL_ERROR, client.hear(FrameType.RST_STREAM).code());
                }
                nothingIsLeft();
            }));
    }

    private static byte[] repeated(byte[] frame, int type, int flags, int times) {
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) all.writeBytes(frame);
        return all.toByteArray();
    }

    @Test void aStrangerHoldsLittle() throws Exception {
        house.gate = new CountDownLatch(1);
        try (var client = RawClient.greeted(house.port())) {
            for (int i = 0; i < 16; i++) client.say(Frames.headers(2 * i + 1, RawClient.block("POST", "/upload", "content-length", "1000000", "x-large", "y".repeat(7_000)), false));
            for (int i = 0; i < 14; i++) assertEquals(ErrorCode.REFUSED_STREAM, client.hear(FrameType.RST_STREAM).code());
            client.say(Frames.data(1, new byte[4_095], false));
            client.say(Frames.data(3, new byte[4_095], false));
            client.say(Frames.begun(FrameType.PING, 0, 0, 8));
            client.hear(FrameType.PING);
            assertTrue(lent() < 100_000, "lent " + lent());
        }
    }

    @Test void theSeventeenthStream() throws Exception {
        house.gate = new CountDownLatch(1);
        try (var client = RawClient.greeted(house.port())) {
            for (int i = 0; i < 17; i++) client.get(2 * i + 1, "/waits");
            var refused = client.hear(FrameType.RST_STREAM);
            assertEquals(33, refused.stream());
            assertEquals(ErrorCode.REFUSED_STREAM, refused.code());
            house.gate.countDown();
            assertEquals("200 6", client.reply(1));
        }
    }

    @Test void malformedRequests() throws Exception {
        try (var client = RawClient.greeted(house.port())) {
            client.say(Frames.headers(1, RawClient.block("GET", "/said", "Upper", "x"), true));
            assertEquals("0 reset PROTOCOL_ERROR", client.reply(1));
            client.say(Frames.headers(3, RawClient.block("GET", "/said", "connection", "close"), true));
            assertEquals("0 reset PROTOCOL_ERROR", client.reply(3));
            client.say(Frames.headers(5, RawClient.block("GET", "/said", ":path", "/other"), true));
            assertEquals("0 reset PROTOCOL_ERROR", client.reply(5));
            client.say(Frames.headers(7, RawClient.block("POST", "/echo", "content-length", "3"), false));
            client.say(Frames.data(7, new byte[4], true));
            assertEquals("0 reset PROTOCOL_ERROR", client.reply(7));
            client.say(Frames.headers(9, RawClient.block("GET", "/%zz"), true));
            assertTrue(client.reply(9).startsWith("400"), "a path that cannot be read");
            var many = new ByteArrayOutputStream();
            many.writeBytes(RawClient.block("GET", "/said"));
            for (int i = 0; i < 97; i++) many.writeBytes(new byte[] {0, 1, 'x', 0});
            client.say(Frames.headers(11, many.toByteArray(), true));
            assertEquals("431 0", client.reply(11));
            client.say(Frames.headers(13, new byte[9_000], true));
            assertEquals("431 0", client.reply(13));
            client.say(Frames.headers(15, RawClient.block("POST", "/echo"), false));
            client.say(Frames.data(15, "body".getBytes(), false));
            client.say(Frames.headers(15, new HpackWriter().field("x-trailer", "1").block(), true));
            assertEquals("200 4", client.reply(15));
            client.get(17, "/said");
            assertTrue(client.reply(17).startsWith("200"), "what was wrong before is not in the way");
        }
    }

    /** RFC 9113 section 6.9.1: as much as may be, then no more; what waits holds no octets. */
    @Test void windowsThatAreSmall() throws Exception {
        try (var client = RawClient.greeted(house.port())) {
            client.say(Frames.settings(List.of(new Setting(Setting.INITIAL_WINDOW_SIZE, 1))));
            client.hear(FrameType.SETTINGS);
            client.hear(FrameType.SETTINGS);
            client.get(1, "/big");
            assertEquals(1, client.hear(FrameType.DATA).payload().length);
            client.say(Frames.windowUpdate(1, 3));
            assertEquals(3, client.hear(FrameType.DATA).payload().length);
            assertTrue(lent() < 20_000, "lent " + lent());
            client.say(Frames.rstStream(1, ErrorCode.CANCEL));
            client.get(3, "/nothing");
            assertEquals("204 0", client.reply(3));
        }
    }

    @Test void aClientThatGoesInTheMiddle() throws Exception {
        try (var client = RawClient.greeted(house.port())) {
            client.get(1, "/big");
            client.hear(FrameType.DATA);
            client.say(Frames.headers(3, RawClient.block("POST", "/upload", "content-length", "50000"), false));
            client.say(Frames.data(3, new byte[1_000], false));
            client.cut();
        }
    }

    @Test void anUploadDoesNotStandInTheWayOfAnother() throws Exception {
        house.gate = new CountDownLatch(1);
        try (var client = RawClient.greeted(house.port())) {
            client.say(Frames.headers(1, RawClient.block("GET", "/said", "x-known", "1"), true));
            assertTrue(client.reply(1).startsWith("200"));
            for (int i = 1; i < 16; i++) {
                client.say(Frames.headers(2 * i + 1, RawClient.block("POST", "/upload", "content-length", "4000"), false));
                var octets = new byte[4_000];
                new Http2House.Counted(4_000).read(0, octets, 0, 4_000);
                client.say(Frames.data(2 * i + 1, octets, true));
            }
            house.gate.countDown();
            for (int left = 15; left > 0; ) if (client.hear().ends()) left--;
        }
    }

    @Test void whatWasBegunIsAnsweredAtAStop(@TempDir Path another) throws Exception {
        try (var stopped = new Http2House(another); var client = RawClient.greeted(stopped.port())) {
            stopped.gate = new CountDownLatch(1);
            client.get(1, "/waits");
            while (stopped.atOnce.get() == 0) Thread.sleep(2);
            var stop = Thread.ofVirtual().start(() -> stopped.listener.stop(Duration.ofSeconds(10)));
            assertEquals(ErrorCode.NO_ERROR, client.hear(FrameType.GOAWAY).code());
            client.get(3, "/said");
            stopped.gate.countDown();
            assertEquals("200 6", client.reply(1));
            assertTrue(stop.join(Duration.ofSeconds(5)), "nobody is waited for");
        }
    }

    @Test void whoDoesNothingIsToldThatItIsStopping(@TempDir Path another) throws Exception {
        try (var stopped = new Http2House(another); var client = RawClient.greeted(stopped.port())) {
            client.get(1, "/nothing");
            assertEquals("204 0", client.reply(1));
            stopped.listener.stop(Duration.ofSeconds(10));
            assertEquals(ErrorCode.NO_ERROR, client.end());
        }
    }

    @Test void whoSpeaksAnotherLanguage() throws Exception {
        try (var client = RawClient.silent(house.port())) {
            client.say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
            assertEquals(ErrorCode.PROTOCOL_ERROR, client.hear(FrameType.GOAWAY).code());
        }
    }

    // ---- who is slow: with little patience ----

    private interface Slow { void on(RawClient client) throws Exception; }

    private record SlowCase(String name, Slow client) {}

    @TestFactory Stream<DynamicTest> slowness() {
        return Stream.of(
            new SlowCase("nothing is asked", client -> assertEquals(ErrorCode.NO_ERROR, client.end())),
            new SlowCase("a block without its end", client -> {
                client.say(Frames.begun(FrameType.HEADERS, 0, 1, 0));
                assertEquals(ErrorCode.NO_ERROR, client.end());
            }),
            new SlowCase("a block that comes octet by octet", client -> {
                client.say(new byte[] {0, 10, 0, FrameType.HEADERS, FrameType.END_HEADERS, 0, 0, 0, 1});
                var dribbling = Thread.ofVirtual().start(() -> {
                    try {
                        while (true) {
                            client.say(new byte[] {(byte) 0x82});
                            Thread.sleep(20);
                        }
                    } catch (IOException | InterruptedException over) {
                        // the server has gone
                    }
                });
                assertEquals(ErrorCode.NO_ERROR, client.hear(FrameType.GOAWAY).code());
                client.cut();
                dribbling.join();
            }),
            new SlowCase("nothing but pings", client -> {
                var pinging = Thread.ofVirtual().start(() -> {
                    try {
                        while (true) {
                            client.say(Frames.begun(FrameType.PING, 0, 0, 8));
                            Thread.sleep(20);
                        }
                    } catch (IOException | InterruptedException over) {
                        // the server has gone
                    }
                });
                assertEquals(ErrorCode.NO_ERROR, client.hear(FrameType.GOAWAY).code());
                client.cut();
                pinging.join();
            }),
            new SlowCase("a frame without its end", client -> {
                client.say(new byte[] {0, 0, 8, FrameType.PING, 0});
                assertEquals(ErrorCode.NO_ERROR, client.end());
            }),
            new SlowCase("a body that does not come", client -> {
                client.say(Frames.headers(1, RawClient.block("POST", "/echo", "content-length", "10"), false));
                client.say(Frames.data(1, new byte[3], false));
                assertEquals("0 reset CANCEL", client.reply(1));
            }),
            new SlowCase("a frame of a body that does not end", client -> {
                client.say(Frames.headers(1, RawClient.block("POST", "/echo", "content-length", "10"), false));
                client.say(Arrays.copyOf(Frames.begun(FrameType.DATA, 0, 1, 10), Http2Limits.HEAD_OCTETS + 3));
                assertEquals("0 reset CANCEL", client.reply(1));
                assertEquals(ErrorCode.NO_ERROR, client.end());
            }),
            new SlowCase("a reply that nobody takes", client -> {
                client.get(1, "/big");
                assertEquals("200 65535 reset CANCEL", client.reply(1));
            }),
            new SlowCase("a reply that is taken by single octets: CVE-2019-9511", client -> {
                client.get(1, "/big");
                long from = System.nanoTime();
                var dribbling = Thread.ofVirtual().start(() -> {
                    try {
                        while (true) {
                            client.say(Frames.windowUpdate(0, 1));
                            client.say(Frames.windowUpdate(1, 1));
                            Thread.sleep(20);
                        }
                    } catch (IOException | InterruptedException over) {
                        // the client is closed
                    }
                });
                assertTrue(client.reply(1).endsWith("reset CANCEL"));
                assertTrue(System.nanoTime() - from < 10_000_000_000L);
                client.cut();
                dribbling.join();
            }),
            new SlowCase("events that nobody takes", client -> {
                client.get(1, "/events");
                for (int i = 0; i < 80; i++) impatient.events.add("x".repeat(1_000));
                assertEquals("200 65535 reset CANCEL", client.reply(1));
            }))
            .map(one -> DynamicTest.dynamicTest(one.name, () -> {
                try (var client = RawClient.greeted(impatient.port())) {
                    one.client.on(client);
                }
            }));
    }
}
