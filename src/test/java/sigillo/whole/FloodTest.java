package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.login.Grant;
import sigillo.login.SignIn;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** Connections by the thousand, from as many addresses (all of 127.0.0.0/8 is this machine), against the shipped server and its heap. */
@Tag("gate")
@Timeout(300)
class FloodTest {
    private static final int MANY = 1_200;
    /** ImapLimits.connectionsByAccountMax. */
    private static final int OF_ACCOUNT = 30;

    @TempDir Path folder;
    private final List<Socket> flood = new ArrayList<>();

    @AfterEach void over() throws IOException {
        for (var socket : flood) socket.close();
    }

    /** The next from an address that no other has. Returns what it was told, once it was let in or not. */
    private Socket stranger(int port) throws IOException {
        var socket = new Socket();
        int n = flood.size();
        flood.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, (byte) (1 + n / 62_500), (byte) (1 + n / 250 % 250), (byte) (1 + n % 250)}), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), 20_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** A TLS record as long as a hello may be, all but its last octet: what makes a server hold most before it knows anybody. */
    private static void almostHello(OutputStream out) throws IOException {
        var record = new byte[5 + (9 << 10) - 1];
        record[0] = 0x16;
        record[1] = 3;
        record[2] = 1;
        record[3] = 0x24;
        record[5] = 1;
        out.write(record);
    }

    private void flood(int port, boolean withHello) throws IOException {
        for (int i = 0; i < MANY; i++) {
            var socket = stranger(port);
            try {
                if (withHello) almostHello(socket.getOutputStream());
            } catch (IOException refused) {
                // it had no place
            }
        }
    }

    private static void findsHisMail(SigilloPeer sigillo) throws IOException {
        try (var owner = ImapProbe.overTls(sigillo.port("imaps"), sigillo.address("anna"), sigillo.password("anna"))) {
            assertTrue(owner.command("SELECT INBOX").lines().stream().anyMatch(line -> line.endsWith(" EXISTS")));
        }
    }

    private static boolean isLetIn(SigilloPeer sigillo) {
        try {
            findsHisMail(sigillo);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test void strangersEndNothingAndShutNoOwnerOut() throws Exception {
        try (var sigillo = SigilloPeer.demoAsShipped(folder)) {
            for (var door : List.of("smtp", "submissions", "https", "imaps")) flood(sigillo.port(door), !door.equals("smtp"));
            // from where nobody has signed in yet: comes again, as programs do
            Program.waitUntil("an owner is let in", Duration.ofSeconds(30), () -> isLetIn(sigillo));
            flood(sigillo.port("imaps"), true);
            findsHisMail(sigillo); // at once: he goes before strangers
            var refused = line(stranger(sigillo.port("smtp")));
            assertEquals("421 4.3.2 No room for more connections now, come again later", refused);
            var status = sigillo.cli("status").orFail().printed();
            assertTrue(status.contains("connections/mail") && status.contains("other servers at port 25"), status);
            assertTrue(sigillo.program().isRunning());
        }
        assertEquals("", errors());
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int c; (c = socket.getInputStream().read()) >= 0 && c != '\r'; ) line.append((char) c);
        return line.toString();
    }

    private String errors() throws IOException {
        var log = Files.readString(folder.resolve("sigillo.log"), StandardCharsets.UTF_8);
        return log.lines().filter(line -> line.contains("OutOfMemory") || line.contains("failed in a conversation")).findFirst().orElse("");
    }

    /** In a heap that has room for some forty. */
    @Test void ownersShutNoMailOut() throws Exception {
        try (var sigillo = SigilloPeer.demoOfHeap(32, folder, "--settings", Files.writeString(folder.resolve("more.toml"), "[limits]\nconnections = 40\n").toString())) {
            var owners = new ArrayList<ImapProbe>();
            try {
                var last = "";
                for (var name : List.of("anna", "bruno")) {
                    var secret = appPassword(sigillo, name);
                    for (int i = 0; i < OF_ACCOUNT && !last.contains("BYE"); i++) {
                        owners.add(ImapProbe.connect(sigillo.port("imap")));
                        owners.getLast().send("a LOGIN " + sigillo.address(name) + " " + secret + "\r\n");
                        last = owners.getLast().response().line();
                    }
                }
                assertEquals("* BYE [UNAVAILABLE] There is no room for more connections now", last, owners.size() + "");
                assertTrue(owners.size() > 40, owners.size() + "");
                try (var smtp = sigillo.smtp()) {
                    smtp.expect("250", "EHLO client.example");
                    var message = "From: <z@elsewhere.example>\r\nSubject: for all that\r\n\r\nwith " + owners.size() + "\r\n";
                    assertTrue(smtp.send("z@elsewhere.example", sigillo.address("anna"), message.getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
                }
                assertTrue(sigillo.cli("status").orFail().printed().contains("connections/owners"));
            } finally {
                for (var owner : owners) owner.close();
            }
        }
    }

    private static String appPassword(SigilloPeer sigillo, String name) {
        return sigillo.ask(new Request.MakeGrant(Address.of(sigillo.address(name)), Grant.Kind.APP_PASSWORD, "phone", List.of(SignIn.Service.IMAP),
            Optional.empty(), Optional.of(sigillo.password(name)))).get("secret").asString();
    }
}
