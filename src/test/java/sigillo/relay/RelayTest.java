package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.net.ClientTls;
import sigillo.peers.CapturingSink;
import sigillo.policy.Policies;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.trace.Traces;

/** What a text file cannot say: time, interrupts, messages that cannot be read, many connections. */
class RelayTest {
    private static final String MAIL = """
        == 127.0.0.1
        S: 220 mx
        C: EHLO home.example
        S: 250 mx
        C: MAIL FROM:<me@home.example>
        S: 250 Ok
        C: RCPT TO:<anna@remote.example>
        S: 250 Ok
        C: DATA
        S: 354 Go
        """;
    private static final String CONTENT = """
        C: Subject: hi
        C:
        C: Hello
        C: .
        """;
    private static final Patience PATIENT = Stage.patience(Duration.ofSeconds(20));

    private interface Play {
        void with(Relay relay, Carrier.Job job, PlayedServers servers) throws Exception;
    }

    private static void play(String text, Patience patience, Play play) throws Exception {
        var script = Script.of(text.lines().toList());
        try (var servers = new PlayedServers(script, SSLContext.getDefault());
             var relay = new Relay(Stage.settings(script, servers.port()), Stage.resolver(script),
                 ClientTls.verifying(), patience)) {
            play.with(relay, Stage.job(script), servers);
        }
    }

    /** Each answer comes long before its time is over; all of them together take too long. */
    @Test void aTarpitDoesNotHoldUs() throws Exception {
        var names = IntStream.range(0, 60).mapToObj(i -> "r" + i + "@remote.example").toList();
        var asked = names.stream().map(n -> "C: RCPT TO:<" + n + ">\nX: wait 50\nS: 250 Ok\n")
            .collect(Collectors.joining());
        var text = names.stream().map(n -> "@ to " + n + "\n").collect(Collectors.joining()) + """
            == 127.0.0.1
            S: 220 mx
            C: EHLO home.example
            S: 250 mx
            C: MAIL FROM:<me@home.example>
            S: 250 Ok
            """ + asked;
        var patience = patience(Duration.ofMillis(500), PATIENT.writeGrace(), PATIENT.octetsPerSecondMin());
        play(text, patience, (relay, job, _) -> {
            long before = System.nanoTime();
            for (var outcome : relay.carry(job)) {
                assertTrue(outcome instanceof Outcome.Deferred(var reply, _, _) && reply.code() == 451,
                    outcome.toString());
            }
            assertTrue(millisSince(before) < 2_500, "given up while it still answers");
        });
    }

    /** As patient as {@link #PATIENT} but in these. */
    private static Patience patience(Duration envelope, Duration writeGrace, long octetsPerSecond) {
        var p = PATIENT;
        return new Patience(p.connect(), p.greeting(), p.command(), p.dataGo(), p.dataEnd(), p.handshake(), p.opening(),
            envelope, p.results(), p.attempt(), writeGrace, octetsPerSecond, p.lastWord(), p.idle(), p.farewell());
    }

    /** It takes some, always some, and would go on for minutes. */
    @Test void aPeerThatTakesTooLittleIsGivenUp() throws Exception {
        var text = "@ message \\*6000000*0123456789\\r\\n*\n" + MAIL + "X: take 1000000\nX: wait 100\n".repeat(400)
            + "X: close\n";
        play(text, patience(PATIENT.envelope(), Duration.ofMillis(300), 1_000_000_000), (relay, job, _) -> {
            long before = System.nanoTime();
            var outcome = relay.carry(job).getFirst();
            assertTrue(outcome instanceof Outcome.Deferred(var reply, _, _) && reply.text().contains("too slowly"),
                outcome.toString());
            assertTrue(millisSince(before) < 10_000);
        });
    }

