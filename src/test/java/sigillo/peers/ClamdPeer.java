package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A private clamd that knows what EICAR's test file and Debian's clamav-testfiles have in them, and nothing else. */
public final class ClamdPeer implements AutoCloseable {
    public static final Path TEST_FILES = Path.of("/usr/share/clamav-testfiles");
    /** Harmless, and found by every scanner; in two pieces, so that none finds it here. */
    public static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTI" + "VIRUS-TEST-FILE!$H+H*";
    /** Instructions of clam.exe, which also stand in what packs and installers make of it. */
    private static final String CLAM_EXE = "33c050508bf3535350b02940300466ac79f9ba31";

    private final Path folder;
    private final Path socket;
    private final int port = Ports.free();
    private Program program;

    public static boolean isInstalled() { return Program.isInstalled("clamd") && Files.isDirectory(TEST_FILES); }

    public ClamdPeer(Path parent) {
        folder = parent.resolve("clamd");
        socket = folder.resolve("clamd.ctl");
        try {
            Files.createDirectories(folder.resolve("db"));
            var eicar = HexFormat.of().formatHex(EICAR.substring(0, 48).getBytes());
            Files.writeString(folder.resolve("db/own.ndb"), "Sigillo.Test.Clam:0:*:" + CLAM_EXE + "\nSigillo.Test.Eicar:0:*:" + eicar + "\n");
            Files.writeString(folder.resolve("clamd.conf"), """
                Foreground yes
                DatabaseDirectory %1$s/db
                LocalSocket %1$s/clamd.ctl
                TCPSocket %2$d
                TCPAddr 127.0.0.1
                StreamMaxLength 4M
                SelfCheck 0
                User %3$s
                """.formatted(folder, port, System.getProperty("user.name")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    public void start() {
        program = Program.start(folder.resolve("clamd.log"), Map.of(), List.of("/usr/sbin/clamd", "-c", folder.resolve("clamd.conf").toString()));
        Program.waitUntil("clamd listens", Duration.ofSeconds(60), () -> listens() || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    /** Its socket is there before it takes connections. */
    private boolean listens() {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** It begins anew and finds that text, too. */
    public void learn(String virus, String text) {
        stop();
        try {
            var line = virus + ":0:*:" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)) + "\n";
            Files.writeString(folder.resolve("db/own.ndb"), line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    public Path socket() { return socket; }

    public int port() { return port; }

    /** Ends it; it listens no more. */
    public void stop() {
        program.close();
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It takes connections, and does nothing. */
    public void hold() { signal("STOP"); }

    public void letGo() { signal("CONT"); }

    private void signal(String name) { Program.run(Duration.ofSeconds(10), "kill", "-" + name, Long.toString(program.pid())).orFail(); }

    @Override public void close() { stop(); }
}
