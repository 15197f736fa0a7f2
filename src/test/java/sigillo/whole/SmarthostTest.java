package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/**
 * A receiver has this server's address on a list. A second Sigillo is the smarthost: it is signed in to, over TLS with a
 * certificate that is verified, and keeps what it gets for others.
 */
@Tag("gate")
@Timeout(360)
class SmarthostTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> RECORDS = List.of("mail.sigillo.test. A 127.0.0.1",
        "listed.test. MX 10 mx.listed.test.", "mx.listed.test. A 127.0.0.6", "open.test. MX 10 mx.open.test.", "mx.open.test. A 127.0.0.6");
    @TempDir Path folder;

    @Test void whatIsRefusedForTheAddressGoesByTheSmarthostAndTheRestDirectly() throws Exception {
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        var tried = new AtomicInteger();
        try (var smart = SigilloPeer.demo(Files.createDirectory(folder.resolve("smart")));
             var unbound = new UnboundPeer(folder, RECORDS); var receiver = new CapturingSink("127.0.0.6", 25)) {
            receiver.atRcpt(to -> {
                if (!to.contains("listed.test")) return "250 2.1.5 Ok";
                tried.incrementAndGet();
                return "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org";
            });
            var settings = Files.writeString(folder.resolve("more.toml"), """
                [relay.smarthost]
                use = "when_refused"
                host = "mail.sigillo.test"
                port = %d
                user = "%s"
                password = "%s"
                """.formatted(smart.port("submission"), smart.address("anna"), smart.password("anna")));
            try (var sigillo = SigilloPeer.demo(Files.createDirectory(folder.resolve("ours")), Map.of("JAVA_TOOL_OPTIONS", trusting(smart.ca())),
                     "--resolver", unbound.address(), "--settings", settings.toString());
                 var anna = LeakedAccountTest.signedIn(sigillo, "anna")) {
                assertTrue(LeakedAccountTest.send(anna, sigillo.address("anna"), List.of("bob@listed.test")).startsWith("250"));
                Program.waitUntil("the smarthost has it", LIMIT, () -> got(smart) == 1);
                Program.waitUntil("it has left", LIMIT, sigillo::isQueueEmpty);
                var story = sigillo.cli("trace", "bob@listed.test").orFail().printed();
                assertTrue(story.contains("goes by mail.sigillo.test now") && story.contains("on a list of Spamhaus"), story);
                assertTrue(LeakedAccountTest.send(anna, sigillo.address("anna"), List.of("eve@listed.test")).startsWith("250"));
                assertTrue(LeakedAccountTest.send(anna, sigillo.address("anna"), List.of("tim@open.test")).startsWith("250"));
                Program.waitUntil("the second goes there at once", LIMIT, () -> got(smart) == 2);
                Program.waitUntil("the other goes directly", LIMIT, () -> receiver.mails().size() == 1);
                assertEquals(1, tried.get(), "nobody called the receiver for the second");
                var shown = sigillo.cli("destinations").orFail().printed();
                assertTrue(shown.contains("listed.test") && shown.contains("by the smarthost") && shown.contains("open.test"), shown);
                var config = sigillo.cli("config", "show").printed();
                assertTrue(config.contains("password = \"********\""), config);
                assertFalse(config.contains(smart.password("anna")), "the password is not shown");
            }
        }
    }

    /** What it keeps for others lies in an account of the demo. */
    private static long got(SigilloPeer smart) {
        try (var imap = smart.imap("outside")) {
            var selected = imap.command("SELECT INBOX").toString();
            var exists = Pattern.compile("(\\d+) EXISTS").matcher(selected);
            return exists.find() ? Long.parseLong(exists.group(1)) : 0;
        } catch (IOException later) {
            return 0;
        }
    }

    /** For the JVM: certificates of this authority. */
    private String trusting(Path authority) {
        var trust = folder.resolve("trust.p12");
        Program.run(LIMIT, System.getProperty("java.home") + "/bin/keytool", "-importcert", "-noprompt", "-alias", "ca", "-file", authority.toString(),
            "-keystore", trust.toString(), "-storetype", "PKCS12", "-storepass", "changeit").orFail();
        return "-Djavax.net.ssl.trustStore=" + trust + " -Djavax.net.ssl.trustStorePassword=changeit";
    }
}
