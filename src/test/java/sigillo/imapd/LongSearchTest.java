package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.keyring.TestSeal;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.TrustsAll;
import sigillo.search.Searches;
import sigillo.store.SlowStore;
import sigillo.store.memory.MemoryStore;

/** A search that takes long: its client hears how far it is, and it ends with who has asked for it. */
@Timeout(60)
class LongSearchTest {
    private static final Pattern IN_PROGRESS = Pattern.compile("\\* OK \\[INPROGRESS \\(\"(\\w+)\" (\\d+|NIL) (\\d+|NIL)\\)\\] .+");
    private static final int MAILS = 60;
    /** Two threads look; the first row of a slice is read alone, and at once. */
    private static final int SLICE = 10;
    private static final int SLOW_ROWS = MAILS - MAILS / SLICE;
    private static final int ROW_MILLIS = 24;
    /** Where a search is given up: so that it is noticed long before the end on a busy machine too. */
    private static final int LONG_ROW_MILLIS = 100;

    @TempDir Path folder;
    private final SlowStore store = new SlowStore(new MemoryStore(), ROW_MILLIS);
    private Listener listener;

    private Client open(boolean secure) throws Exception {
        if (listener == null) {
            var tls = secure ? Optional.of(Tls.open(List.of(TestCertificates.write(folder, "mx.home.example")))) : Optional.<Tls>empty();
            var house = new House(store, folder.resolve("spool"), House.OPEN, TestSeal.LEVEL, new Searches(4, 2, SLICE));
            for (int i = 0; i < MAILS; i++) house.deliver("INBOX", ("Subject: mail\r\n\r\nneedle" + i + ".\r\n").getBytes(StandardCharsets.US_ASCII));
            var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            listener = Listener.open(ListenerSettings.of("imap", anywhere, secure), tls, house.protocol(tls));
        }
        var client = new Client(secure);
        client.say("a1 LOGIN anna pw\r\na2 SELECT INBOX");
        client.until("a2 ");
        return client;
    }

    @AfterEach void close() { listener.close(); }

    @Test void tellsHowFarItIs() throws Exception {
        try (var client = open(false)) {
            client.say("s1 SEARCH TEXT needle47.");
            var lines = client.until("s1 ");
            assertTrue(lines.remove("* SEARCH 48"), lines.toString());
            long before = -1;
            for (var line : lines.subList(0, lines.size() - 1)) {
                var told = IN_PROGRESS.matcher(line);
                assertTrue(told.matches(), line);
                assertEquals("s1", told.group(1));
                assertEquals(Integer.toString(MAILS), told.group(3));
                long done = Long.parseLong(told.group(2));
                assertTrue(done >= before && done < MAILS, line);
                before = done;
            }
            assertTrue(lines.size() > 2, "it took about a second: " + lines);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsWithItsConnection(boolean secure) throws Exception {
        var client = open(secure);
        store.rowMillis = LONG_ROW_MILLIS;
        client.say("s1 SEARCH TEXT needle47.");
        client.readLine(); // it is at work
        client.close();
        assertStops();
    }

    /** While what the client said next is unread. */
    @Test void endsWithItsConnectionBehindAnotherCommand() throws Exception {
        var client = open(false);
        store.rowMillis = LONG_ROW_MILLIS;
        client.say("s1 SEARCH TEXT needle47.\r\ns2 NOOP");
        client.readLine();
        client.close();
        assertStops();
    }

    private void assertStops() throws InterruptedException {
        int before;
        do {
            before = store.rows.get();
            Thread.sleep(5 * LONG_ROW_MILLIS);
        } while (store.rows.get() > before);
        assertTrue(before < SLOW_ROWS - 10, "it stopped in the middle, not at its end: " + before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheClientSaysMeanwhileIsHeardAfterwards(boolean secure) throws Exception {
        try (var client = open(secure)) {
            client.say("s1 SEARCH TEXT needle47.");
            client.readLine();
            for (int i = 0; i < 50; i++) client.say("n" + i + " NOOP");
            assertTrue(client.until("s1 ").contains("* SEARCH 48"));
            for (int i = 0; i < 50; i++) assertEquals("n" + i + " OK Nothing done", client.readLine());
        }
    }

    /** As scripts do that say all at once. */
    @Test void whoHasClosedHisSideGetsHisAnswer() throws Exception {
        try (var client = open(false)) {
            client.say("s1 SEARCH TEXT needle47.");
            client.socket.shutdownOutput();
            assertTrue(client.until("s1 ").contains("* SEARCH 48"));
        }
    }

    @Test void thoseOfAnAccountWaitForEachOther() throws Exception {
        var gone = open(false);
        try (var first = open(false); var second = open(false)) {
            first.say("s1 SEARCH TEXT needle47.");
            first.readLine();
            gone.say("s1 SEARCH TEXT needle46.");
            second.say("s1 SEARCH TEXT needle49.");
            assertEquals("* OK [INPROGRESS (\"s1\" NIL NIL)] Still searching", second.readLine());
            gone.close();
            assertTrue(first.until("s1 ").contains("* SEARCH 48"));
            assertTrue(second.until("s1 ").contains("* SEARCH 50"));
            assertTrue(store.rows.get() < 3 * SLOW_ROWS - 20, "the one that is gone had no turn: " + store.rows.get());
        }
    }

    private final class Client implements AutoCloseable {
        final Socket socket;
        private final BufferedReader in;

        Client(boolean secure) throws Exception {
            socket = secure ? context().getSocketFactory().createSocket(listener.address().getAddress(), listener.address().getPort())
                : new Socket(listener.address().getAddress(), listener.address().getPort());
            socket.setSoTimeout(30_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        private static SSLContext context() throws Exception {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            return context;
        }

        void say(String line) throws IOException { socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII)); }

        String readLine() throws IOException { return String.valueOf(in.readLine()); }

        /** Up to the line that begins so. */
        List<String> until(String start) throws IOException {
            var lines = new ArrayList<String>();
            do lines.add(readLine()); while (!lines.getLast().startsWith(start) && !lines.getLast().equals("null"));
            return lines;
        }

        @Override public void close() throws IOException { socket.close(); }
    }
}
