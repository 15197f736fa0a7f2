package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A private Exim. It keeps mail for {@code erna@} and {@code emil@} its domain, refuses others there with 550, and sends
 * everything else to one address and port. Its package conflicts with Postfix's, so {@code ./test} only unpacks it.
 */
public final class EximPeer implements AutoCloseable {
    private static final Path BINARY = Path.of("target/peers/exim4/usr/sbin/exim4").toAbsolutePath();
    private final Path folder;
    private final Program program;

    /** Listens on {@code address}:{@code port} for {@code domain}; other domains go to 127.0.0.1:{@code elsewherePort}. */
    public EximPeer(Path parent, String address, int port, String domain, int elsewherePort) {
        folder = parent.resolve("exim");
        try {
            for (var name : List.of("spool", "log", "mail")) Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve("exim.conf"), configuration(address, port, domain, elsewherePort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.letOthersPass(parent);
        Program.run(Duration.ofSeconds(10), "chown", "-R", "Debian-exim:Debian-exim", folder.resolve("spool").toString(),
            folder.resolve("log").toString(), folder.resolve("mail").toString()).orFail();
        program = Program.start(folder.resolve("exim.out"), Map.of(),
            List.of(BINARY.toString(), "-C", folder.resolve("exim.conf").toString(), "-bdf", "-q3s"));
        Program.waitUntil("Exim listens", Duration.ofSeconds(20), () -> listens(address, port));
    }

    public static boolean isInstalled() { return Files.isExecutable(BINARY); }

    private static boolean listens(String address, int port) {
        try (var probe = SmtpProbe.connect(address, port)) {
            return probe.say("QUIT").startsWith("221");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The messages that it delivered, whole. */
    public List<byte[]> mails() {
        var fresh = folder.resolve("mail/new");
        if (!Files.isDirectory(fresh)) return List.of();
        try (var files = Files.list(fresh)) {
            return files.sorted().map(EximPeer::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String log() {
        var file = folder.resolve("log/mainlog");
        return Files.exists(file) ? new String(read(file), java.nio.charset.StandardCharsets.UTF_8) : "";
    }

    /** SIGTERM; what waits stays in its spool. */
    @Override public void close() {
        program.terminate();
        program.await(Duration.ofSeconds(10));
    }

    private String configuration(String address, int port, String domain, int elsewherePort) {
        return """
            primary_hostname = mx.%3$s
            exim_path = %5$s
            spool_directory = %4$s/spool
            log_file_path = %4$s/log/%%slog
            pid_file_path = %4$s/exim.pid
            local_interfaces = %1$s
            daemon_smtp_ports = %2$d
            disable_ipv6 = true
            host_lookup =
            rfc1413_query_timeout = 0s
            deliver_drop_privilege = true
            acl_smtp_rcpt = check_rcpt
            acl_smtp_data = accept
            keep_environment =
            message_size_limit = 100M
            begin acl
            check_rcpt:
              deny  domains = %3$s
                    !local_parts = erna : emil
                    message = no such user here
              accept
            begin routers
            local:
              driver = accept
              domains = %3$s
              transport = maildir
            elsewhere:
              driver = manualroute
              transport = smtp
              route_list = * 127.0.0.1::%6$d
              self = send
            begin transports
            maildir:
              driver = appendfile
              maildir_format
              directory = %4$s/mail
              create_directory
            smtp:
              driver = smtp
              allow_localhost
            begin retry
            *  *  F,1h,3s
            """.formatted(address, port, domain, folder, BINARY, elsewherePort);
    }
}
