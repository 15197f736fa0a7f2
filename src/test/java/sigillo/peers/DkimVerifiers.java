package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Other programs that verify DKIM, those of Debian, each asked about a message on disk, with the DNS of an {@link
 * UnboundPeer}. An answer has a name of each algorithm that passes: {@code rsa}, {@code ed25519}.
 */
public final class DkimVerifiers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern ALGORITHM = Pattern.compile("(?m)^DKIM-Signature:[^\\n]*a=(rsa|ed25519)-sha256;");

    private final Path folder;
    private final String dns;
    private Program rspamd;
    private int rspamdPort;

    /** {@code dns}: as {@link UnboundPeer#address}. */
    public DkimVerifiers(Path parent, String dns) {
        this.folder = parent.resolve("verifiers");
        this.dns = dns;
        write("empty", "");
    }

    /** By their names: what is installed of them. */
    public interface Verifier {
        String passing(Path message);
    }

    public Map<String, Verifier> all() {
        var all = new LinkedHashMap<String, Verifier>();
        if (has("/usr/bin/python3", "-c", "import dkim, nacl")) all.put("python3-dkim", message -> by(DkimPeer.DKIMPY, message));
        if (has("perl", "-MMail::DKIM", "-e", "1")) all.put("Mail::DKIM", message -> by(DkimPeer.MAIL_DKIM, message));
        if (Program.isInstalled("opendkim")) all.put("opendkim", this::opendkim);
        if (has("spamassassin", "--version")) all.put("SpamAssassin", this::spamAssassin);
        if (Program.isInstalled("rspamd")) all.put("rspamd", this::rspamd);
        return all;
    }

    public static final List<String> NAMES = List.of("python3-dkim", "Mail::DKIM", "opendkim", "SpamAssassin", "rspamd");

    private static boolean has(String... command) {
        return Program.isInstalled(Path.of(command[0]).getFileName().toString())
            && Program.run(LIMIT, Map.of(), List.of(command)).code() == 0;
    }

    private Path write(String name, String text) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String port() { return dns.substring(dns.indexOf(':') + 1); }

    /** Of the signatures that pass, in their order. */
    private String by(DkimPeer peer, Path file) {
        var message = octets(file);
        var said = peer.verified(folder, message, Integer.parseInt(port()));
        var algorithms = ALGORITHM.matcher(new String(message, StandardCharsets.ISO_8859_1)).results().map(found -> found.group(1)).toList();
        if (said.size() != algorithms.size()) throw new AssertionError(said + " of " + algorithms);
        return IntStream.range(0, said.size()).filter(i -> said.get(i).equals("pass")).mapToObj(algorithms::get).collect(Collectors.joining(" "));
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What python3-dkim says of the chain of ARC: pass, fail or none. */
    public String arc(Path message) { return DkimPeer.DKIMPY.arcVerified(folder, octets(message), Integer.parseInt(port())); }

    private String opendkim(Path message) {
        var resolver = write("libunbound.conf", "server:\n  do-not-query-localhost: no\n  module-config: \"iterator\"\n  local-zone: \"test.\" nodefault\n"
            + "forward-zone:\n  name: \".\"\n  forward-addr: 127.0.0.1@" + port() + "\n");
        var settings = write("opendkim.conf", "Mode v\nSyslog no\nResolverConfiguration " + resolver + "\n");
        var printed = Program.run(LIMIT, "opendkim", "-x", settings.toString(), "-vvv", "-t", message.toString()).printed();
        var found = new ArrayList<String>();
        for (var field = Pattern.compile("dkim=pass (?:\\([^)]*\\) )?header\\.[^;]*header\\.a=(rsa|ed25519)-sha256").matcher(printed); field.find(); ) found.add(field.group(1));
        return String.join(" ", found);
    }

    /** Its DKIM is Mail::DKIM's, over its own DNS; it says no more than that the author's domain has signed. */
    private String spamAssassin(Path message) {
        write("a.pre", "loadplugin Mail::SpamAssassin::Plugin::Check\nloadplugin Mail::SpamAssassin::Plugin::DKIM\n");
        write("a.cf", "dns_server [127.0.0.1]:" + port() + "\ndns_available yes\nuse_bayes 0\nutil_rb_tld test\nfull DKIM_VALID_AU eval:check_dkim_valid_author_sig()\n"
            + "score DKIM_VALID_AU -0.1\nadd_header all Dkim _TESTS_\n");
        var printed = Program.run(LIMIT, "sh", "-c", "exec spamassassin -t -C " + folder + " --siteconfigpath=" + folder + " -p " + folder.resolve("empty") + " < " + message).printed();
        return printed.contains("X-Spam-Dkim: DKIM_VALID_AU") ? "rsa" : "";
    }

    private String rspamd(Path message) {
        if (rspamd == null) startRspamd();
        var printed = rspamdSays(message);
        var allowed = Pattern.compile("\"R_DKIM_ALLOW\":\\{[^}]*").matcher(printed);
        if (!allowed.find()) return "";
        var found = new ArrayList<String>();
        if (allowed.group().contains("-rsa\"")) found.add("rsa");
        if (allowed.group().contains("-ed\"")) found.add("ed25519");
        return String.join(" ", found);
    }

    private String rspamdSays(Path message) {
        return Program.run(LIMIT, "curl", "-s", "--data-binary", "@" + message, "http://127.0.0.1:" + rspamdPort + "/checkv2").printed();
    }

    private void startRspamd() {
        rspamdPort = Ports.free();
        write("rspamd.conf", """
            options {
              filters = "dkim";
              pidfile = "%1$s/rspamd.pid";
              dns { nameserver = ["127.0.0.1:%2$s:1"]; timeout = 5s; }
              dbdir = "%1$s";
              tempdir = "%1$s";
              control_socket = "%1$s/control.sock mode=0600";
              local_addrs = [];
            }
            logging { type = "console"; level = "error"; }
            worker "normal" { bind_socket = "127.0.0.1:%3$d"; count = 1; task_timeout = 30s; }
            dkim { }
            """.formatted(folder, port(), rspamdPort));
        rspamd = Program.start(folder.resolve("rspamd.log"), Map.of(), List.of("rspamd", "-f", "-i", "-c", folder.resolve("rspamd.conf").toString()));
        var hello = write("hello.eml", "From: a@b.test\r\n\r\nx\r\n");
        Program.waitUntil("Rspamd answers:\n" + rspamd.printed(), Duration.ofSeconds(90), () -> rspamdSays(hello).contains("action") || !rspamd.isRunning());
    }

    @Override public void close() {
        if (rspamd != null) rspamd.close();
    }

    /** The message in a file. */
    public Path put(String name, byte[] message) {
        try {
            return Files.write(write(name, ""), message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