    /** What breaks at the second host does not forget what the first has taken. */
    @Test void anErrorOfOursCountsAgainstOneHost() throws Exception {
        var text = "@ to anna@remote.example\n@ to paul@remote.example\n"
            + "@ dns remote.example MX 10 a.example\n@ dns remote.example MX 20 b.example\n"
            + "@ dns a.example A 127.0.0.1\n@ dns b.example A 127.0.0.2\n"
            + MAIL.replace("C: DATA", "C: RCPT TO:<paul@remote.example>\nS: 452 4.5.3 Too many\nC: DATA") + CONTENT
            + "S: 250 Ok\nC: MAIL FROM:<me@home.example>\nS: 421 Enough\nX: close\n"
            + "== 127.0.0.2\nS: 220 mx\nC: EHLO home.example\nS: 250 mx\n";
        var script = Script.of(text.lines().toList());
        Traces broken = event -> {
            boolean isSecond = event.text().contains("127.0.0.2") || event.text().contains("b.example");
            if (isSecond) throw new NoClassDefFoundError("meant by this test");
        };
        try (var servers = new PlayedServers(script, SSLContext.getDefault());
             var relay = new Relay(Stage.settings(script, servers.port()),
                 new Relay.Outside(Stage.resolver(script), ClientTls.verifying(), Policies.NONE), broken, PATIENT)) {
            var outcomes = relay.carry(Stage.job(script));
            assertInstanceOf(Outcome.Delivered.class, outcomes.getFirst());
            assertFalse(outcomes.getLast() instanceof Outcome.Delivered || outcomes.getLast() instanceof Outcome.Bounced, outcomes.toString());
        }
    }

    private static long millisSince(long nanoTime) { return (System.nanoTime() - nanoTime) / 1_000_000; }

    /** Where it may be when it is told to end; what has been said by then. */
    @TestFactory Stream<DynamicTest> anInterruptEndsIt() {
        return Stream.of(new String[] {"at the greeting", "== 127.0.0.1\nX: gone\n"},
                new String[] {"at EHLO", "== 127.0.0.1\nS: 220 mx\nC: EHLO home.example\nX: gone\n"},
                new String[] {"at DATA", MAIL.substring(0, MAIL.indexOf("S: 354")) + "X: gone\n"},
                new String[] {"at the dot, and no answer comes", MAIL + CONTENT + "X: gone\n"})
            .map(c -> DynamicTest.dynamicTest(c[0], () -> play(c[1], PATIENT, (relay, job, servers) -> {
                var outcome = interrupted(relay, job).getFirst();
                assertFalse(outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Bounced,
                    outcome.toString());
                servers.end();
            })));
    }

    /** Who has the whole message is given a moment to say so: else it would get it twice. */
    @Test void anInterruptWaitsForTheAnswerToAWholeMessage() throws Exception {
        play(MAIL + CONTENT + "X: wait 250\nS: 250 Ok\n", PATIENT, (relay, job, _) ->
            assertInstanceOf(Outcome.Delivered.class, interrupted(relay, job).getFirst()));
    }

    /** Carries on a virtual thread, as the queue does, and interrupts it after a while; it must then end soon. */
    private static List<Outcome> interrupted(Relay relay, Carrier.Job job) throws Exception {
        var carried = new FutureTask<>(() -> {
            var outcomes = relay.carry(job);
            assertTrue(Thread.currentThread().isInterrupted(), "the interrupt still stands");
            return outcomes;
        });
        var thread = Thread.ofVirtual().start(carried);
        Thread.sleep(150);
        assertFalse(carried.isDone());
        thread.interrupt();
        return carried.get(3, TimeUnit.SECONDS);
    }

    /** Half a message is never ended, and what our disk does is not their fault. */
    @Test void aMessageThatCannotBeReadIsOurFault() throws Exception {
        var text = MAIL + "X: take 100000\nX: drain\nX: close\n";
        play(text, PATIENT, (relay, job, servers) -> {
            var broken = new Broken(new AtomicInteger(), 1 << 20);
            var outcome = relay.carry(new Carrier.Job(job.key(), job.trace(), job.destination(), job.envelope(),
                broken)).getFirst();
            assertTrue(outcome instanceof Outcome.OurFault(var why) && why.contains("cannot be read: bad sector"),
                outcome.toString());
            servers.end();
        });
    }

