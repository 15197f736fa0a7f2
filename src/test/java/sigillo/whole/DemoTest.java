package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.SecretKeys;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import tools.jackson.databind.json.JsonMapper;

/** The demo as its users meet it: what it writes, what it keeps over a restart, what it says when it cannot start. */
@Tag("gate")
class DemoTest {
    @TempDir Path folder;

    @Test void theFactsAreThereWhileItIsReady() throws Exception {
        try (var demo = SigilloPeer.fresh(folder)) {
            var file = demo.folder().resolve("demo.json");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            var facts = JsonMapper.builder().build().readTree(Files.readString(file));
            assertEquals(List.of("host", "hostname", "domain", "ca", "ports", "accounts"), List.copyOf(facts.propertyNames()));
            assertEquals(List.of("smtp", "submission", "submissions", "lmtp", "imap", "imaps", "pop3", "pop3s", "managesieve", "https", "http"), List.copyOf(facts.get("ports").propertyNames()));
            assertEquals("127.0.0.1", facts.get("host").asString());
            assertEquals("mail.sigillo.test", facts.get("hostname").asString());
            assertEquals(3, facts.get("accounts").size());
            Program.waitUntil("it says that it is ready", Duration.ofSeconds(10), () -> demo.program().printed().contains("ready in"));
            var printed = demo.program().printed();
            assertTrue(printed.contains(demo.address("outside")) && printed.contains(demo.password("anna")), printed);
            assertTrue(printed.lines().anyMatch(line -> line.matches("ready in \\d+ ms")), printed);
            demo.stop();
            assertFalse(Files.exists(file), "a stopped demo is not ready");
        }
    }

    @Test void whatIsSaidWhileItStopsIsInTheLog() throws Exception {
        try (var demo = SigilloPeer.demo(folder, "--log", "INFO")) {
            demo.stop();
            assertTrue(demo.program().printed().strip().endsWith("sigillo.server  stopped"), demo.program().printed());
        }
    }

    @Test void aSecondStartKeepsMailKeysAndPasswords() throws Exception {
        try (var demo = SigilloPeer.fresh(folder, "--with-keys")) {
            var password = demo.password("anna");
            var authority = Files.readString(demo.ca());
            var fingerprint = made(demo, "anna");
            deliver(demo);
            var carla = demo.cli("account", "list", "--json").orFail().printed()
                .replaceAll("(?s).*\"carla@(.*?)}.*", "$1");
            assertTrue(carla.contains("\"kitToConfirm\": false"), "she never saw a code: " + carla);
            demo.stop();
            demo.again();
            assertEquals(password, demo.password("anna"));
            assertEquals(authority, Files.readString(demo.ca()));
            assertEquals(fingerprint, made(demo, "anna"));
            var published = demo.launched("openpgp", "export", demo.address("anna"));
            var certificate = Certificate.read(published.printed().getBytes(StandardCharsets.UTF_8));
            assertEquals(fingerprint, certificate.fingerprint());
            try (var imap = demo.imap("anna")) {
                assertEquals(2, imap.messages("INBOX"), "the welcome mail, once, and what came");
            }
        }
    }

    /** The fingerprint of the key in a file, under its owner's password; that the program made it is told. */
    private static String made(SigilloPeer demo, String name) throws Exception {
        var file = demo.folder().resolve("keys/" + name + ".asc");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Program.waitUntil("it says whose keys it made", Duration.ofSeconds(10),
            () -> demo.program().printed().contains("have OpenPGP keys that this program made"));
        try (var keys = SecretKeys.read(Files.readAllBytes(file), demo.password(name).toCharArray())) {
            return keys.certificate().fingerprint();
        }
    }

    @Test void whatLeavesIsCaught() throws Exception {
        try (var demo = SigilloPeer.demo(folder); var anna = demo.imap("anna")) {
            assertEquals(1, anna.messages("INBOX"));
            assertEquals(0, demo.launched("alias", "add", demo.address("away"), "Far.Away@remote.example").code());
            try (var smtp = demo.smtp()) {
                smtp.expect("250", "EHLO client.test");
                smtp.send("a@client.test", demo.address("away"), "Subject: far\r\n\r\nx\r\n".getBytes());
            }
            try (var outside = demo.imap("outside")) {
                Program.waitUntil("it is caught", Duration.ofSeconds(20), () -> messages(outside) == 1);
                assertTrue(new String(outside.bodies("INBOX").getFirst()).contains("X-Envelope-To: <Far.Away@remote.example>\r\n"));
            }
        }
    }

    @Test void aPortInUseAndAFolderInUseAreTold() throws Exception {
        try (var demo = SigilloPeer.demo(folder)) {
            int base = demo.port("smtp") - 25;
            var samePort = start(folder.resolve("other"), base);
            assertEquals(1, samePort.code(), samePort.printed());
            assertTrue(samePort.printed().contains("smtp cannot listen on"), samePort.printed());
            var sameFolder = start(demo.folder(), base + 100);
            assertEquals(1, sameFolder.code(), sameFolder.printed());
            assertTrue(sameFolder.printed().contains("another Sigillo (pid " + demo.program().pid() + ") uses"), sameFolder.printed());
            deliver(demo);
            assertTrue(Files.exists(demo.folder().resolve("demo.json")), "the running one is not disturbed");
        }
    }

    @Test void twoDemosLiveSideBySide() throws Exception {
        try (var one = SigilloPeer.fresh(folder.resolve("one")); var two = SigilloPeer.fresh(folder.resolve("two"))) {
            deliver(one);
            try (var first = one.imap("anna"); var second = two.imap("anna")) {
                assertEquals(2, first.messages("INBOX"));
                assertEquals(1, second.messages("INBOX"));
            }
        }
    }

    /**
     * The build keeps what a rehearsed demo learned, and keeps nothing where the rehearsal was not played to its end. Were it refused
     * somewhere, only starts would get slower, silently.
     */
    @Test void theBuildHasRehearsed() throws Exception {
        assertTrue(Files.exists(Path.of("target/sigillo.aot")), Files.readString(Path.of("target/first-run.log")));
    }

    /** All of it once more, and what is there afterwards. */
    @Tag("long")
    @Test void whatARehearsalSendsIsKept() throws Exception {
        int base = Ports.freeBase();
        var rehearsed = Program.run(Duration.ofMinutes(4), Map.of(), List.of("./sigillo", "demo", "--rehearse",
            "--data", folder.resolve("sigillo").toString(), "--port-base", "" + base));
        assertEquals(0, rehearsed.code(), rehearsed.printed());
        try (var demo = SigilloPeer.demo(folder); var anna = demo.imap("anna")) {
            assertEquals(15_001, anna.messages("INBOX"), "the welcome mail and what the rehearsal sent");
        }
    }

    private static Program.Done start(Path data, int base) {
        return Program.run(Duration.ofSeconds(60), Map.of(), List.of("./sigillo", "demo", "--data", data.toString(), "--port-base", "" + base));
    }

    private static void deliver(SigilloPeer demo) throws Exception {
        try (var smtp = demo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            assertTrue(smtp.send("a@client.test", demo.address("anna"), "Subject: hi\r\n\r\nx\r\n".getBytes()).startsWith("250"));
        }
    }

    private static long messages(sigillo.peers.ImapProbe imap) {
        try {
            return imap.messages("INBOX");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
