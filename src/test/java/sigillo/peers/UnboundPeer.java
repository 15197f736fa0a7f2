package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A private Unbound on loopback that knows the given records and nothing else: the whole Internet of a test. */
public final class UnboundPeer implements AutoCloseable {
    private final Program program;
    private final int port;
    private final Path configuration;

    /** {@code records} as in a zone file: {@code "postfix.test. MX 10 mx.postfix.test."}. Every other name does not exist, but {@code "x.test. REFUSED"}. */
    public UnboundPeer(Path parent, List<String> records) {
        var folder = parent.resolve("unbound");
        port = Ports.free();
        configuration = folder.resolve("unbound.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("unbound.conf"), configuration(folder, port, records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = Program.start(folder.resolve("unbound.log"), Map.of(),
            List.of("/usr/sbin/unbound", "-d", "-p", "-c", folder.resolve("unbound.conf").toString()));
        Program.waitUntil("Unbound runs:\n" + program.printed(), Duration.ofSeconds(10),
            () -> program.printed().contains("start of service") || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    /** From now on it knows these instead, and has forgotten what it was asked. */
    public void become(List<String> records) {
        try {
            Files.writeString(configuration, configuration(configuration.getParent(), port, records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int before = starts();
        Program.run(Duration.ofSeconds(10), "kill", "-HUP", "" + program.pid()).orFail();
        Program.waitUntil("Unbound has read it again", Duration.ofSeconds(10), () -> starts() > before);
    }

    private int starts() { return program.printed().split("start of service", -1).length; }

    public String address() { return "127.0.0.1:" + port; }

    static String configuration(Path folder, int port, List<String> records) {
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
              local-zone: "." static
              local-data: ". SOA localhost. nobody.invalid. 1 3600 1200 604800 10800"
            """.formatted(port, port, folder));
        for (var record : records) {
            if (record.endsWith(" REFUSED")) text.append("  local-zone: \"").append(record, 0, record.indexOf(' ')).append("\" refuse\n");
            else text.append("  local-data: '").append(record).append("'\n");
        }
        return text.append("remote-control:\n  control-enable: no\n").toString();
    }

    @Override public void close() { program.close(); }
}
