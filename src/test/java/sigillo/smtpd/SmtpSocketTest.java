package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Domain;
import sigillo.net.ClientTls;
import sigillo.net.EarlyHello;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Networks;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** The doors over real sockets and real TLS: what the network may do to a conversation. */
@Timeout(20)
class SmtpSocketTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String MAILING =
        "HELO a.example\r\nMAIL FROM:<bob@sender.example>\r\nRCPT TO:<anna@home.example>\r\n";
    private static final SmtpDeadlines SHORT = new SmtpDeadlines(
        Duration.ofMillis(400), Duration.ofMillis(500), Duration.ofMillis(400), 2_000, SOON);

    @TempDir Path folder;
    private final SmallTown town = new SmallTown();
    private Spool spool;
    private Tls tls;
    private Listener listener;

    @BeforeEach void prepare() throws Exception {
        spool = Spool.open(new SpoolSettings(folder.resolve("spool"), 10_000, 1 << 20, 100 << 20));
        tls = Tls.open(List.of(TestCertificates.write(folder, "mx.home.example")));
    }

    @AfterEach void stop() {
        listener.close();
        assertEquals(0, spool.memoryUsed());
        assertEquals(0, spool.diskUsed());
    }

    /** Case B21: in one segment, nothing in clear is heard inside TLS. */
    @TestFactory Stream<DynamicTest> forgetsWhatWasSaidBehindStartTls() throws IOException {
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT);
        var mail = "MAIL FROM:<m@evil.example>\r\n";
        return Stream.of(mail, "EHLO evil.example\r\n" + mail, "x", "\r\n")
            .map(behind -> DynamicTest.dynamicTest("\"" + behind.strip() + "\"", () -> {
                try (var client = client()) {
                    hear(client, "220 ");
                    say(client, "EHLO sender.example\r\nSTARTTLS\r\n" + behind);
                    hear(client, "220 2.0.0");
                    client.startTls(ClientTls.opportunistic(), "mx.home.example", SOON);
                    say(client, "MAIL FROM:<bob@sender.example>\r\n");
                    hear(client, "503 5.5.1 Say hello first");
                    say(client, "EHLO sender.example\r\n");
                    assertFalse(hear(client, "250 ").contains("STARTTLS"));
                    say(client, "MAIL FROM:<bob@sender.example>\r\n");
                    hear(client, "250 2.1.0");
                }
            }));
    }

    /** Case B21: a genuine hello that came early, or in part, is heard. */
    @TestFactory Stream<DynamicTest> hearsAnEarlyHello() throws IOException {
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT);
        return Stream.of(-1, 1, 3, 50).map(early -> DynamicTest.dynamicTest(early + " octets", () -> {
            var commands = "EHLO sender.example\r\nSTARTTLS\r\n";
            try (var client = EarlyHello.connect(listener.address(), commands, early, "220 2.0.0")) {
                client.say(MAILING + "DATA\r\n");
                while (!client.hear().contains("354 ")) { }
                client.say("x\r\n.\r\n");
                assertEquals("250 2.0.0 Accepted\r\n", client.hear());
                assertEquals("SMTP <bob@sender.example> <anna@home.example> \"x\\r\\n\"", town.handedOver().getLast());
            }
        }));
    }

    @Test void submitsInsideImplicitTls() throws Exception {
        var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = Listener.open(ListenerSettings.of("submissions", bind, true), Optional.of(tls),
            door(SmtpRole.SUBMISSION, SmtpDeadlines.DEFAULT));
        try (var client = client()) {
            client.startTls(ClientTls.opportunistic(), "mx.home.example", SOON);
            hear(client, "220 ");
            say(client, "EHLO [127.0.0.1]\r\n");
            var offer = hear(client, "250 ");
            assertTrue(offer.contains("AUTH PLAIN LOGIN"), offer);
            assertFalse(offer.contains("STARTTLS"), offer);
            say(client, "AUTH PLAIN AGFubmFAaG9tZS5leGFtcGxlAHDDpHNzd29yZA==\r\n");
            hear(client, "235 2.7.0");
        }
    }

    @Test void carriesAMessageThroughAFile() throws Exception {
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT);
        var line = "0123456789abcdef".repeat(60) + "\r\n";
        try (var client = client()) {
            hear(client, "220 ");
            say(client, MAILING + "DATA\r\n");
            hear(client, "354 ");
            for (int i = 0; i < 5_000; i++) client.write(line.getBytes(StandardCharsets.US_ASCII));
            say(client, ".\r\n");
            hear(client, "250 2.0.0 Accepted");
        }
        assertEquals(line.repeat(5_000), new String(town.messages().getFirst(), StandardCharsets.US_ASCII));
    }

    @Test void endsWhoSendsWithoutEnd() throws Exception {
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT);
        for (var opening : List.of("", MAILING + "DATA\r\n")) {
            try (var client = client()) {
                hear(client, "220 ");
                say(client, opening);
                if (!opening.isEmpty()) hear(client, "354 ");
                var piece = new byte[100_000];
                long sent = 0;
                try {
                    while (sent < 60_000_000 && !client.isInputWaiting()) {
                        client.write(piece);
                        sent += piece.length;
                    }
                } catch (IOException closed) {
                    assertTrue(sent > 0);
                }
                assertTrue(sent < 60_000_000, "it listened to " + sent + " octets");
                hear(client, opening.isEmpty() ? "500 5.5.2" : "552 5.3.4");
            }
        }
    }

    @Test void doesNotWaitForASlowGreetingOrCommand() throws Exception {
        open(SmtpRole.MX, SHORT);
        try (var client = client()) {
            hear(client, "220 ");
            hear(client, "421 4.4.2");
            assertFalse(client.fill());
        }
        try (var client = client()) {
            hear(client, "220 ");
            say(client, "HELO a.example\r\n");
            hear(client, "250 ");
            for (var c : "MAIL FROM:<bob@sender.example>".split("")) {
                if (client.isInputWaiting()) break;
                say(client, c);
                Thread.sleep(30);
            }
            hear(client, "421 4.4.2");
        }
    }

    @Test void doesNotWaitForASlowMessage() throws Exception {
        open(SmtpRole.MX, SHORT);
        for (var opening : List.of("DATA\r\n", "BDAT 100000\r\n")) {
            try (var client = client()) {
                hear(client, "220 ");
                say(client, MAILING + opening);
                hear(client, opening.startsWith("DATA") ? "354 " : "250 2.1.5");
                for (int i = 0; i < 100 && !client.isInputWaiting(); i++) {
                    say(client, "xxxxx\r\n");
                    Thread.sleep(20);
                }
                hear(client, "421 4.4.2");
            }
        }
        assertEquals(List.of(), town.handedOver());
    }

    @Test void refusesWhoSpeaksBeforeTheGreeting() throws Exception {
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT);
        for (int i = 0; i < 20; i++) { // whether the octets are there in time is the network's matter
            try (var client = client()) {
                say(client, "HELO early.example\r\n");
                var said = hearLine(client);
                assertTrue(said.startsWith("554 5.5.1") || said.startsWith("220 "), said);
            }
        }
    }

    @Test void saysGoodbyeWhenItStops() throws Exception {
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT);
        try (var idle = client(); var secure = client(); var sending = client()) {
            for (var client : List.of(idle, secure, sending)) hear(client, "220 ");
            say(secure, "STARTTLS\r\n");
            hear(secure, "220 2.0.0");
            secure.startTls(ClientTls.opportunistic(), "mx.home.example", SOON);
            say(secure, "HELO a.example\r\n");
            hear(secure, "250 ");
            say(sending, MAILING + "DATA\r\n");
            hear(sending, "354 ");
            var stopping = Thread.ofVirtual().start(() -> assertEquals(0, listener.stop(SOON)));
            hear(idle, "421 4.3.2");
            hear(secure, "421 4.3.2");
            say(sending, "x\r\n.\r\n");
            hear(sending, "250 2.0.0 Accepted");
            hear(sending, "421 4.3.2");
            stopping.join();
        }
        assertEquals(1, town.handedOver().size());
    }

    @Test void forgetsAMessageWhoseSenderLeaves() throws Exception {
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT);
        for (var opening : List.of("DATA\r\n", "BDAT 100000\r\n", "BDAT 20000\r\n")) {
            try (var client = client()) {
                hear(client, "220 ");
                say(client, MAILING + opening);
                say(client, "x".repeat(50_000));
            }
        }
        while (listener.connections() > 0) Thread.sleep(5);
        assertEquals(List.of(), town.handedOver());
    }

    @Test void refusesWhatTheSpoolCannotHold() throws Exception {
        spool = Spool.open(new SpoolSettings(folder.resolve("small"), 1_000, 100_000, 30_000));
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT);
        try (var client = client()) {
            hear(client, "220 ");
            say(client, MAILING + "DATA\r\n");
            hear(client, "354 ");
            say(client, ("x".repeat(98) + "\r\n").repeat(1_000) + ".\r\n");
            hear(client, "452 4.3.1");
            say(client, "MAIL FROM:<bob@sender.example>\r\nRCPT TO:<anna@home.example>\r\nBDAT 6 LAST\r\nx\r\n.\r\n");
            hear(client, "250 2.0.0 Accepted");
        }
        assertEquals(1, town.handedOver().size());
    }

    @Test void limitsWhatAnAddressDoes() throws Exception {
        open(SmtpRole.MX, SmtpDeadlines.DEFAULT, Networks.of(List.of("192.0.2.0/24")));
        for (int n = 0; n < AddressBudget.Kind.ERROR.byHour / 10; n++) {
            try (var client = client()) {
                hear(client, "220 ");
                say(client, "XYZZY\r\n".repeat(10) + "QUIT\r\n");
                hear(client, "221 ");
            }
        }
        try (var client = client()) {
            hear(client, "220 ");
            say(client, "XYZZY\r\n");
            hear(client, "421 4.7.0");
        }
    }

    private SmtpProtocol door(SmtpRole role, SmtpDeadlines deadlines) {
        return door(role, deadlines, Networks.LOOPBACK);
    }

    private SmtpProtocol door(SmtpRole role, SmtpDeadlines deadlines, Networks unlimited) {
        var settings = new SmtpSettings(Domain.of("mx.home.example"), 8_000_000, 100, 1_000, 20, 20, Duration.ZERO,
            false, false, Duration.ofDays(1), unlimited, deadlines);
        return new SmtpProtocol(role, settings, town.house(), new AddressBudget(unlimited), spool, Optional.of(tls));
    }

    private void open(SmtpRole role, SmtpDeadlines deadlines) throws IOException {
        open(role, deadlines, Networks.LOOPBACK);
    }

    private void open(SmtpRole role, SmtpDeadlines deadlines, Networks unlimited) throws IOException {
        var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var settings = ListenerSettings.of("smtp", bind, false);
        listener = Listener.open(settings, Optional.of(tls), door(role, deadlines, unlimited));
    }

    private Wire client() throws IOException {
        var wire = Wire.connect(listener.address(), Optional.empty(), SOON);
        wire.within(SOON);
        return wire;
    }

    private static void say(Wire wire, String text) throws IOException {
        wire.write(text.getBytes(StandardCharsets.US_ASCII));
        wire.flush();
    }

    /** Hears up to a line that begins so. */
    private static String hear(Wire wire, String start) throws IOException {
        var heard = new StringBuilder();
        while (true) {
            var line = hearLine(wire);
            heard.append(line).append('\n');
            if (line.startsWith(start)) return heard.toString();
            assertFalse(line.startsWith("421 "), heard + "where " + start + " was expected");
        }
    }

    private static String hearLine(Wire wire) throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (!wire.input().hasRemaining() && !wire.fill()) throw new EOFException("after " + line);
            char c = (char) wire.input().get();
            if (c == '\n') return line.toString().strip();
            line.append(c);
        }
    }
}
