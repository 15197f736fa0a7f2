package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records as strangers send them, to a server that says back each line; what it holds is counted. */
@Timeout(60)
class SecureLayerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path folder;
    private final List<Socket> sockets = new ArrayList<>();
    private Socket socket; // the last of them
    private SSLEngine engine;
    private final CountedHolding counted = new CountedHolding();
    private final ArrayBlockingQueue<Optional<IOException>> ends = new ArrayBlockingQueue<>(64);

    @AfterEach void stop() throws IOException {
        for (var one : sockets) one.close();
    }

    /** The server's side of one connection, whose place is counted. */
    private void open() throws Exception {
        var tls = Tls.open(List.of(TestCertificates.write(folder, "mx.example")));
        var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (server; var accepted = server.accept()) {
                serve(new SecureLayer(tls.serverEngine(List.of()), accepted.getInputStream(), accepted.getOutputStream(), new byte[0], counted));
                ends.add(Optional.empty());
            } catch (IOException end) {
                ends.add(Optional.of(end));
            }
        });
        socket = new Socket(server.getInetAddress(), server.getLocalPort());
        sockets.add(socket);
        socket.setSoTimeout((int) SOON.toMillis());
        engine = ClientTls.opportunistic().clientEngine("mx.example", 0);
    }

    /** Says of each line how long it was. */
    private static void serve(SecureLayer layer) throws IOException {
        layer.shakeHands();
        var some = new byte[512];
        int line = 0;
        for (int n; (n = layer.input().read(some)) >= 0; ) {
            for (int i = 0; i < n; i++) {
                if (some[i] != '\n') line++;
                else {
                    layer.output().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
                    line = 0;
                }
            }
        }
        layer.close();
    }

    private SecureLayer client(OutputStream out) throws IOException {
        var layer = new SecureLayer(engine, socket.getInputStream(), out, new byte[0], Holding.UNBOUNDED);
        layer.shakeHands();
        return layer;
    }

    /** In pieces of so many octets. */
    private static OutputStream inPieces(int octets, OutputStream out) {
        return new OutputStream() {
            @Override public void write(int octet) throws IOException { out.write(octet); }

            @Override public void write(byte[] from, int offset, int count) throws IOException {
                for (int at = 0; at < count; at += octets) out.write(from, offset + at, Math.min(octets, count - at));
            }
        };
    }

    private static String said(SecureLayer layer, int octets) throws IOException {
        var line = new byte[octets + 1];
        Arrays.fill(line, (byte) 'x');
        line[octets] = '\n';
        layer.output().write(line);
        var answer = new StringBuilder();
        for (int c; (c = layer.input().read()) >= 0 && c != '\n'; ) answer.append((char) c);
        return answer.toString();
    }

    private void only(String version) {
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        engine.setSSLParameters(parameters);
    }

    private void linesOfAllLengths(int pieces) throws Exception {
        var client = client(inPieces(pieces, socket.getOutputStream()));
        for (int octets : new int[] {0, 1, 510, 511, 512, 1_000, 4_000, 4_096, 5_000, 16_000, 16_383, 16_384, 50_000}) {
            assertEquals("" + octets, said(client, octets));
            assertEquals(0, counted.held.get(), "held after a line of " + octets);
        }
        assertTrue(counted.most.get() > 12_000, "a long record was not counted: " + counted.most);
        client.close();
        assertEquals(Optional.empty(), ends.take());
        assertEquals(0, counted.held.get());
    }

    @Test void recordsComeInPieces() throws Exception {
        open();
        linesOfAllLengths(7);
        assertEquals("TLSv1.3", engine.getSession().getProtocol());
    }

    @Test void tls12() throws Exception {
        open();
        only("TLSv1.2");
        linesOfAllLengths(100_000);
        assertEquals("TLSv1.2", engine.getSession().getProtocol());
    }

    /** Buffers that records are made in are lent to some of those who wait; the others have theirs made elsewhere. */
    @Test void peersThatDoNotReadKeepNobodyWaiting() throws Exception {
        var read = new CountDownLatch(1);
        var waiting = new ArrayList<Thread>();
        for (int i = 0; i < 40; i++) {
            open();
            var out = new Stopping(socket.getOutputStream(), read);
            var layer = client(out);
            assertEquals("3", said(layer, 3));
            out.stops = true;
            waiting.add(Thread.ofVirtual().start(() -> {
                try {
                    said(layer, 5);
                } catch (IOException closed) {
                    // the test is over
                }
            }));
            assertTrue(out.stopped.await(10, TimeUnit.SECONDS));
        }
        open();
        linesOfAllLengths(100_000);
        assertTrue(waiting.stream().allMatch(Thread::isAlive));
        read.countDown();
        for (var one : waiting) one.join();
    }

    /** A peer that reads no more, for a while. */
    private static final class Stopping extends OutputStream {
        final CountDownLatch stopped = new CountDownLatch(1);
        volatile boolean stops;
        private final OutputStream out;
        private final CountDownLatch read;

        Stopping(OutputStream out, CountDownLatch read) {
            this.out = out;
            this.read = read;
        }

        @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

        @Override public void write(byte[] from, int offset, int count) throws IOException {
            if (stops) {
                stopped.countDown();
                try {
                    read.await();
                } catch (InterruptedException over) {
                    throw new IOException(over);
                }
            }
            out.write(from, offset, count);
        }
    }

    /** As a relay does, that looks now and then whether it was refused already. */
    @Test void whoLooksForAMomentLosesNothing() throws Exception {
        open();
        var in = new Hesitant(socket.getInputStream());
        var layer = new SecureLayer(engine, in, socket.getOutputStream(), new byte[0], Holding.UNBOUNDED);
        layer.shakeHands();
        for (int octets : new int[] {1, 4, 5, 6, 20, 400, 5_000, 16_000}) {
            var want = "x".repeat(octets) + "\n";
            layer.output().write(want.getBytes(StandardCharsets.US_ASCII));
            in.left = octets;
            int late = 0;
            var answer = new StringBuilder();
            while (answer.length() == 0 || answer.charAt(answer.length() - 1) != '\n') {
                try {
                    answer.append((char) layer.input().read());
                } catch (DeadlinePassed again) {
                    late++;
                    in.left = Integer.MAX_VALUE;
                }
            }
            assertEquals(octets + "\n", answer.toString());
            if (octets < 20) assertEquals(1, late);
        }
    }

    /** Comes to its deadline after so many octets. */
    private static final class Hesitant extends InputStream {
        int left = Integer.MAX_VALUE;
        private final InputStream in;

        Hesitant(InputStream in) { this.in = in; }

        @Override public int read() throws IOException { throw new IOException("one by one"); }

        @Override public int read(byte[] into, int offset, int count) throws IOException {
            if (left == 0) throw new DeadlinePassed();
            int n = in.read(into, offset, Math.min(count, left));
            left -= n;
            return n;
        }

        @Override public int available() throws IOException { return in.available(); }
    }

    /** RFC 8446 section 4.6.3. The JDK's engine asks for new keys of both sides. */
    @Test void keysChangeBetweenLines() throws Exception {
        open();
        var client = client(socket.getOutputStream());
        for (int i = 0; i < 300; i++) {
            newKeys(1);
            assertEquals("" + i, said(client, i));
        }
        assertEquals(0, counted.held.get());
    }

    /** Handshake messages of the client's, and no data. */
    private void newKeys(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            engine.beginHandshake();
            var record = ByteBuffer.allocate(20_000);
            engine.wrap(ByteBuffer.allocate(0), record);
            socket.getOutputStream().write(record.array(), 0, record.position());
        }
    }

    @Test void keysThatChangeWithoutEndAreTheEnd() throws Exception {
        open();
        client(socket.getOutputStream());
        try {
            newKeys(1_000);
        } catch (IOException closed) {
            // it has heard enough
        }
        assertEquals("nothing is said, too often", ends.take().orElseThrow().getMessage());
    }

    /** With as much room as nobody has who comes while others have taken all. */
    @Test void aHelloOfTodayNeedsNoRoomOfOthers() throws Exception {
        open();
        counted.max = 0;
        var parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"x".repeat(250), "y".repeat(250), "z".repeat(250), "u".repeat(250), "v".repeat(250), "w".repeat(250)});
        engine.setSSLParameters(parameters);
        assertEquals("3", said(client(socket.getOutputStream()), 3));
    }

    /** What a server would otherwise hold for as long as a handshake may last. */
    @Test void aHelloThatIsTooLongIsNotAwaited() throws Exception {
        open();
        socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0x40, 0});
        assertEquals("that is too much for shaking hands", ends.take().orElseThrow().getMessage());
    }

    /** One message in many records: the engine keeps them until it is whole. */
    @Test void aHelloInManyRecordsIsNoLonger() throws Exception {
        open();
        var record = new byte[5 + 1_000];
        record[0] = 0x16;
        record[1] = 3;
        record[2] = 1;
        record[3] = 3;
        record[4] = (byte) 0xE8;
        record[5] = 1;
        record[7] = 0x7F;
        record[8] = (byte) 0xF0;
        try {
            for (int i = 0; i < 32; i++) {
                socket.getOutputStream().write(record);
                Arrays.fill(record, 5, 9, (byte) 0);
            }
        } catch (IOException closed) {
            // it has heard enough
        }
        assertEquals("that is too much for shaking hands", ends.take().orElseThrow().getMessage());
        assertTrue(counted.most.get() > 5_000, "what the engine keeps was not counted: " + counted.most);
    }

    /** RFC 8446 section 6.1: user_canceled, then close_notify. It is no connection then. */
    @Test void whoCancelsHasNotShakenHands() throws Exception {
        open();
        socket.getOutputStream().write(new byte[] {0x15, 3, 1, 0, 2, 1, 90, 0x15, 3, 1, 0, 2, 1, 0});
        assertEquals("closed while shaking hands", ends.take().orElseThrow().getMessage());
    }
}
