package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** sieve-connect, as people have it, against the whole server over STARTTLS: what it puts there is what mail meets. */
@Tag("gate")
class ManageSieveClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FILING = """
        require ["fileinto", "mailbox"];
        # Účty
        if header :contains "subject" "invoice" { fileinto :create "Bills"; }
        """;
    @TempDir Path folder;

    @Test void sieveConnectWritesTheRulesThatMailMeets() throws Exception {
        assumeTrue(Program.isInstalled("sieve-connect"), "sieve-connect is not installed");
        try (var sigillo = SigilloPeer.demo(folder.resolve("demo"))) {
            var app = appPassword(sigillo, "sieve");
            var client = new Client(sigillo, app);
            var script = Files.writeString(folder.resolve("filing.sieve"), FILING);
            client.run("--upload", "--localsieve", script.toString(), "--remotesieve", "filing").orFail();
            assertEquals("\"filing\"", client.listed());
            client.run("--activate", "--remotesieve", "filing").orFail();
            assertEquals("\"filing\" ACTIVE", client.listed());
            var back = folder.resolve("back.sieve");
            client.run("--download", "--remotesieve", "filing", "--localsieve", back.toString()).orFail();
            assertEquals(FILING, Files.readString(back).replace("\r\n", "\n"));
            deliver(sigillo);
            try (var anna = sigillo.imap("anna")) {
                assertEquals(1, anna.messages("Bills"));
            }
            assertErrorIsTold(client);
            assertTrue(client.run("--delete", "--remotesieve", "filing").printed().contains("active script"), "the active one stays");
            client.run("--deactivate").orFail();
            client.run("--delete", "--remotesieve", "filing").orFail();
            assertEquals("", client.listed());
            var other = new Client(sigillo, appPassword(sigillo, "imap")).run("--list");
            assertFalse(other.code() == 0, other.printed());
        }
    }

    private void assertErrorIsTold(Client client) throws IOException {
        var wrong = Files.writeString(folder.resolve("wrong.sieve"), "keep;\nfilein \"x\";\n");
        var done = client.run("--upload", "--localsieve", wrong.toString(), "--remotesieve", "filing");
        assertTrue(done.code() != 0 && done.printed().contains("line 2, column 1"), done.printed());
        assertEquals("\"filing\" ACTIVE", client.listed());
    }

    /** In a file, as nobody else can read it from a command line. */
    private Path appPassword(SigilloPeer sigillo, String service) throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), sigillo.password("anna") + "\n");
        var made = sigillo.cli("app-password", "add", sigillo.address("anna"), service, "--for", service, "--secret-file", secret.toString()).orFail();
        var password = Pattern.compile("app password: (\\S+)").matcher(made.printed());
        assertTrue(password.find(), made.printed());
        return Files.writeString(folder.resolve(service + ".password"), password.group(1) + "\n");
    }

    private static void deliver(SigilloPeer sigillo) throws IOException {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            smtp.send("a@client.test", sigillo.address("anna"), "Subject: your invoice\r\n\r\nx\r\n".getBytes());
        }
    }

    private record Client(SigilloPeer sigillo, Path password) {
        Program.Done run(String... words) {
            var all = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" --passwordfd 3 3<" + password, "sh", "sieve-connect", "--nosrv", "--server", "localhost", "--port", "" + sigillo.port("managesieve"),
                "--tlscafile", sigillo.ca().toString(), "--user", sigillo.address("anna"), "--noclearchan"));
            all.addAll(List.of(words));
            return Program.run(LIMIT, Map.of(), all);
        }

        String listed() { return run("--list").orFail().printed().strip(); }
    }
}
