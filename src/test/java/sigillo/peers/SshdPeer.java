package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's sshd, in the foreground, on a port and with keys of its own; it lets in who runs the test, with one key. */
public final class SshdPeer implements AutoCloseable {
    private static final String SSHD = "/usr/sbin/sshd";
    private final Path folder;
    private final int port = Ports.free();
    private Program program;

    private SshdPeer(Path folder) { this.folder = folder; }

    public static boolean isInstalled() { return Program.isInstalled("sshd"); }

    /** Makes its keys in a fresh folder below {@code parent}, and starts it. */
    public static SshdPeer start(Path parent) throws IOException {
        var peer = new SshdPeer(Files.createDirectory(parent.resolve("sshd")));
        for (var key : List.of("host", "client", "stranger")) {
            Program.run(Duration.ofSeconds(20), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                peer.folder.resolve(key).toString()).orFail();
        }
        Files.copy(peer.folder.resolve("client.pub"), peer.folder.resolve("authorized"));
        Files.writeString(peer.folder.resolve("config"), """
            Port %d
            ListenAddress 127.0.0.1
            HostKey %2$s/host
            AuthorizedKeysFile %2$s/authorized
            PidFile %2$s/pid
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            Subsystem sftp internal-sftp
            """.formatted(peer.port, peer.folder));
        if (System.getProperty("user.name")
            .equals("root")) Files.createDirectories(Path.of("/run/sshd")); // Debian's has it from its unit
        peer.again();
        return peer;
    }

    public void again() {
        program = Program.start(folder.resolve("log"), Map.of(),
            List.of(SSHD, "-D", "-e", "-f", folder.resolve("config").toString()));
        Program.waitUntil("sshd listens:\n" + program.printed(), Duration.ofSeconds(20), () -> isListening()
            || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError("sshd ended:\n" + program.printed());
    }

    private boolean isListening() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() { return port; }

    public String user() { return System.getProperty("user.name"); }

    /** {@code client} is let in, {@code stranger} is not. */
    public Path key(String name) { return folder.resolve(name); }

    /** As ssh-keygen shows it. */
    public String fingerprint(String name) {
        return Program.run(Duration.ofSeconds(20), "ssh-keygen", "-lf", folder.resolve(name + ".pub").toString())
            .orFail().printed().split(" ")[1];
    }

    public String printed() { return program.printed(); }

    /** With all that it has open. */
    public void kill() { program.kill(); }

    @Override public void close() {
        program.close();
        try {
            Files.deleteIfExists(folder.resolve("pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
