package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.keyring.Level;
import sigillo.login.Grant;
import sigillo.login.SignIn;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * Five thousand programs that wait over TLS, as the launcher starts the server with the settings for it (docs/running.md): what
 * they cost, that mail reaches those whose it is, and that each is still heard. They are one small process in Python: a JVM with as
 * many would be measured with them.
 */
@Tag("long")
@Timeout(1_800)
class IdleConnectionsTest {
    private static final int CONNECTIONS = Integer.getInteger("sigillo.idlers", 5_000);
    private static final int OF_ACCOUNT = 29;
    /** limits.connections, where nothing is said. */
    private static final int OF_DEFAULT = 400;
    private static final long RESIDENT_KIB_MAX = 600_000_000 / 1_024;
    private static final String PASSWORD = "waits-for-mail-all-day";
    @TempDir Path folder;

    @Test void fiveThousandWaitWithin600Megabytes() throws Exception {
        assumeTrue(Program.isInstalled("python3"), "python3 is not installed");
        assumeTrue(descriptors() > 3L * CONNECTIONS, "too few files may be open: ulimit -n " + descriptors());
        try (var sigillo = SigilloPeer.demo(folder)) {
            var accounts = accounts(sigillo);
            sigillo.stop();
            if (CONNECTIONS > OF_DEFAULT) letMany(sigillo.folder().resolve("sigillo.toml"));
            sigillo.againAsServer();
            hold(sigillo, accounts, 1);
            long before = sigillo.residentKib();
            long after = hold(sigillo, accounts, CONNECTIONS);
            System.out.printf("%d idle: %d KiB resident, before %d KiB: %.1f KiB each%n", CONNECTIONS, after, before,
                (after - before) / (double) CONNECTIONS);
            assertTrue(after <= RESIDENT_KIB_MAX, after + " KiB are resident");
        }
    }

    /** At the door for TLS. */
    private static void letMany(Path settings) throws Exception {
        var before = Files.readString(settings);
        var after = before.concat("\n[limits]\nconnections = 5000\n").replace("[listeners.imaps]\n", "[listeners.imaps]\nconnections = 6000\n")
            .replace("connections_per_address = 1000", "connections_per_address = 6000");
        assertTrue(after.contains("connections = 6000") && after.contains("connections_per_address = 6000"), after);
        Files.writeString(settings, after);
    }

    private static long descriptors() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/limits")).stream().filter(line -> line.startsWith("Max open files"))
            .map(line -> line.split("\\s{2,}")[2]).mapToLong(Long::parseLong).findFirst().orElse(0);
    }

    /** A file with the address and an app password of each, which costs no hash to sign in with. */
    private Path accounts(SigilloPeer sigillo) throws Exception {
        var lines = new ArrayList<String>();
        for (int i = 0; i * OF_ACCOUNT < CONNECTIONS; i++) {
            var address = Address.of(sigillo.address("waits" + i));
            sigillo.ask(new Request.AddAccount(address, PASSWORD, Optional.of(Level.L1)));
            var made = sigillo.ask(new Request.MakeGrant(address, Grant.Kind.APP_PASSWORD, "phone", List.of(SignIn.Service.IMAP), Optional.empty(),
                Optional.of(PASSWORD)));
            lines.add(address + " " + made.get("secret").asString());
        }
        return Files.write(folder.resolve("accounts"), lines);
    }

    /** In KiB, while all wait. */
    private long hold(SigilloPeer sigillo, Path accounts, int count) throws Exception {
        var program = Path.of("src/test/resources/sigillo/whole/idlers.py").toString();
        var process = new ProcessBuilder("python3", program, "" + sigillo.port("imaps"), "" + count, accounts.toString())
            .redirectErrorStream(true).start();
        try (var out = process.inputReader()) {
            expect("held " + count, out.readLine());
            Program.pause(Duration.ofSeconds(5).toMillis());
            long resident = sigillo.residentKib();
            try (var smtp = sigillo.smtp()) {
                smtp.expect("250", "EHLO client.example");
                var mail = "From: <z@elsewhere.example>\r\nSubject: to who waits\r\n\r\nnow\r\n".getBytes(StandardCharsets.US_ASCII);
                assertTrue(smtp.send("z@elsewhere.example", sigillo.address("waits0"), mail).startsWith("250"));
            }
            Program.pause(Duration.ofSeconds(5).toMillis()); // what is told lies in the sockets of the clients then
            process.getOutputStream().close();
            int accountsOfAll = (CONNECTIONS + OF_ACCOUNT - 1) / OF_ACCOUNT;
            expect("alive " + count + " told " + (count + accountsOfAll - 1) / accountsOfAll, out.readLine());
            return resident;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void expect(String expected, String line) { assertTrue(expected.equals(line), expected + " but: " + line); }
}
