package sigillo.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.certificates.Listening.Opening;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Protocol;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.Wire;

/** What is seen of a listener that begins TLS by a command; servers may say it in several ways. */
class ServedCheckTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir Path folder;
    private Tls tls;

    @BeforeEach void open() throws Exception { tls = Tls.open(List.of(TestCertificates.write(folder, "mail.home.test"))); }

    /** {@code says}: the greeting, then the answer to each line that comes; TLS begins behind the last one. */
    private record Door(Opening opening, boolean starts, String... says) {}

    private final class Played implements Protocol {
        private final Door door;

        Played(Door door) { this.door = door; }

        @Override public void serve(Wire wire) throws IOException {
            for (int i = 0; i < door.says.length; i++) {
                wire.write(door.says[i].getBytes(StandardCharsets.US_ASCII));
                if (i == door.says.length - 1) break;
                if (!wire.awaitCommand(SOON)) return;
                wire.input().position(wire.input().limit());
            }
            wire.flush();
            if (door.starts) wire.startTls(tls, SOON);
            wire.awaitCommand(SOON);
        }

        @Override public byte[] tooMany() { return new byte[0]; }
    }

    private ServedCheck.Seen seen(Door door) throws IOException {
        var settings = ListenerSettings.of("played", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false);
        try (var listener = Listener.open(settings, Optional.of(tls), new Played(door))) {
            return ServedCheck.look(new Listening("played", listener.address(), door.opening), "mail.home.test");
        }
    }

    @TestFactory Stream<DynamicTest> seesWhatIsShown() {
        return Stream.of(
            new Door(Opening.SMTP, true, "220-mx\r\n220 mx\r\n", "250-mx\r\n250-STARTTLS\r\n250 HELP\r\n", "220 2.0.0 go\r\n"),
            new Door(Opening.IMAP, true, "* OK [CAPABILITY IMAP4rev1] hello\r\n", "* BYE no\r\na OK go\r\n"),
            new Door(Opening.SIEVE, true, "\"STARTTLS\"\r\nOK\r\n", "OK \"go\"\r\n"),
            new Door(Opening.POP3, true, "+OK hello\r\n", "+OK go\r\n")).map(door -> DynamicTest.dynamicTest(door.opening.name(), () ->
            assertEquals(tls.certificates().getFirst().leaf(), assertInstanceOf(ServedCheck.Seen.Leaf.class, seen(door)).leaf())));
    }

    @Test void aListenerThatStartsNoTlsShowsNothing() throws IOException {
        assertInstanceOf(ServedCheck.Seen.Nothing.class, seen(new Door(Opening.SMTP, false, "220 mx\r\n", "250 mx\r\n", "454 not now\r\n")));
        assertInstanceOf(ServedCheck.Seen.Nothing.class, seen(new Door(Opening.POP3, false, "-ERR full\r\n")));
        assertInstanceOf(ServedCheck.Seen.Nothing.class, seen(new Door(Opening.IMAP, false, "* OK hello\r\n", "x".repeat(5_000))));
    }
}
