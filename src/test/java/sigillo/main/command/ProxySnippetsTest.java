package sigillo.main.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.main.command.ProxySnippets.Kind;
import sigillo.main.command.ProxySnippets.Places;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.peers.Program;

/** What is printed for proxies is read by them, and what is printed for the server by the server. */
class ProxySnippetsTest {
    private static final String TEXT = "data = \"/tmp/x\"\nhostname = \"mail.home.example\"\n[listeners.pop3]\non = false\n[listeners.smtp]\nport = 10025\n";

    @TempDir Path folder;

    private static Config config(String text) {
        return assertInstanceOf(ConfigFile.Outcome.Right.class, ConfigFile.parse(Path.of("/etc/sigillo/sigillo.toml"), text), text).config();
    }

    private static String printed(Kind kind, String server, String proxy) { return ProxySnippets.of(kind, config(TEXT), new Places(server, proxy)); }

    @Test void whatIsOnIsPassedOn() {
        for (var kind : Kind.values()) {
            var text = printed(kind, "192.0.2.1", "192.0.2.2");
            assertTrue(text.contains(kind == Kind.CADDY ? "192.0.2.1:443" : "192.0.2.1:10025"), text);
            assertFalse(text.contains("pop3]") || text.contains("lmtp"), text);
            var ours = text.substring(text.indexOf("# sigillo.toml"));
            config("data = \"/tmp/x\"\nhostname = \"mail.home.example\"\n" + ours);
        }
        assertTrue(printed(Kind.HAPROXY, "127.0.0.1", "127.0.0.1").contains("say another port"), "both cannot have it");
    }

    @Tag("gate")
    @Test void haproxyAndNginxReadIt() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/haproxy")) && Files.exists(Path.of("/usr/lib/nginx/modules/ngx_stream_module.so")), "haproxy or nginx is not installed");
        var haproxy = printed(Kind.HAPROXY, "192.0.2.1", "192.0.2.2");
        var one = Files.writeString(folder.resolve("haproxy.cfg"), haproxy.substring(0, haproxy.indexOf("\n# sigillo.toml")) + "\n");
        Program.run(Duration.ofSeconds(20), "/usr/sbin/haproxy", "-c", "-f", one.toString()).orFail();
        var nginx = printed(Kind.NGINX, "192.0.2.1", "192.0.2.2");
        var other = Files.writeString(folder.resolve("nginx.conf"), "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\npid " + folder.resolve("pid") + ";\nerror_log stderr;\nevents {}\n"
            + nginx.substring(0, nginx.indexOf("\n# sigillo.toml")).replaceAll("listen (\\d)", "listen 127.0.0.9:1$1") + "\n");
        Program.run(Duration.ofSeconds(20), "/usr/sbin/nginx", "-t", "-c", other.toString()).orFail();
    }
}
