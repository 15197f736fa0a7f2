package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A private Dovecot that shows the Maildir++ of one user over IMAP, in clear with STARTTLS and over TLS. Folders have dots
 * between, as of old; Sent and Trash have their special use. Must run as root.
 */
public final class DovecotImap implements AutoCloseable {
    public static final String USER = "anna";
    public static final String PASSWORD = "s3cret p\"ass";

    private final Path folder;
    private final int clear;
    private final int secure;
    private final Program program;

    /** {@code chain}, {@code key}: in PEM. */
    public DovecotImap(Path parent, Path chain, Path key) { this(parent, new Place(List.of(), "127.0.0.1", Ports.free(), Ports.free(), List.of(USER)), chain, key); }

    /** {@code before}: what stands before its command; where that is another network, nobody looks whether it listens. {@code users}: names of the one. */
    public record Place(List<String> before, String address, int clear, int secure, List<String> users) {}

    public DovecotImap(Path parent, Place place, Path chain, Path key) {
        clear = place.clear;
        secure = place.secure;
        folder = parent.resolve("dovecot-imap-" + clear);
        try {
            Files.createDirectories(maildir());
            Files.write(folder.resolve("users"), place.users.stream().map(user -> user + ":{PLAIN}" + PASSWORD + ":65534:65534::" + folder.resolve("mail") + "::").toList());
            Files.writeString(folder.resolve("dovecot.conf"), configuration(chain, key).replace("listen = 127.0.0.1", "listen = " + place.address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.letOthersPass(parent);
        own();
        var command = new ArrayList<>(place.before);
        command.addAll(List.of("/usr/sbin/dovecot", "-F", "-c", folder.resolve("dovecot.conf").toString()));
        program = Program.start(folder.resolve("output"), Map.of(), command);
        boolean isHere = place.before.isEmpty();
        Program.waitUntil("Dovecot listens:\n" + log(), Duration.ofSeconds(30), () -> isHere && listens() || !isHere && log().contains("starting up") || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed() + log());
    }

    /** After files were put into the Maildir. */
    public void own() { Program.run(Duration.ofSeconds(60), "chown", "-R", "65534:65534", folder.resolve("mail").toString()).orFail(); }

    private boolean listens() {
        try (var probe = imap()) {
            return probe.ask("NOOP").isOk();
        } catch (IOException notYet) {
            return false;
        }
    }

    public ImapProbe imap() throws IOException { return ImapProbe.signedIn(clear, USER, PASSWORD.replace("\"", "\\\"")); }

    public Path maildir() { return folder.resolve("mail/Maildir"); }

    public int clearPort() { return clear; }

    public int securePort() { return secure; }

    public String log() {
        try {
            var log = folder.resolve("log");
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String configuration(Path chain, Path key) {
        return """
            protocols = imap
            listen = 127.0.0.1
            base_dir = %1$s/run
            state_dir = %1$s/state
            log_path = %1$s/log
            ssl = yes
            ssl_cert = <%2$s
            ssl_key = <%3$s
            disable_plaintext_auth = no
            auth_mechanisms = plain login
            first_valid_uid = 1
            mail_location = maildir:~/Maildir
            namespace inbox {
              inbox = yes
              separator = .
              mailbox Gesendet {
                special_use = \\Sent
                auto = create
              }
              mailbox Trash {
                special_use = \\Trash
                auto = create
              }
            }
            passdb {
              driver = passwd-file
              args = %1$s/users
            }
            userdb {
              driver = passwd-file
              args = %1$s/users
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = %4$d
              }
              inet_listener imaps {
                port = %5$d
                ssl = yes
              }
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            """.formatted(folder, chain, key, clear, secure);
    }

    /** SIGTERM first: its children would outlive it otherwise. */
    @Override public void close() {
        program.terminate();
        program.await(Duration.ofSeconds(20));
    }
}