    /** Readable once, for the scan; the second time it breaks in the middle. */
    private record Broken(AtomicInteger passes, long length) implements Octets {
        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            if (position == 0) passes.incrementAndGet();
            if (passes.get() > 1 && position > 500_000) throw new IOException("bad sector");
            int n = (int) Math.min(count, length - position);
            java.util.Arrays.fill(into, offset, offset + n, (byte) 'x');
            return n;
        }
    }

    /** One pass to know what it needs, one for each transaction. */
    @Test void aMessageIsLookedAtOnce() throws Exception {
        var passes = new AtomicInteger();
        var counted = new Octets() {
            private final Octets message = Octets.of("a: b\r\n\r\n".getBytes());

            @Override public long length() { return message.length(); }

            @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
                if (position == 0) passes.incrementAndGet();
                return message.read(position, into, offset, count);
            }
        };
        var text = "@ to a@remote.example\n@ to b@remote.example\n@ to c@remote.example\n" + """
            == 127.0.0.1
            S: 220 mx
            C: EHLO home.example
            S: 250-LIMITS RCPTMAX=1
            S: 250 LIMITS RCPTMAX=1
            """ + Stream.of("a", "b", "c").map(name -> """
            C: MAIL FROM:<me@home.example>
            S: 250 Ok
            C: RCPT TO:<%s@remote.example>
            S: 250 Ok
            C: DATA
            S: 354 Go
            C: a: b
            C:
            C: .
            S: 250 Ok
            """.formatted(name)).collect(Collectors.joining());
        play(text, PATIENT, (relay, job, _) -> {
            var outcomes = relay.carry(new Carrier.Job(job.key(), job.trace(), job.destination(), job.envelope(),
                counted));
            assertTrue(outcomes.stream().allMatch(o -> o instanceof Outcome.Delivered), outcomes.toString());
            assertEquals(1 + 3, passes.get());
        });
    }

    /**
     * The sink sends each reply by itself and waits for our system's acknowledgement before the next: 40 ms a message,
     * unless we ask for one.
     */
    @Test void repliesInARowComeAtOnce() {
        try (var sink = new CapturingSink()) {
            var script = Script.of(List.of());
            try (var relay = new Relay(Stage.settings(script, sink.port()), Stage.resolver(script),
                ClientTls.verifying(), PATIENT)) {
                relay.carry(Stage.job(script));
                long before = System.nanoTime();
                for (int i = 0; i < 40; i++)
                    assertInstanceOf(Outcome.Delivered.class, relay.carry(Stage.job(script)).getFirst());
                assertTrue(millisSince(before) < 40 * 38, millisSince(before) + " ms");
            }
        }
    }

    /** Connections that wait are few, leave in time, and all of them when we stop. */
    @Test void idleConnectionsAreBounded() throws Exception {
        try (var door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            var ended = new CountDownLatch(30);
            Thread.ofVirtual().start(() -> acceptAll(door, ended));
            var idle = new IdlePeers(Duration.ofMillis(100));
            for (int i = 0; i < 30; i++) idle.give(peer(door.getLocalPort()));
            assertEquals(RelayLimits.IDLE_MAX, idle.count());
            assertTrue(ended.await(10, TimeUnit.SECONDS), "all have left");
            assertEquals(0, idle.count());
        }
    }

    @Test void nothingWaitsAfterTheStop() throws Exception {
        try (var door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            var ended = new CountDownLatch(6);
            Thread.ofVirtual().start(() -> acceptAll(door, ended));
            var idle = new IdlePeers(Duration.ofHours(1));
            for (int i = 0; i < 3; i++) idle.give(peer(door.getLocalPort()));
            idle.close();
            for (int i = 0; i < 3; i++) idle.give(peer(door.getLocalPort()));
            assertTrue(ended.await(10, TimeUnit.SECONDS), "all have left");
        }
    }

    private static Peer peer(int port) throws IOException {
        var address = new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var wire = sigillo.net.Wire.connect(address, java.util.Optional.empty(), Duration.ofSeconds(5));
        var target = new Target(Hop.exchanger("mx.remote.example", port), address);
        return new Peer(target, new Talk(wire, PATIENT), sigillo.smtp.Extensions.NONE, false);
    }

    private static void acceptAll(ServerSocket door, CountDownLatch ended) {
        var open = new ArrayList<Thread>();
        try {
            while (true) {
                var socket = door.accept();
                open.add(Thread.ofVirtual().start(() -> {
                    try (socket) {
                        if (new String(socket.getInputStream().readNBytes(6)).equals("QUIT\r\n")) ended.countDown();
                    } catch (IOException gone) {
                        // counted by nobody
                    }
                }));
            }
        } catch (IOException closed) {
            // the end
        }
    }
}
