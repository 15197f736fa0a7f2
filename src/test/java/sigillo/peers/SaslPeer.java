package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A private Dovecot that only says for a Postfix who may sign in: one user. Must run as root. */
public final class SaslPeer implements AutoCloseable {
    private final Path folder;
    private final Program program;

    public SaslPeer(Path parent, String user, String password) {
        this.folder = parent.resolve("sasl");
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("users"), user + ":{PLAIN}" + password + "\n");
            Files.writeString(folder.resolve("dovecot.conf"), configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.letOthersPass(parent);
        program = Program.start(folder.resolve("output"), Map.of(), List.of("/usr/sbin/dovecot", "-F", "-c",
            folder.resolve("dovecot.conf").toString()));
        Program.waitUntil("Dovecot has its socket:\n" + program.printed(), Duration.ofSeconds(60),
            () -> Files.exists(folder.resolve("auth")) || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    /** Lines of a Postfix's main.cf that ask it. */
    public List<String> settings() {
        return List.of("smtpd_sasl_auth_enable = yes", "smtpd_sasl_type = dovecot", "smtpd_sasl_path = " + folder.resolve("auth"),
            "smtpd_relay_restrictions = permit_sasl_authenticated, reject");
    }

    private String configuration() {
        return """
            protocols =
            listen = 127.0.0.1
            base_dir = %1$s/run
            state_dir = %1$s/state
            log_path = %1$s/log
            ssl = no
            auth_mechanisms = plain login
            passdb {
              driver = passwd-file
              args = username_format=%%u %1$s/users
            }
            userdb {
              driver = static
              args = uid=65534 gid=65534 home=/nonexistent
            }
            service auth {
              unix_listener %1$s/auth {
                mode = 0666
              }
            }
            service stats {
              chroot =
            }
            """.formatted(folder);
    }

    /** SIGTERM first: its children would outlive it otherwise. */
    @Override public void close() {
        program.terminate();
        program.await(Duration.ofSeconds(20));
    }
}
