package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A private Dovecot that takes mail over LMTP for some users, into a Maildir each. Must run as root. */
public final class DovecotPeer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final Program program;

    public DovecotPeer(Path parent, int port, List<String> users) {
        this.folder = parent.resolve("dovecot-" + port);
        this.port = port;
        try {
            Files.createDirectories(folder.resolve("mail"));
            Files.writeString(folder.resolve("users"), users.stream().map(u -> u + "::65534:65534::"
                + folder.resolve("mail/" + u) + "\n").collect(Collectors.joining()));
            Files.writeString(folder.resolve("dovecot.conf"), configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.letOthersPass(parent);
        Program.run(Duration.ofSeconds(10), "chmod", "777", folder.resolve("mail").toString()).orFail();
        program = Program.start(folder.resolve("output"), Map.of(), List.of("/usr/sbin/dovecot", "-F", "-c",
            folder.resolve("dovecot.conf").toString()));
        Program.waitUntil("Dovecot listens:\n" + program.printed() + log(), Duration.ofSeconds(20),
            () -> listens() || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed() + log());
    }

    private boolean listens() {
        try (var probe = SmtpProbe.connect("127.0.0.1", port)) {
            return probe.say("QUIT").startsWith("221");
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() { return port; }

    /** The messages of a user as they lie in the Maildir, each octet a character. */
    public List<String> mails(String user) {
        var box = folder.resolve("mail/" + user + "/Maildir/new");
        if (!Files.isDirectory(box)) return List.of();
        try (var files = Files.list(box)) {
            return files.map(DovecotPeer::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String log() { return text(folder.resolve("log")); }

    private String configuration() {
        return """
            protocols = lmtp
            listen = 127.0.0.1
            base_dir = %1$s/run
            state_dir = %1$s/state
            log_path = %1$s/log
            ssl = no
            first_valid_uid = 1
            mail_location = maildir:~/Maildir
            mail_save_crlf = yes
            passdb {
              driver = passwd-file
              args = %1$s/users
            }
            userdb {
              driver = passwd-file
              args = username_format=%%n %1$s/users
            }
            service lmtp {
              inet_listener lmtp {
                port = %2$d
              }
            }
            service stats {
              chroot =
            }
            """.formatted(folder, port);
    }

    /** SIGTERM first: its children would outlive it otherwise. */
    @Override public void close() {
        program.terminate();
        program.await(Duration.ofSeconds(20));
    }
}
