package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sigillo.net.TestCertificates;

/**
 * A private Dovecot as a whole mail store: takes mail over LMTP into a Maildir each, and gives it over IMAP, in clear and over
 * TLS. Its settings are those that it has by itself but for ports, folders, users, and what lets hundreds of clients in from
 * one address. Must run as root.
 */
public final class DovecotImapPeer implements AutoCloseable {
    private final Path folder;
    private final int lmtp = Ports.free();
    private final int imap = Ports.free();
    private final int imaps = Ports.free();
    private Program program;

    /** Users by whole addresses, all with this password. Runs when this returns. */
    public DovecotImapPeer(Path parent, List<String> users, String password) {
        this.folder = parent.resolve("dovecot-" + imap);
        try {
            Files.createDirectories(folder.resolve("mail"));
            TestCertificates.write(folder, "dovecot");
            Files.writeString(folder.resolve("users"), users.stream().map(u -> u + ":{PLAIN}" + password + ":65534:65534::"
                + folder.resolve("mail/" + u) + "\n").collect(Collectors.joining()));
            Files.writeString(folder.resolve("dovecot.conf"), configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        Program.letOthersPass(parent);
        Program.run(Duration.ofSeconds(10), "chmod", "777", folder.resolve("mail").toString()).orFail();
        begin();
        Program.waitUntil("Dovecot listens:\n" + program.printed(), Duration.ofSeconds(20), () -> listens() || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed() + log());
    }

    private boolean listens() {
        try (var _ = ImapProbe.connect(imap)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Starts it and does not wait. */
    public void begin() {
        program = Program.start(folder.resolve("output"), Map.of(), List.of("/usr/sbin/dovecot", "-F", "-c",
            folder.resolve("dovecot.conf").toString()));
    }

    /** SIGTERM: its children would outlive it otherwise. */
    public void stop() {
        program.terminate();
        program.await(Duration.ofSeconds(20));
    }

    /** Without what the system's package adds to it. */
    public String version() {
        return Program.run(Duration.ofSeconds(10), "/usr/sbin/dovecot", "--version").orFail().printed().strip().split(" ")[0];
    }

    public long pid() { return program.pid(); }

    public int lmtpPort() { return lmtp; }

    public int imapPort() { return imap; }

    public int imapsPort() { return imaps; }

    public String log() {
        try {
            return Files.exists(folder.resolve("log")) ? Files.readString(folder.resolve("log")) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String configuration() {
        return """
            protocols = imap lmtp
            listen = 127.0.0.1
            base_dir = %1$s/run
            state_dir = %1$s/state
            log_path = %1$s/log
            disable_plaintext_auth = no
            ssl = yes
            ssl_cert = <%1$s/dovecot.crt
            ssl_key = <%1$s/dovecot.key
            first_valid_uid = 1
            mail_location = maildir:~/Maildir
            mail_max_userip_connections = 1000
            passdb {
              driver = passwd-file
              args = username_format=%%u %1$s/users
            }
            userdb {
              driver = passwd-file
              args = username_format=%%u %1$s/users
            }
            namespace inbox {
              inbox = yes
            }
            service imap-login {
              # many clients in one process: what its authors advise for many of them, and what takes least memory
              service_count = 0
              inet_listener imap {
                port = %3$d
              }
              inet_listener imaps {
                port = %4$d
                ssl = yes
              }
            }
            service lmtp {
              inet_listener lmtp {
                port = %2$d
              }
            }
            """.formatted(folder, lmtp, imap, imaps);
    }

    @Override public void close() { stop(); }
}
