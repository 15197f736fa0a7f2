package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A private Rspamd that looks at nothing but its test pattern, by HTTP and as a milter, which adds X-Spamd-Result. Asks nobody. */
public final class RspamdMilterPeer implements AutoCloseable {
    /** Generic test for unsolicited bulk email: refused. In two pieces, so that no filter finds it here. */
    public static final String GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-" + "UBE-TEST-EMAIL*C.34X";

    private final Path folder;
    private final int port = Ports.free();
    private final int milterPort = Ports.free();
    private Program program;

    public RspamdMilterPeer(Path parent) {
        folder = parent.resolve("rspamd-milter");
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("suffixes"), "");
            Files.writeString(folder.resolve("rspamd.conf"), """
                options {
                  filters = [];
                  url_tld = "%1$s/suffixes";
                  pidfile = "%1$s/pid";
                  tempdir = "%1$s";
                  hs_cache_dir = "%1$s";
                  disable_hyperscan = true;
                  explicit_modules = ["milter_headers"];
                  local_addrs = [];
                  dns { nameserver = ["127.0.0.1:9"]; timeout = 0.2s; retransmits = 1; }
                }
                logging { type = "console"; level = "warning"; }
                worker "normal" { bind_socket = "127.0.0.1:%2$d"; count = 1; task_timeout = 20s; }
                worker "rspamd_proxy" { bind_socket = "127.0.0.1:%3$d"; count = 1; milter = yes; timeout = 20s; upstream "local" { default = yes; self_scan = yes; } }
                modules { path = "/usr/share/rspamd/plugins/milter_headers.lua"; }
                milter_headers { use = ["x-spamd-result"]; skip_local = false; }
                actions { reject = 15; add_header = 6; }
                lang_detection { languages = "/nonexistent"; }
                """.formatted(folder, port, milterPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    public void start() {
        program = Program.start(folder.resolve("rspamd.log"), Map.of(), List.of("/usr/bin/rspamd", "-i", "-f", "-c", folder.resolve("rspamd.conf").toString()));
        Program.waitUntil("Rspamd runs", Duration.ofSeconds(60), () -> !program.isRunning() || listens(port) && listens(milterPort));
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    private static boolean listens(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() { return port; }

    public int milterPort() { return milterPort; }

    public void stop() { program.close(); }

    @Override public void close() { stop(); }
}
