package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A private Postfix. It changes nothing in what it carries but the Received line that it adds. It keeps mail for
 * {@code paula@} and {@code pietro@} its domain in an mbox each, refuses others there with 550, and sends other domains
 * where its transports say. Must run as root; several may run at once.
 */
public final class PostfixPeer implements AutoCloseable {
    private final List<String> at;
    private final Path folder;
    private final String address;
    private final int port;

    /**
     * Listens on {@code address}:{@code port} for {@code domain}. {@code transports}: domain to {@code smtp:[host]:port},
     * the key {@code *} for every other domain. {@code settings} are lines of main.cf, instead of
     * those of the same name that it has here.
     */
    public PostfixPeer(Path parent, String address, int port, String domain, Map<String, String> transports, String... settings) {
        this(List.of(), parent, address, port, domain, transports, settings);
    }

    /** {@code at}: before each of its commands, so that it runs elsewhere than this process. */
    public PostfixPeer(List<String> at, Path parent, String address, int port, String domain, Map<String, String> transports, String... settings) {
        this.at = List.copyOf(at);
        this.folder = parent.resolve("postfix-" + port);
        this.address = address;
        this.port = port;
        try {
            for (var name : List.of("etc", "queue", "data", "mail")) Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve("etc/main.cf"), mainCf(domain, transports, settings));
            Files.writeString(folder.resolve("etc/master.cf"), masterCf());
            Files.writeString(folder.resolve("etc/boxes"), boxes(domain));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.letOthersPass(parent);
        Program.run(Duration.ofSeconds(10), "chown", "postfix", folder.resolve("data").toString()).orFail();
        Program.run(Duration.ofSeconds(10), "chmod", "777", folder.resolve("mail").toString()).orFail();
        start();
    }

    public void start() {
        begin();
        Program.waitUntil("Postfix listens:\n" + log(), Duration.ofSeconds(20), this::listens);
    }

    /** Starts it and does not wait until it listens. */
    public void begin() { postfix("start"); }

    public void stop() { postfix("stop"); }

    public String version() {
        return Program.run(Duration.ofSeconds(10), "/usr/sbin/postconf", "-c", folder.resolve("etc").toString(), "-h", "mail_version")
            .orFail().printed().strip();
    }

    /** Of the process whose children all others are. */
    public long pid() { return Long.parseLong(text(folder.resolve("queue/pid/master.pid")).strip()); }

    /** Tries all that waits at once. */
    public void flush() { postfix("flush"); }

    private void postfix(String word) {
        var command = new ArrayList<>(at);
        command.addAll(List.of("/usr/sbin/postfix", "-c", folder.resolve("etc").toString(), word));
        var done = Program.run(Duration.ofSeconds(60), Map.of(), command);
        if (done.code() != 0) throw new AssertionError("postfix " + word + "\n" + done.printed() + log());
    }

    private boolean listens() {
        if (!at.isEmpty()) return log().contains("daemon started"); // which has its sockets by then
        try (var probe = SmtpProbe.connect(address, port)) {
            return probe.say("QUIT").startsWith("221");
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() { return port; }

    public String address() { return address; }

    /** The mbox of a local part; empty when nothing came. */
    public String mbox(String localPart) { return text(folder.resolve("mail").resolve(localPart)); }

    public String log() { return text(folder.resolve("maillog")); }

    /** How many messages wait in its queue. */
    public long waiting() {
        var done = Program.run(Duration.ofSeconds(20), "/usr/sbin/postqueue", "-c", folder.resolve("etc").toString(), "-j").orFail();
        return done.printed().lines().filter(l -> l.startsWith("{")).count();
    }

    /** Throws away all that waits. */
    public void dropAll() {
        Program.run(Duration.ofSeconds(20), "/usr/sbin/postsuper", "-c", folder.resolve("etc").toString(), "-d", "ALL").orFail();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String mainCf(String domain, Map<String, String> transports, String... settings) {
        var map = transports.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(", "));
        var lines = new ArrayList<>(List.of(
            "compatibility_level = 3.6",
            "queue_directory = " + folder.resolve("queue"), "data_directory = " + folder.resolve("data"),
            "command_directory = /usr/sbin", "daemon_directory = /usr/lib/postfix/sbin",
            "meta_directory = /etc/postfix", "shlib_directory = /usr/lib/postfix",
            "mail_owner = postfix", "setgid_group = postdrop",
            "maillog_file = " + folder.resolve("maillog"), "maillog_file_prefixes = /",
            "myhostname = mx." + domain, "mydestination =", "inet_interfaces = 127.0.0.1", "inet_protocols = ipv4",
            "smtp_bind_address = 127.0.0.1",
            "mynetworks = 127.0.0.0/8", "smtp_dns_support_level = disabled", "smtpd_peername_lookup = no", "alias_maps =",
            "virtual_mailbox_domains = " + domain, "virtual_mailbox_base = " + folder.resolve("mail"),
            "virtual_mailbox_maps = texthash:" + folder.resolve("etc/boxes"),
            "virtual_minimum_uid = 1", "virtual_uid_maps = static:65534", "virtual_gid_maps = static:65534",
            "virtual_mailbox_limit = 0", "message_size_limit = 104857600",
            "transport_maps = inline:{" + map + "}",
            "smtpd_relay_restrictions = permit_mynetworks, reject", "smtpd_recipient_restrictions =",
            // what is carried stays as it is
            "message_drop_headers =", "local_header_rewrite_clients =", "always_add_missing_headers = no",
            "smtp_line_length_limit = 0", "line_length_limit = 65536", "header_size_limit = 10240000", "smtpd_tls_security_level = none",
            "smtpd_timeout = 60s", "minimal_backoff_time = 2s", "maximal_backoff_time = 4s", "queue_run_delay = 2s"));
        // one line for each: Postfix warns of a second, at each of its commands
        var given = Arrays.stream(settings).map(PostfixPeer::key).collect(Collectors.toSet());
        lines.removeIf(line -> given.contains(key(line)));
        lines.addAll(List.of(settings));
        return String.join("\n", lines) + "\n";
    }

    private static String key(String setting) { return setting.substring(0, setting.indexOf('=')).strip(); }

    private String boxes(String domain) { return "paula@" + domain + " paula\npietro@" + domain + " pietro\n"; }

    private String masterCf() {
        return """
            %s:%d inet n - n - - smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            tlsmgr unix - - n 1000? 1 tlsmgr
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            lmtp unix - - n - - lmtp
            virtual unix - n n - - virtual
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            showq unix n - n - - showq
            postlog unix-dgram n - n - 1 postlogd
            """.formatted(address, port);
    }

    @Override public void close() { stop(); }
}
