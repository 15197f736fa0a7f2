package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.TrustAll;
import sigillo.smtpd.SmtpRole;

/**
 * Case B05 over real sockets, in clear and inside TLS: whatever a client says in one segment, or in a segment an octet,
 * before it was asked or after, is answered once and in order. Its kin are all answers that a client gives without
 * waiting for the question: to AUTH, to a literal, to DATA.
 */
@Timeout(60)
class SegmentsTest {
    private static final String PLAIN = base64("\0" + Home.ANNA + "\0" + Home.PASSWORD);
    @TempDir static Path folder;
    private static Home home;

    @BeforeAll static void open() throws Exception { home = new Home(folder); }

    @AfterAll static void close() { home.close(); }

    /** {@code wanted}: the beginnings of the lines that answer, in order; others are passed over. */
    record Talk(String name, String said, String... wanted) {
        @Override public String toString() { return name; }
    }

    private static final String LOGIN = "l LOGIN " + Home.ANNA + " \"" + Home.PASSWORD + "\"\r\n";
    private static final List<Talk> IMAP = List.of(
        new Talk("DONE and the next commands", LOGIN + "a1 IDLE\r\nDONE\r\na2 NOOP\r\na3 STATUS INBOX (MESSAGES)\r\n", "l OK", "+ ", "a1 OK", "a2 OK", "* STATUS", "a3 OK"),
        new Talk("IDLE again and again", LOGIN + "a1 IDLE\r\nDONE\r\na2 IDLE\r\ndone\r\na3 IDLE\r\nDone\r\na4 NOOP\r\n", "l OK", "a1 OK", "a2 OK", "a3 OK", "a4 OK"),
        new Talk("the answer to AUTHENTICATE", "l AUTHENTICATE PLAIN\r\n" + PLAIN + "\r\na1 NOOP\r\n", "+ ", "l OK", "a1 OK"),
        new Talk("both answers to AUTHENTICATE LOGIN", "l AUTHENTICATE LOGIN\r\n" + base64(Home.ANNA) + "\r\n" + base64(Home.PASSWORD) + "\r\na1 NOOP\r\n", "+ ", "+ ", "l OK", "a1 OK"),
        new Talk("literals that nobody waits to be asked for", "l LOGIN {" + Home.ANNA.length() + "}\r\n" + Home.ANNA + " {" + Home.PASSWORD.length() + "}\r\n" + Home.PASSWORD
            + "\r\na1 APPEND Drafts {16}\r\nSubject: x\r\n\r\nab\r\na2 NOOP\r\n", "+ ", "+ ", "l OK", "+ ", "a1 OK", "a2 OK"));

    private static final List<Talk> SMTP = List.of(
        new Talk("a whole mail", "EHLO c.example\r\nAUTH PLAIN " + PLAIN + "\r\nMAIL FROM:<anna@home.example>\r\nRCPT TO:<bob@home.example>\r\nDATA\r\n"
            + "From: anna@home.example\r\n\r\n..x\r\n.\r\nNOOP\r\nQUIT\r\n", "250 ", "235 ", "250 2.1.0", "250 2.1.5", "354 ", "250 2.0.0", "250 2.0.0", "221 "),
        new Talk("the answers to AUTH", "EHLO c.example\r\nAUTH PLAIN\r\n" + PLAIN + "\r\nNOOP\r\nQUIT\r\n", "250 ", "334 ", "235 ", "250 2.0.0", "221 "),
        new Talk("both answers to AUTH LOGIN", "EHLO c.example\r\nAUTH LOGIN\r\n" + base64(Home.ANNA) + "\r\n" + base64(Home.PASSWORD) + "\r\nNOOP\r\nQUIT\r\n",
            "250 ", "334 ", "334 ", "235 ", "250 2.0.0", "221 "),
        new Talk("chunks and what follows", "EHLO c.example\r\nAUTH PLAIN " + PLAIN + "\r\nMAIL FROM:<anna@home.example>\r\nRCPT TO:<bob@home.example>\r\nBDAT 25\r\n"
            + "From: anna@home.example\r\nBDAT 5 LAST\r\n\r\nQUINOOP\r\nQUIT\r\n", "250 ", "235 ", "250 2.1.0", "250 2.1.5", "250 2.0.0", "250 2.0.0", "250 2.0.0", "221 "));

    @TestFactory Stream<DynamicTest> imap() {
        return IMAP.stream().flatMap(talk -> sizes().flatMap(size -> Stream.of(
            dynamicTest(talk + ", " + size + " octets a segment", () -> play(talk, plain(home.imap()), size)),
            dynamicTest(talk + ", " + size + " octets a record", () -> play(talk, secure(plain(home.imaps())), size)))));
    }

    @TestFactory Stream<DynamicTest> smtp() {
        return SMTP.stream().flatMap(talk -> sizes().map(size -> dynamicTest(talk + ", " + size + " octets a record", () -> {
            var socket = plain(home.at(SmtpRole.SUBMISSION));
            socket.getOutputStream().write("STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int lines = 0; lines < 2; ) if (socket.getInputStream().read() == '\n') lines++;
            play(talk, secure(socket), size);
        })));
    }

    private static Stream<Integer> sizes() { return Stream.of(100_000, 1, 7); }

    private static Socket plain(InetSocketAddress to) throws IOException {
        var socket = new Socket(to.getAddress(), to.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static Socket secure(Socket socket) throws IOException {
        return TrustAll.context().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    }

    private static void play(Talk talk, Socket socket, int size) throws IOException {
        try (socket) {
            var octets = talk.said.getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < octets.length; at += size) socket.getOutputStream().write(octets, at, Math.min(size, octets.length - at));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var heard = new ArrayList<String>();
            int found = 0;
            for (String line; found < talk.wanted.length && (line = in.readLine()) != null; ) {
                heard.add(line);
                if (line.startsWith(talk.wanted[found])) found++;
            }
            assertEquals(talk.wanted.length, found, heard::toString);
        }
    }

    private static String base64(String text) { return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)); }
}
