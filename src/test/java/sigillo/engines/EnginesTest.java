package sigillo.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.filter.Engine;
import sigillo.filter.Engine.Said;
import sigillo.filter.Mail;

/** Programs that are down, slow, or lie: mail does not wait for them, and it is said. */
class EnginesTest {
    private static final Domain HOSTNAME = Domain.of("mail.home.example");
    private static final Duration DEADLINE = Duration.ofMillis(300);

    private final Map<String, String> alarms = new ConcurrentHashMap<>();
    private final Alarms told = new Alarms() {
        @Override public void raise(String key, String sentence) { alarms.put(key, sentence); }

        @Override public void clear(String key) { alarms.remove(key); }
    };

    private static Mail mail() { return Canary.mail(HOSTNAME, Instant.EPOCH); }

    private static EngineSettings settings(boolean isRequired) {
        return new EngineSettings(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), DEADLINE, isRequired, false, Duration.ZERO);
    }

    private Guarded guarded(Program program, Place place, Asking asking, boolean isRequired) {
        return guarded(program, place, asking, settings(isRequired));
    }

    private Guarded guarded(Program program, Place place, Asking asking, EngineSettings settings) {
        return new Guarded(program, program.key(), place, asking, settings, HOSTNAME, told, InstantSource.system());
    }

    private static Asking asking(Program program, Place place) {
        return switch (program) {
            case CLAMD -> new ClamdAsking(place, false);
            case SPAMD -> new SpamdAsking(place, false);
            case RSPAMD -> new RspamdAsking(place, false);
            case MILTER -> new MilterAsking(place, false, HOSTNAME.name());
        };
    }

    // ---- strange programs over real sockets ----

    private static Strange.Way says(String words) {
        return (in, out) -> {
            out.write(words.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            in.readNBytes(1);
        };
    }

    private static void drip(OutputStream out, String words) throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            out.write(words.charAt(i % words.length()));
            out.flush();
            Thread.sleep(5);
        }
    }

    private static final Map<String, Strange.Way> WAYS = Map.of(
        "silent", (in, _) -> in.transferTo(OutputStream.nullOutputStream()),
        "deaf", (_, _) -> Thread.sleep(2_000),
        "closing", (_, _) -> { },
        "dripping", (_, out) -> drip(out, "x"),
        "dripping newlines", (_, out) -> drip(out, "\r\n\0"),
        "endless", (_, out) -> {
            for (var block = "y".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII); ; ) out.write(block);
        },
        "garbage", says("\u0001\u0002\u00ff\u00fe\0\0\0\u0005\u0080garbage\0\r\n\r\n"),
        "long packet", says("\u007f\u00ff\u00ff\u00ffOxxxx"),
        "another protocol", says("220 mail.example ESMTP\r\n\r\n\0"),
        "half an answer", says("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n{"));

    @TestFactory Stream<DynamicTest> nobodyWaitsLongAndItIsSaid() {
        return Stream.of(Program.values()).flatMap(program -> WAYS.entrySet().stream().map(way -> DynamicTest.dynamicTest(program.key() + ", " + way.getKey(), () -> {
            try (var strange = new Strange(way.getValue()); var engine = guarded(program, strange.place(), asking(program, strange.place()), false)) {
                long begun = System.nanoTime();
                var said = engine.look(mail());
                var took = Duration.ofNanos(System.nanoTime() - begun);
                assertInstanceOf(Said.Silent.class, said);
                assertTrue(took.toSeconds() < 10, took::toString);
                assertTrue(((Said.Silent) said).why().matches("[ -~]{5,250}"), said::toString);
            }
        })));
    }

    @TestFactory Stream<DynamicTest> whoIsDownIsSaidToBe() {
        return Stream.of(Program.values()).map(program -> DynamicTest.dynamicTest(program.key(), () -> {
            var nowhere = new Place.Socket(Path.of("/nonexistent/socket"));
            try (var engine = guarded(program, nowhere, asking(program, nowhere), true)) {
                assertEquals(451, ((Said.Against) engine.look(mail())).reply().code());
            }
        }));
    }

    // ---- left alone, and back ----

    @Test void afterThreeFailuresItIsLeftAloneAndAnAlarmStands() throws Exception {
        var asked = new AtomicInteger();
        var place = new Place.Host("127.0.0.1", 1);
        try (var engine = guarded(Program.RSPAMD, place, (_, _) -> {
            asked.incrementAndGet();
            throw new IOException("Connection refused");
        }, false)) {
            for (int i = 0; i < 10; i++) assertInstanceOf(Said.Silent.class, engine.look(mail()));
            assertEquals(3, asked.get());
            assertEquals("Rspamd at 127.0.0.1:1 gives no answer: Connection refused. Mail is taken without it meanwhile. It is tried again by itself;"
                + " look whether it runs, and whether engines.rspamd says where.", alarms.get("engine-rspamd"));
            assertEquals(new Said.Silent("it is left alone for a while: Connection refused"), engine.look(mail()));
            var figures = engine.figures();
            assertEquals(List.of(3L, 11L, false), List.of(figures.asked(), figures.unanswered(), figures.isTrusted()));
        }
    }

    @Test void anAnswerBetweenFailuresKeepsItAsked() throws Exception {
        var asked = new AtomicInteger();
        try (var engine = guarded(Program.CLAMD, new Place.Host("127.0.0.1", 1), (_, _) -> asked.incrementAndGet() % 3 == 0
            ? new Asking.Heard.Told(new Said.Reasons(List.of(), OptionalInt.of(1)), false) : new Asking.Heard.Failed("broken"), false)) {
            for (int i = 0; i < 9; i++) engine.look(mail());
            assertEquals(9, asked.get());
            assertEquals(Map.of(), alarms);
        }
    }

    /** It is tried with a message of our own, and the alarm goes when that is answered. */
    @Test void whoComesBackIsAskedAgain() throws Exception {
        var isBack = new AtomicInteger();
        var clamd = new Strange((in, out) -> {
            if (isBack.get() == 0) return;
            readStream(in);
            out.write("stream: OK\0".getBytes(StandardCharsets.US_ASCII));
        });
        try (clamd; var engine = guarded(Program.CLAMD, clamd.place(), asking(Program.CLAMD, clamd.place()), false)) {
            engine.begin();
            await(() -> alarms.containsKey("engine-clamd"));
            isBack.set(1);
            engine.triedNow();
            await(() -> alarms.isEmpty());
            assertInstanceOf(Said.Reasons.class, engine.look(mail()));
        }
    }

    /** One that finds a virus in everything would keep all mail out. */
    @Test void whoCondemnsTheHarmlessIsNotBelieved() throws Exception {
        var clamd = new Strange((in, out) -> {
            readStream(in);
            out.write("stream: Everything.Bad FOUND\0".getBytes(StandardCharsets.US_ASCII));
        });
        try (clamd; var engine = guarded(Program.CLAMD, clamd.place(), asking(Program.CLAMD, clamd.place()), false)) {
            for (int i = 0; i < 3; i++) assertEquals(new Said.Silent("it finds something in a harmless message, too"), engine.look(mail()));
            assertTrue(alarms.get("engine-clamd").contains("it finds something in a harmless message"), alarms::toString);
        }
    }

    private static void readStream(InputStream in) throws IOException {
        in.readNBytes("zINSTREAM\0".length());
        for (;;) {
            int n = ByteBuffer.wrap(in.readNBytes(4)).getInt();
            if (n == 0) return;
            in.skipNBytes(n);
        }
    }

    @Test void moreConversationsThanItHasThreadsWait() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        Asking slow = (_, _) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            pause(30);
            now.decrementAndGet();
            return new Asking.Heard.Passed("too large");
        };
        var patient = new EngineSettings(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Duration.ofSeconds(30), false, false, Duration.ZERO);
        try (var engine = guarded(Program.SPAMD, new Place.Host("127.0.0.1", 1), slow, patient)) {
            var threads = Stream.generate(() -> Thread.ofVirtual().start(() -> look(engine))).limit(20).toList();
            for (var thread : threads) thread.join();
            assertEquals(EngineLimits.SPAMD_AT_ONCE, most.get());
            assertEquals(20, engine.figures().passed());
        }
    }

    private static void look(Engine engine) {
        try {
            engine.look(mail());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private interface So { boolean is(); }

    private static void await(So so) {
        for (int i = 0; i < 300 && !so.is(); i++) pause(10);
        assertTrue(so.is());
    }
}
