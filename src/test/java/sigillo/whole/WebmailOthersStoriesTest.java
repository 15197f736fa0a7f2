package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * The webmail of a server that asks others, on this machine alone: a push service, lists that are left, hosts of
 * pictures, DNS; then that of the same server after it came back from its backup. What was done is seen by those who
 * were asked.
 */
@Tag("gate")
@Timeout(900)
class WebmailOthersStoriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final Pattern KEY = Pattern.compile("recovery key: (\\S+)");
    @TempDir Path folder;

    private Path tlsKey() { return folder.resolve("others.key"); }

    private Path certificate() { return folder.resolve("others.pem"); }

    private Path target() { return folder.resolve("target"); }

    /** For the JVM: whom hosts of the web on loopback are believed by. */
    private String believing() {
        Program.run(PATIENCE, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-keyout", tlsKey().toString(), "-out", certificate().toString(), "-days", "2", "-subj",
            "/CN=push.sigillo.test", "-addext", "subjectAltName=DNS:push.sigillo.test,DNS:news.elsewhere.test").orFail();
        var trust = folder.resolve("trust.p12").toString();
        Program.run(PATIENCE, System.getProperty("java.home") + "/bin/keytool", "-importcert", "-noprompt", "-alias",
            "push", "-file", certificate().toString(), "-keystore", trust, "-storetype", "PKCS12", "-storepass",
            "no-secret").orFail();
        return "-Djavax.net.ssl.trustStore=" + trust + " -Djavax.net.ssl.trustStoreType=PKCS12"
            + " -Djavax.net.ssl.trustStorePassword=no-secret";
    }

    private SigilloPeer demo(int dns, int https) {
        assumeTrue(Program.isInstalled("openssl"), "openssl is not installed");
        try {
            var settings = Files.writeString(folder.resolve("more.toml"), """

                [authentication]
                unchecked = []

                [[backup.target]]
                name = "disk"
                path = "%s"
                """.formatted(Files.createDirectory(target())));
            return SigilloPeer.demo(folder, Map.of("JDK_JAVA_OPTIONS", believing()), "--with-keys", "--resolver",
                "127.0.0.1:" + dns, "--https-port", "" + https, "--settings", settings.toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test void whoAsksOthers() throws Exception {
        int dns = Ports.free();
        int https = Ports.free();
        try (var stories = new WebmailStories("webmail-others", () -> demo(dns, https))) {
            var shown = List.of(tlsKey().toString(), certificate().toString());
            stories.play("push", "" + dns, shown.getFirst(), shown.getLast());
            var printed = stories.demo().launched("backup", "key").orFail().printed();
            var key = KEY.matcher(printed);
            assertTrue(key.find(), printed);
            stories.play("others", "" + dns, "" + https, shown.getFirst(), shown.getLast(), target().toString());
            comesBack(stories.demo(), Files.writeString(folder.resolve("key"), key.group(1) + "\n"));
            stories.play("restored");
            stories.isWhole();
        }
    }

    /** At its place, from its backup; beside it lies what stories know of it. */
    private void comesBack(SigilloPeer demo, Path key) throws IOException {
        var facts = List.of("demo.json", "protected.json");
        for (var name : facts) Files.copy(demo.folder().resolve(name), folder.resolve(name));
        demo.stop();
        Files.move(demo.folder(), folder.resolve("before"));
        Program.run(PATIENCE, "./sigillo", "restore", "--from", target().toString(), "--key", key.toString(), "--data",
            demo.folder().toString()).orFail();
        for (var name : facts) Files.copy(folder.resolve(name), demo.folder().resolve(name));
        demo.againAsServer();
    }
}
