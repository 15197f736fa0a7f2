package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A private Knot on loopback that has one zone and lets it be changed by who has the key {@link #KEY}. */
public final class KnotPeer implements AutoCloseable {
    public static final String KEY = "acme.home.test";

    private final Program program;
    private final int port = Ports.free();

    public static boolean isInstalled() { return Program.isInstalled("knotd"); }

    /** {@code secret}: in base64. {@code records}: as in a zone file. */
    public KnotPeer(Path parent, String zone, String secret, List<String> records) {
        var folder = parent.resolve("knot");
        try {
            Files.createDirectories(folder.resolve("db"));
            Files.write(folder.resolve("zone"), List.of("$ORIGIN " + zone + ".", "$TTL 5", "@ SOA ns nobody 1 3600 1200 604800 5", "@ NS ns", "ns A 127.0.0.1",
                String.join("\n", records)));
            Files.writeString(folder.resolve("knot.conf"), """
                server:
                    listen: 127.0.0.1@%1$d
                    rundir: "%2$s"
                    user: root
                log:
                  - target: stdout
                    any: info
                database:
                    storage: "%2$s/db"
                key:
                  - id: %3$s
                    algorithm: hmac-sha256
                    secret: %4$s
                acl:
                  - id: changes
                    key: %3$s
                    action: update
                zone:
                  - domain: %5$s
                    storage: "%2$s"
                    file: zone
                    acl: changes
                """.formatted(port, folder, KEY, secret, zone));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = Program.start(folder.resolve("knot.log"), Map.of(), List.of("/usr/sbin/knotd", "-c", folder.resolve("knot.conf").toString()));
        Program.waitUntil("Knot runs:\n" + program.printed(), Duration.ofSeconds(20),
            () -> program.printed().contains("server started") || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    public InetSocketAddress address() { return new InetSocketAddress("127.0.0.1", port); }

    public String log() { return program.printed(); }

    @Override public void close() { program.close(); }
}
