package sigillo.whole;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Chromium;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.web.Browser;

/**
 * The webmail: its own tests, and what people do with it in a real browser, against the shipped server; whether it was done
 * is seen over IMAP. Pictures of each page, for eyes, are in {@code target/pictures/webmail}.
 */
@Tag("gate")
@Timeout(700)
class WebmailStoriesTest {
    private static final Path PICTURES = Path.of("target/pictures/webmail");
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    @TempDir Path folder;

    @BeforeAll static void hasItsTools() {
        assumeTrue(Program.isInstalled("node"), "Node.js is not installed");
        assumeTrue(Files.isDirectory(Path.of("web/node_modules/playwright-core")), "the webmail's libraries are not there: no npm, or no network");
    }

    private static void node(String... words) {
        var command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(words));
        System.out.println(Program.run(PATIENCE, command.toArray(String[]::new)).orFail().printed());
    }

    @Test void itsOwnTestsPass() { node("web/test.mjs"); }

    /** Shown once. */
    private static String invitation(SigilloPeer demo) {
        var printed = demo.cli("invite", "add", "sigillo.test", "--quota", "1 GiB").orFail().printed();
        return printed.lines().flatMap(line -> Stream.of(line.split("\\s+"))).filter(word -> word.startsWith("https://")).findFirst().orElseThrow();
    }

    /** Its password. */
    private static String account(SigilloPeer demo, String address) {
        var printed = demo.cli("account", "add", address, "--generate", "--json").orFail().printed();
        var password = Pattern.compile("\"password\"\\s*:\\s*\"([^\"]+)\"").matcher(printed);
        if (!password.find()) throw new AssertionError(printed);
        return password.group(1);
    }

    /** For the JVM: whom a push service on loopback is believed by. */
    private static String believing(Path folder, Path key, Path certificate) {
        Program.run(PATIENCE, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key.toString(), "-out", certificate.toString(),
            "-days", "2", "-subj", "/CN=push.sigillo.test", "-addext", "subjectAltName=DNS:push.sigillo.test").orFail();
        var trust = folder.resolve("trust.p12").toString();
        Program.run(PATIENCE, System.getProperty("java.home") + "/bin/keytool", "-importcert", "-noprompt", "-alias", "push", "-file", certificate.toString(),
            "-keystore", trust, "-storetype", "PKCS12", "-storepass", "no-secret").orFail();
        return "-Djavax.net.ssl.trustStore=" + trust + " -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=no-secret";
    }

    /** A server that asks others, on this machine alone: without that there are no notices. */
    @Test void notices() {
        assumeTrue(Chromium.isThere(), "Chromium is not installed");
        assumeTrue(Program.isInstalled("openssl"), "openssl is not installed");
        var key = folder.resolve("push.key");
        var certificate = folder.resolve("push.pem");
        int dns = Ports.free();
        try (var demo = SigilloPeer.demo(folder, Map.of("JDK_JAVA_OPTIONS", believing(folder, key, certificate)), "--resolver", "127.0.0.1:" + dns)) {
            node("web/stories/push.mjs", demo.folder().toString(), PICTURES.toString(), Integer.toString(dns), key.toString(), certificate.toString());
        }
    }

    @Test void people() {
        assumeTrue(Chromium.isThere(), "Chromium is not installed");
        try (var demo = SigilloPeer.demo(folder); var stranger = new Browser(demo.port("https"))) {
            stranger.get("/mail/");
            assumeTrue(stranger.status() == 200, "the webmail was not built into this program");
            node("web/stories/stories.mjs", demo.folder().toString(), PICTURES.toString(), invitation(demo));
            node("web/stories/protected.mjs", demo.folder().toString(), PICTURES.toString());
            node("web/stories/operator.mjs", demo.folder().toString(), PICTURES.toString());
            node("web/stories/labels.mjs", demo.folder().toString(), PICTURES.toString());
            // then beside 20,000 messages
            node("web/stories/app.mjs", demo.folder().toString(), PICTURES.toString());
            node("web/stories/sealed-sign-up.mjs", demo.folder().toString(), PICTURES.toString(), invitation(demo), Long.toString(demo.program().pid()));
            node("web/stories/sealed.mjs", demo.folder().toString(), PICTURES.toString(), "serena@sigillo.test", account(demo, "serena@sigillo.test"));
            node("web/stories/level-two.mjs", demo.folder().toString(), PICTURES.toString(), "livia@sigillo.test", account(demo, "livia@sigillo.test"));
        }
    }
}
