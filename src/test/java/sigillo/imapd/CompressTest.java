package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.MemoryLink;
import sigillo.net.Wire;

/** COMPRESS=DEFLATE: RFC 4978. */
class CompressTest {
    @TempDir Path folder;

    /** A client that speaks through DEFLATE. */
    private static final class Client implements AutoCloseable {
        private final MemoryLink link = new MemoryLink();
        private final Thread thread;
        private final Inflater inflater = new Inflater(true);
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final DeflaterOutputStream deflated =
            new DeflaterOutputStream(sent, new Deflater(Deflater.DEFAULT_COMPRESSION, true), 512, true);
        private boolean compressed;
        private String heard = "";

        Client(House house) {
            var wire = new Wire(link);
            var connection = house.connection(wire, Optional.empty());
            thread = Thread.ofVirtual().start(() -> {
                try (wire) {
                    connection.run();
                } catch (Exception gone) {
                    heard += " (" + gone + ")";
                }
                link.cut();
            });
            until("IMAP4 ready\r\n");
            ask("a0 LOGIN anna pw", "a0 ");
        }

        String ask(String command, String tag) {
            send((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return until("(?m)^" + tag + ".*\r\n");
        }

        void send(byte[] octets) {
            try {
                if (compressed) {
                    deflated.write(octets);
                    deflated.flush();
                    octets = sent.toByteArray();
                    sent.reset();
                }
                link.send(octets);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        String until(String regex) {
            heard = "";
            try {
                for (int i = 0; i < 100 && !java.util.regex.Pattern.compile(regex).matcher(heard).find(); i++) {
                    var octets = link.hear(Duration.ofMillis(300));
                    heard += new String(compressed ? inflated(octets) : octets, StandardCharsets.ISO_8859_1);
                    if (octets.length == 0 && link.isCut()) break;
                }
                return heard;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private byte[] inflated(byte[] octets) throws Exception {
            var all = new ByteArrayOutputStream();
            var buffer = new byte[4096];
            inflater.setInput(octets);
            for (int n; (n = inflater.inflate(buffer)) > 0; ) all.write(buffer, 0, n);
            return all.toByteArray();
        }

        void compress() {
            assertEquals("c OK Compressed from now on\r\n", ask("c COMPRESS DEFLATE", "c "));
            compressed = true;
        }

        @Override public void close() {
            link.end();
            try {
                assertTrue(thread.join(Duration.ofSeconds(10)), "the connection does not end");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private House house() throws Exception { return new House(folder, House.OPEN); }

    @Test void goesOnCompressed() throws Exception {
        try (var client = new Client(house())) {
            assertEquals("b BAD There is no such compression\r\n", client.ask("b COMPRESS LZMA", "b "));
            client.compress();
            var listed = client.ask("d LIST \"\" *", "d ");
            assertTrue(listed.contains("* LIST (\\HasNoChildren) \"/\" \"INBOX\"\r\n") && listed.endsWith("d OK Listed\r\n"), listed);
            assertEquals("e NO [COMPRESSIONACTIVE] This is compressed already\r\n", client.ask("e COMPRESS DEFLATE", "e "));
            var many = client.ask("f1 NOOP\r\nf2 NOOP\r\nf3 NOOP", "f3 ");
            assertEquals("f1 OK Nothing done\r\nf2 OK Nothing done\r\nf3 OK Nothing done\r\n", many);
        }
    }

    @Test void littleThatBecomesMuchIsACommandThatIsTooLong() throws Exception {
        try (var client = new Client(house())) {
            client.compress();
            var much = new byte[20 << 20];
            Arrays.fill(much, (byte) 'x');
            much[1] = ' ';
            client.send(much);
            assertEquals("x BAD Command is too long\r\n", client.ask("", "x "));
            assertEquals("g OK Nothing done\r\n", client.ask("g NOOP", "g "));
        }
    }

    @Test void whatIsNoDeflateEndsTheConversation() throws Exception {
        try (var client = new Client(house())) {
            client.compress();
            client.link.send(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 7});
            assertTrue(client.until("BYE.*\r\n").contains("* BYE That is not DEFLATE"), client.heard);
        }
    }

    /** Each costs memory that is not bounded otherwise; it is there again when one ends. */
    @Test void isForAFew() throws Exception {
        var house = house();
        try (var first = new Client(house)) {
            first.compress();
            try (var second = new Client(house)) {
                second.compress();
                try (var third = new Client(house)) {
                    assertEquals("c NO [LIMIT] Too many connections are compressed\r\n", third.ask("c COMPRESS DEFLATE", "c "));
                }
            }
            try (var third = new Client(house)) {
                third.compress();
            }
        }
    }
}
