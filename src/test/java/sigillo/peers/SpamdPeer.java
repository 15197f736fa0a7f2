package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A private spamd of SpamAssassin that has two rules: a moon for sale is spam, a lunch is not. Asks nobody. */
public final class SpamdPeer implements AutoCloseable {
    private final Path folder;
    private final int port = Ports.free();
    private Program program;

    public static boolean isInstalled() { return Program.isInstalled("spamd"); }

    public SpamdPeer(Path parent) {
        folder = parent.resolve("spamd");
        try {
            Files.createDirectories(folder.resolve("site"));
            Files.createDirectories(folder.resolve("rules"));
            Files.writeString(folder.resolve("site/own.pre"), "loadplugin Mail::SpamAssassin::Plugin::Check\n");
            Files.writeString(folder.resolve("rules/own.cf"), """
                required_score 5
                use_bayes 0
                body SIGILLO_MOON /moon for sale/i
                score SIGILLO_MOON 7
                header SIGILLO_LUNCH Subject =~ /lunch/i
                score SIGILLO_LUNCH -1
                """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.letOthersPass(parent);
        start();
    }

    public void start() {
        program = Program.start(folder.resolve("spamd.log"), Map.of(), List.of("/usr/sbin/spamd", "-L", "-x", "--max-children", "2",
            "--listen", "127.0.0.1:" + port, "--configpath=" + folder.resolve("rules"), "--siteconfigpath=" + folder.resolve("site"), "-s", "stderr"));
        Program.waitUntil("spamd runs", Duration.ofSeconds(60), () -> program.printed().contains("server started") || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    public int port() { return port; }

    public void stop() { program.close(); }

    @Override public void close() { stop(); }
}
