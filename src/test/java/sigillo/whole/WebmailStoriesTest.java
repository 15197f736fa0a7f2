package sigillo.whole;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Chromium;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * The webmail: its own tests, and what people do with it, reading, writing, finding, organising, by keys alone and
 * without a connection; whether it was done is seen over IMAP, and in the mailbox that catches what leaves.
 */
@Tag("gate")
@Timeout(900)
class WebmailStoriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    @TempDir Path folder;

    @Test void itsOwnTestsPass() {
        WebmailStories.hasItsTools();
        WebmailStories.node("web/test.mjs");
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
        WebmailStories.hasItsTools();
        assumeTrue(Chromium.isThere(), "Chromium is not installed");
        assumeTrue(Program.isInstalled("openssl"), "openssl is not installed");
        var key = folder.resolve("push.key");
        var certificate = folder.resolve("push.pem");
        int dns = Ports.free();
        try (var demo = SigilloPeer.demo(folder, Map.of("JDK_JAVA_OPTIONS", believing(folder, key, certificate)), "--resolver", "127.0.0.1:" + dns)) {
            WebmailStories.node("web/stories/push.mjs", demo.folder().toString(), Path.of("target/pictures/webmail").toString(), Integer.toString(dns), key.toString(), certificate.toString());
        }
    }

    @Test void people() {
        try (var stories = new WebmailStories(folder, "webmail")) {
            stories.play("stories", stories.invitation());
            stories.play("app");
            stories.play("labels");
            stories.play("organising");
            stories.play("writing");
            stories.play("reading");
            stories.play("keyboard");
            stories.isWhole();
        }
    }
}
