package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.http.HttpProtocol;
import sigillo.http.Reply;
import sigillo.net.ClientTls;
import sigillo.net.Link;
import sigillo.net.Tls;
import sigillo.net.TlsFacts;
import sigillo.net.Wire;

/** Wherever a connection ends, is lost or is too slow: nothing is answered, and the log says nothing, since anybody can do it. */
class LostConnectionTest {
    private static final String REQUEST = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n";
    private static final String[] ENDS = {"closes", "times out", "is reset"};

    private final List<LogRecord> logged = new ArrayList<>();
    private final Logger log = Logger.getLogger("");
    private final Handler handler = new Handler() {
        @Override public void publish(LogRecord record) { logged.add(record); }

        @Override public void flush() {}

        @Override public void close() {}
    };

    @BeforeEach void listen() { log.addHandler(handler); }

    @AfterEach void stop() { log.removeHandler(handler); }

    @TestFactory Stream<DynamicTest> aLostConnection() {
        return Stream.of("", "PO", REQUEST.substring(0, 40), REQUEST, REQUEST + "ab").flatMap(said -> Stream.of(ENDS).map(end ->
            DynamicTest.dynamicTest(end + " after " + said.length() + " octets", () -> {
                var link = new EndingLink(said, end);
                try (var wire = new Wire(link)) {
                    new HttpProtocol(_ -> Reply.text(200, "never")).serve(wire);
                } catch (IOException gone) {
                    logged.removeIf(record -> record.getThrown() == gone); // the listener says it when debugging
                }
                assertEquals("", link.said.toString(StandardCharsets.US_ASCII));
                assertEquals(List.of(), logged.stream().map(LogRecord::getMessage).toList());
            })));
    }

    private static final List<String> REQUESTS = List.of(REQUEST + "a=b&",
        "GET /sign-in?lang=it&x=%41 HTTP/1.1\r\nHost: localhost:8443\r\nCookie: a=b; __Host-sigillo=x\r\nAccept-Language: it;q=0.9\r\n\r\n",
        "POST /api/sign-in HTTP/1.1\r\nHost: [::1]\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
        "DELETE /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab");

    /** Methods and versions that are not ours; every other 5 would be a failure of ours. */
    private static final Pattern FAILED = Pattern.compile("HTTP/1\\.1 5(?!0[15])");

    /** Whatever comes, strangers cannot make it fail: no 500, and nothing in the log. */
    @TestFactory Stream<DynamicTest> whateverComes() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                var link = new EndingLink(mutated(random), "closes");
                try (var wire = new Wire(link)) {
                    new HttpProtocol(asked -> Reply.text(200, asked + " " + asked.query() + Json.parse(asked.body()) + Language.accepted(asked.host()))).serve(wire);
                }
                var said = link.said.toString(StandardCharsets.ISO_8859_1);
                assertFalse(FAILED.matcher(said).find(), said);
                assertEquals(List.of(), logged.stream().map(LogRecord::getMessage).toList(), new String(link.octets, StandardCharsets.ISO_8859_1));
            }
        }));
    }

    private static String mutated(Random random) {
        var text = new StringBuilder(REQUESTS.get(random.nextInt(REQUESTS.size())));
        for (int n = 1 + random.nextInt(5); n-- > 0; ) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.insert(at, "\r\n :;%\u0000,=&?#/".charAt(random.nextInt(13)));
                case 2 -> text.deleteCharAt(at);
                default -> text.insert(at, text.substring(Math.max(0, at - random.nextInt(30)), at));
            }
        }
        return text.toString();
    }

    /** Gives what was said, then ends in one of the ways. */
    private static final class EndingLink implements Link {
        private final byte[] octets;
        private final String end;
        private int at;
        final ByteArrayOutputStream said = new ByteArrayOutputStream();

        EndingLink(String text, String end) {
            this.octets = text.getBytes(StandardCharsets.ISO_8859_1);
            this.end = end;
        }

        @Override public InputStream input() {
            return new InputStream() {
                @Override public int read() throws IOException {
                    if (at < octets.length) return octets[at++];
                    if (end.equals("times out")) throw new SocketTimeoutException();
                    if (end.equals("is reset")) throw new IOException("reset");
                    return -1;
                }

                @Override public int read(byte[] into, int offset, int count) throws IOException {
                    int octet = read();
                    if (octet < 0) return -1;
                    into[offset] = (byte) octet;
                    return 1;
                }
            };
        }

        @Override public OutputStream output() { return said; }

        @Override public InetSocketAddress peer() { return new InetSocketAddress(InetAddress.getLoopbackAddress(), 9); }

        @Override public InetSocketAddress local() { return peer(); }

        @Override public void within(Duration time) {}

        @Override public void pace(Duration grace, long octetsPerSecond) {}

        @Override public void idle() {}

        @Override public void busy() {}

        @Override public boolean isStopping() { return false; }

        @Override public void tellStopping() {}

        @Override public void startTls(Tls tls, byte[] early, Duration within) {}

        @Override public void startTls(ClientTls tls, String host, Duration within) {}

        @Override public Optional<TlsFacts> tls() { return Optional.empty(); }

        @Override public void endOutput() {}

        @Override public long octetsIn() { return at; }

        @Override public long octetsOut() { return said.size(); }

        @Override public void cut() {}

        @Override public void close() {}
    }
}
