package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.LoggedAlarms;

/** The transport over real sockets on loopback, with a protocol of lines: it says back what it hears. */
@Timeout(20)
class ListenerTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir Path folder;
    private Listener listener;

    @AfterEach void stop() {
        if (listener != null) listener.close();
    }

    /** Greets, then answers each line; "tls" starts TLS, "bulk" reads at a rate of 1,000 octets a second. */
    private record Echo(Optional<Tls> tls, Duration idle) implements Protocol {
        @Override public byte[] tooMany() { return ascii("too many\n"); }

        @Override public void serve(Wire wire) throws IOException {
            wire.write(ascii("hello\n"));
            try {
                while (wire.awaitCommand(idle)) answer(wire, line(wire));
            } catch (Stopping stopping) {
                wire.write(ascii("bye\n"));
            } catch (DeadlinePassed late) {
                wire.write(ascii("late\n"));
            }
        }

        private void answer(Wire wire, String line) throws IOException {
            switch (line) {
                case "tls" -> {
                    wire.write(ascii("go\n"));
                    wire.startTls(tls.orElseThrow(), SOON);
                }
                case "bulk" -> {
                    wire.pace(Duration.ofMillis(500), 1_000);
                    line(wire);
                    wire.write(ascii("got it\n"));
                }
                case "facts" -> wire.write(ascii(wire.tls().map(TlsFacts::version).orElse("clear") + "\n"));
                case "shout" -> {
                    for (int i = 0; i < 4_000; i++) wire.write(new byte[16 * 1024]);
                }
                default -> wire.write(ascii("<" + line + ">\n"));
            }
        }
    }

    /** Nothing that goes wrong with one connection closes the door. */
    @Test void aFaultAtTheDoorKeepsItOpen() throws Exception {
        var echo = new Echo(Optional.empty(), SOON);
        var faults = new AtomicInteger();
        var broken = new Protocol() {
            @Override public byte[] tooMany() {
                if (faults.getAndIncrement() == 0) throw new NoClassDefFoundError("meant by this test");
                throw new IllegalStateException("meant by this test");
            }

            @Override public void serve(Wire wire) throws IOException { echo.serve(wire); }
        };
        listener = Listener.open(settings(1, 1, Networks.ANY), Optional.empty(), broken);
        int port = listener.address().getPort();
        try (var first = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertEquals('h', first.getInputStream().read());
            for (int i = 1; i <= 2; i++) {
                try (var more = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertEquals(-1, heard(more), "it is cut");
                }
                assertEquals(i, faults.get());
            }
        }
        for (int read = -1; read != 'h'; ) {
            try (var again = new Socket(InetAddress.getLoopbackAddress(), port)) {
                read = heard(again);
            }
        }
    }

    /** Else who met such faults would be counted as connected for as long as the server runs. */
    @Test void aFaultOnTheWayInGivesThePlaceBack() throws Exception {
        var faults = new AtomicInteger();
        var room = new Room(1L << 30, new LoggedAlarms(), System::nanoTime, address -> {
            if (faults.getAndIncrement() < 2) throw new IllegalStateException("meant by this test");
            return address;
        });
        listener = Listener.open(settings(1, 1, Networks.ANY), Optional.empty(), new Echo(Optional.empty(), SOON),
            Optional.of(room.door(Room.Share.PROGRAMS)));
        for (int heard : new int[] {-1, -1, 'h'}) {
            try (var one = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
                assertEquals(heard, heard(one));
            }
        }
    }

    /** It costs a stranger nothing: he is not to fill the log by it. */
    @Test void refusalsOfManyAreToldTogether() throws Exception {
        var logger = java.util.logging.Logger.getLogger(Listener.class.getName());
        var told = new java.util.concurrent.ConcurrentLinkedQueue<String>();
        var hearing = new java.util.logging.Handler() {
            @Override public void publish(java.util.logging.LogRecord event) { told.add(event.getMessage()); }

            @Override public void flush() {}

            @Override public void close() {}
        };
        logger.addHandler(hearing);
        try {
            listener = Listener.open(settings(1, 1, Networks.ANY), Optional.empty(), new Echo(Optional.empty(), SOON));
            int port = listener.address().getPort();
            try (var first = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertEquals('h', first.getInputStream().read());
                for (int i = 0; i < 200; i++) {
                    try (var more = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        assertEquals('t', heard(more));
                    }
                }
            }
        } finally {
            logger.removeHandler(hearing);
        }
        assertTrue(told.peek().endsWith("too many connections"), told::toString);
        assertTrue(told.size() < 100, told::toString);
    }

    private static int heard(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException cut) {
            return -1;
        }
    }

    /** Also while others have all cores: the pages of a first start give their port to the server. */
    @Test void itsPortIsFreeOnceItHasStopped() throws Exception {
        for (int i = 0; i < 3; i++) {
            open(clear());
            for (int j = 0; j < 2; j++) try (var client = client()) {
                assertEquals("hello", line(client)); // so that it waits for the next
            }
            var busy = Stream.generate(() -> Thread.ofVirtual().start(ListenerTest::spin)).limit(Runtime.getRuntime().availableProcessors()).toList();
            listener.stop(Duration.ZERO);
            try (var next = new ServerSocket()) {
                next.bind(listener.address());
            }
            for (var one : busy) one.join();
        }
    }

    private static void spin() {
        for (long until = System.nanoTime() + 200_000_000; System.nanoTime() < until; ) Thread.onSpinWait();
    }

    @Test void answersPipelinedLinesInOneSegment() throws Exception {
        open(clear());
        try (var client = client()) {
            assertEquals("hello", line(client));
            say(client, "a\nb\nc\n");
            client.fill();
            assertEquals("<a>\n<b>\n<c>\n", StandardCharsets.US_ASCII.decode(client.input()).toString());
        }
    }

    @Test void limitsConnectionsOfOneAddress() throws Exception {
        open(settings(10, 2, Networks.ANY), clear());
        try (var one = client(); var two = client(); var three = client()) {
            assertEquals("hello", line(one));
            assertEquals("hello", line(two));
            assertEquals("too many", line(three));
            assertFalse(three.fill());
        }
        while (listener.connections() > 0) Thread.sleep(5);
        try (var again = client()) {
            assertEquals("hello", line(again));
        }
    }

    @Test void closesOnStrangers() throws Exception {
        open(settings(10, 10, Networks.of(List.of("192.0.2.0/24"))), clear());
        try (var client = client()) {
            assertFalse(client.fill());
        }
    }

    @Test void stopsTellingThoseWhoIdle() throws Exception {
        open(clear());
        try (var idle = client(); var busy = client()) {
            assertEquals("hello", line(idle));
            assertEquals("hello", line(busy));
            say(busy, "bulk\nsome");
            Thread.sleep(50);
            var stopping = Thread.ofVirtual().start(() -> assertEquals(0, listener.stop(SOON)));
            assertEquals("bye", line(idle));
            assertFalse(idle.fill());
            say(busy, " more\n");
            assertEquals("got it", line(busy));
            assertEquals("bye", line(busy));
            stopping.join();
            assertThrows(IOException.class, this::client);
        }
    }

    @Test void stopCutsWhoDoesNotEnd() throws Exception {
        open(clear());
        try (var busy = client()) {
            assertEquals("hello", line(busy));
            say(busy, "bulk\nsome");
            Thread.sleep(50);
            assertEquals(1, listener.stop(Duration.ofMillis(20)));
        }
    }

    @Test void stopsInsideTlsWithAFarewell() throws Exception {
        open(new Echo(Optional.of(tls("mx.example")), SOON));
        try (var client = client()) {
            startTls(client);
            var stopping = Thread.ofVirtual().start(() -> listener.stop(SOON));
            assertEquals("bye", line(client));
            stopping.join();
        }
    }

    @Test void aLineCannotBeDrawnOut() throws Exception {
        open(new Echo(Optional.empty(), Duration.ofMillis(200)));
        try (var client = client()) {
            assertEquals("hello", line(client));
            int said = 0;
            for (; said < 100 && !client.isInputWaiting(); said++) {
                say(client, "x");
                Thread.sleep(20);
            }
            assertEquals("late", line(client));
            assertTrue(said < 100, "each octet bought time");
        }
    }

    @Test void aSlowTransferEnds() throws Exception {
        open(clear());
        try (var client = client()) {
            assertEquals("hello", line(client));
            say(client, "bulk\n");
            for (int i = 0; i < 100 && !client.isInputWaiting(); i++) { // 50 octets a second
                say(client, "x");
                Thread.sleep(20);
            }
            assertEquals("late", line(client));
        }
    }

    @Test void aTransferAtItsRateGoesOn() throws Exception {
        open(clear());
        try (var client = client()) {
            assertEquals("hello", line(client));
            say(client, "bulk\n");
            for (int i = 0; i < 14; i++) { // 10,000 octets a second, longer than the grace
                say(client, "x".repeat(500));
                Thread.sleep(50);
            }
            say(client, "\n");
            assertEquals("got it", line(client));
        }
    }

    @Test void theLastWordsArriveWhileThePeerStillSends() throws Exception {
        open(new Protocol() {
            @Override public byte[] tooMany() { return new byte[0]; }

            @Override public void serve(Wire wire) throws IOException {
                wire.awaitCommand(SOON);
                wire.write(ascii("enough\n"));
            }
        });
        for (int i = 0; i < 10; i++) {
            try (var client = client()) {
                client.write(new byte[700_000]);
                assertEquals("enough", line(client));
            }
        }
    }

    @Test void throwsAwayWhatWasSaidInClearBeforeTls() throws Exception {
        open(new Echo(Optional.of(tls("mx.example")), SOON));
        try (var client = client()) {
            assertEquals("hello", line(client));
            say(client, "tls\nmallory\n");
            assertEquals("go", line(client));
            client.startTls(ClientTls.opportunistic(), "mx.example", SOON);
            say(client, "facts\n");
            assertEquals("TLSv1.3", line(client));
        }
    }

    @TestFactory Stream<DynamicTest> hearsAHelloThatCameEarly() throws Exception {
        open(new Echo(Optional.of(tls("mx.example")), SOON));
        return Stream.of(-1, 1, 2, 5, 100).map(early -> DynamicTest.dynamicTest(early + " octets", () -> {
            try (var client = EarlyHello.connect(listener.address(), "tls\n", early, "go")) {
                assertEquals("hello\ngo\n", client.clearText());
                client.say("facts\n");
                assertEquals("TLSv1.3\n", client.hear());
            }
        }));
    }

    @Test void speaksTlsAtOnce() throws Exception {
        var settings = new ListenerSettings("test", loopback(), true, Networks.ANY, 10, 10, SOON);
        listener = Listener.open(settings, Optional.of(tls("mx.example")), clear());
        try (var client = client()) {
            client.startTls(ClientTls.opportunistic(), "mx.example", SOON);
            assertEquals("hello", line(client));
        }
    }

    @Test void aHandshakeCannotBeDrawnOut() throws Exception {
        var settings = new ListenerSettings("test", loopback(), true, Networks.ANY, 10, 10, Duration.ofMillis(200));
        listener = Listener.open(settings, Optional.of(tls("mx.example")), clear());
        try (var socket = new Socket(listener.address().getAddress(), listener.address().getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(new byte[] {0x16, 3, 1});
            while (socket.getInputStream().read() >= 0) { }
            while (listener.connections() > 0) Thread.sleep(5);
        }
    }

    /** RFC 9525: where there are no alternative names, the common name is none either. */
    @Test void aCommonNameIsNoName() throws Exception {
        var nameless = TestCertificates.writeNameless(folder, "bare.example");
        open(new Echo(Optional.of(Tls.open(List.of(nameless))), SOON));
        var trust = TestCertificates.trusting(nameless.load().chain().getFirst());
        try (var client = client()) {
            line(client);
            say(client, "tls\n");
            line(client);
            assertThrows(IOException.class, () -> client.startTls(ClientTls.verifying(trust), "bare.example", SOON));
        }
    }

    @Test void servesTheCertificateOfTheNameAskedFor() throws Exception {
        var keys = TestCertificates.ecKeys();
        var rsa = TestCertificates.rsaKeys();
        var mx = TestCertificates.write(folder, "mx.example", keys, true);
        var files = List.of(mx, TestCertificates.write(folder, "imap.example", rsa, true));
        open(new Echo(Optional.of(Tls.open(files)), SOON));
        var trust = TestCertificates.trusting(mx.load().chain().getFirst(), files.get(1).load().chain().getFirst());
        for (var name : List.of("mx.example", "imap.example")) {
            try (var client = client()) {
                assertEquals("hello", line(client));
                say(client, "tls\n");
                assertEquals("go", line(client));
                client.startTls(ClientTls.verifying(trust), name, SOON);
                say(client, "x\n");
                assertEquals("<x>", line(client));
            }
        }
        try (var client = client()) {
            assertEquals("hello", line(client));
            say(client, "tls\n");
            assertEquals("go", line(client));
            assertThrows(IOException.class, () -> client.startTls(ClientTls.verifying(trust), "other.example", SOON));
        }
    }

    @Test void servesAChangedCertificateWithoutRestart() throws Exception {
        var files = TestCertificates.write(folder, "mx.example");
        open(new Echo(Optional.of(Tls.open(List.of(files), Duration.ofMillis(20))), SOON));
        assertTrue(handshakesWith(files.load()));
        TestCertificates.write(folder, "mx.example");
        var renewed = files.load();
        for (int i = 0; !handshakesWith(renewed); i++) {
            assertTrue(i < 100, "the new certificate is not served");
            Thread.sleep(10);
        }
        Files.writeString(files.chain(), "torn in the middle of a write");
        Thread.sleep(50);
        assertTrue(handshakesWith(renewed));
    }

    @Test void oldVersionsAndSuitesAreRefused() throws Exception {
        var settings = new ListenerSettings("test", loopback(), true, Networks.ANY, 10, 10, SOON);
        listener = Listener.open(settings, Optional.of(tls("mx.example")), clear());
        var context = javax.net.ssl.SSLContext.getInstance("TLS");
        context.init(null, TestCertificates.trusting(), null);
        try (var socket = (javax.net.ssl.SSLSocket) context.getSocketFactory()
                .createSocket(listener.address().getAddress(), listener.address().getPort())) {
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            var error = assertThrows(IOException.class, socket::startHandshake);
            assertTrue(error.getMessage().contains("handshake_failure"), error.getMessage());
        }
    }

    @Test void aReaderWhoTakesNothingIsSeen() throws Exception {
        var stalled = new CountDownLatch(1);
        var written = new AtomicInteger();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var sender = new TimedSocket()) {
            sender.connect(server.getLocalSocketAddress());
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        sender.getOutputStream().write(new byte[64 * 1024]);
                        written.incrementAndGet();
                    }
                } catch (IOException cut) {
                    stalled.countDown();
                }
            });
            // until the kernel takes no more
            for (int before = -1; before != written.get(); Thread.sleep(300)) before = written.get();
            assertFalse(sender.isStalled(System.nanoTime()));
            assertTrue(sender.isStalled(System.nanoTime() + NetLimits.WRITE_STALL_MAX.toNanos()));
            sender.cut();
            assertTrue(stalled.await(5, TimeUnit.SECONDS));
        }
    }

    private boolean handshakesWith(Certificate certificate) throws Exception {
        try (var client = client()) {
            assertEquals("hello", line(client));
            say(client, "tls\n");
            assertEquals("go", line(client));
            try {
                var trust = TestCertificates.trusting(certificate.chain().getFirst());
                client.startTls(ClientTls.verifying(trust), "mx.example", SOON);
                return true;
            } catch (javax.net.ssl.SSLException another) {
                return false;
            }
        }
    }

    private void startTls(Wire client) throws IOException {
        assertEquals("hello", line(client));
        say(client, "tls\n");
        assertEquals("go", line(client));
        client.startTls(ClientTls.opportunistic(), "mx.example", SOON);
        say(client, "x\n");
        assertEquals("<x>", line(client));
    }

    private Tls tls(String name) throws Exception { return Tls.open(List.of(TestCertificates.write(folder, name))); }

    private static Echo clear() { return new Echo(Optional.empty(), SOON); }

    private static InetSocketAddress loopback() { return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0); }

    private static ListenerSettings settings(int all, int byAddress, Networks allowed) {
        return new ListenerSettings("test", loopback(), false, allowed, all, byAddress, SOON);
    }

    private void open(Protocol protocol) throws IOException { open(settings(10, 10, Networks.ANY), protocol); }

    private void open(ListenerSettings settings, Protocol protocol) throws IOException {
        listener = Listener.open(settings, Optional.empty(), protocol);
    }

    private Wire client() throws IOException {
        var wire = Wire.connect(listener.address(), Optional.empty(), SOON);
        wire.within(SOON);
        return wire;
    }

    private static void say(Wire wire, String text) throws IOException {
        wire.write(ascii(text));
        wire.flush();
    }

    private static String line(Wire wire) throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (!wire.input().hasRemaining() && !wire.fill()) throw new java.io.EOFException("after " + line);
            char c = (char) wire.input().get();
            if (c == '\n') return line.toString();
            line.append(c);
        }
    }

    private static byte[] ascii(String text) { return text.getBytes(StandardCharsets.US_ASCII); }
}
