package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A whole DNS with signatures: a root of its own, zones below it with a DS record each or without, all served by a private
 * Unbound on loopback and signed by ldnsutils. The key of the root is {@link #anchors()}.
 */
public final class SignedDns implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SOA = "@ SOA localhost. nobody.invalid. 1 3600 1200 604800 60";

    private final Path folder;
    private final Program program;
    private final int port = Ports.free();
    private final String anchors;

    /** {@code records} as in a zone file, names in full: {@code "mx.a.test. A 127.0.0.1"}. */
    public record Zone(String name, List<String> records, boolean signed, String replaced, String by) {
        public static Zone signed(String name, String... records) { return new Zone(name, List.of(records), true, "", ""); }

        public static Zone unsigned(String name, String... records) { return new Zone(name, List.of(records), false, "", ""); }

        /** Changed after it was signed. */
        public Zone forged(String text, String other) { return new Zone(name, records, signed, text, other); }
    }

    public static boolean isInstalled() {
        return Program.isInstalled("unbound") && Program.isInstalled("ldns-signzone") && Program.isInstalled("ldns-keygen");
    }

    public SignedDns(Path parent, Zone... zones) {
        folder = parent.resolve("signed-dns");
        try {
            Files.createDirectories(folder);
            var root = new ArrayList<String>();
            for (var zone : zones) {
                root.add(zone.name() + ". NS ns.invalid.");
                if (zone.signed()) root.add(sign(zone).strip());
                else write(zone);
            }
            anchors = sign(Zone.signed("", root.toArray(String[]::new)));
            Files.writeString(folder.resolve("unbound.conf"), configuration(zones));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = Program.start(folder.resolve("unbound.log"), Map.of(),
            List.of("/usr/sbin/unbound", "-d", "-p", "-c", folder.resolve("unbound.conf").toString()));
        Program.waitUntil("Unbound runs:\n" + program.printed(), SOON,
            () -> program.printed().contains("start of service") || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    private Path file(Zone zone) { return folder.resolve("zone-" + zone.name()); }

    private void write(Zone zone) throws IOException {
        var lines = new ArrayList<>(List.of("$ORIGIN " + zone.name() + ".", "$TTL 60", SOA, "@ NS ns.invalid."));
        lines.addAll(zone.records());
        Files.write(file(zone), lines);
    }

    /** Returns its DS record. */
    private String sign(Zone zone) throws IOException {
        write(zone);
        var name = zone.name() + ".";
        var command = "cd '" + folder + "' && key=$(ldns-keygen -k -a ECDSAP256SHA256 -r /dev/urandom " + name + ") && ldns-signzone -f '"
            + file(zone) + ".signed' '" + file(zone) + "' $key && mv '" + file(zone) + ".signed' '" + file(zone) + "' && cat $key.ds";
        var printed = Program.run(SOON, "sh", "-c", command).orFail().printed();
        if (!zone.replaced().isEmpty()) Files.writeString(file(zone), Files.readString(file(zone)).replace(zone.replaced(), zone.by()));
        return printed.lines().filter(line -> line.contains("\tDS\t")).findFirst().orElseThrow(() -> new AssertionError(printed)) + "\n";
    }

    public String address() { return "127.0.0.1:" + port; }

    public int port() { return port; }

    /** What a resolver is told to trust. */
    public String anchors() { return anchors; }

    private String configuration(Zone... zones) {
        var text = new StringBuilder("""
            server:
              interface: 127.0.0.1@%d
              port: %d
              do-daemonize: no
              use-syslog: no
              logfile: ""
              verbosity: 1
              username: ""
              chroot: ""
              directory: "%s"
              pidfile: ""
              module-config: "iterator"
              do-not-query-localhost: yes
              local-zone: "test" nodefault
            """.formatted(port, port, folder));
        text.append(authority(Zone.signed("")));
        for (var zone : zones) text.append(authority(zone));
        return text.append("remote-control:\n  control-enable: no\n").toString();
    }

    private String authority(Zone zone) {
        return "auth-zone:\n  name: \"" + zone.name() + ".\"\n  zonefile: \"" + file(zone)
            + "\"\n  for-downstream: yes\n  for-upstream: yes\n  fallback-enabled: no\n";
    }

    @Override public void close() { program.close(); }
}
