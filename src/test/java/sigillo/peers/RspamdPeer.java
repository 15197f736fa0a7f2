package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.ObjectMapper;

/** A private Rspamd on loopback that looks at SPF, DKIM and DMARC alone, and asks the given DNS server. */
public final class RspamdPeer implements AutoCloseable {
    private final Program program;
    private final int port = Ports.free();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static boolean isInstalled() { return Program.isInstalled("rspamd"); }

    /** {@code dns}: "127.0.0.1:5300". {@code suffixes}: what it takes for public suffixes. */
    public RspamdPeer(Path parent, String dns, List<String> suffixes) {
        var folder = parent.resolve("rspamd");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("suffixes"), suffixes);
            Files.writeString(folder.resolve("rspamd.conf"), configuration(folder, dns));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = Program.start(folder.resolve("rspamd.log"), Map.of(),
            List.of("/usr/bin/rspamd", "-i", "-f", "-c", folder.resolve("rspamd.conf").toString()));
        Program.waitUntil("Rspamd runs", Duration.ofSeconds(60), () -> !program.isRunning() || isAnswering());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    private String configuration(Path folder, String dns) {
        return """
            options {
              filters = ["dkim"];
              url_tld = "%1$s/suffixes";
              pidfile = "%1$s/pid";
              tempdir = "%1$s";
              hs_cache_dir = "%1$s";
              disable_hyperscan = true;
              explicit_modules = ["spf", "dkim", "dmarc"];
              local_addrs = [];
              dns { nameserver = ["%2$s"]; timeout = 1s; retransmits = 2; }
            }
            logging { type = "console"; level = "warning"; }
            worker "normal" { bind_socket = "127.0.0.1:%3$d"; count = 1; task_timeout = 20s; }
            modules { path = "/usr/share/rspamd/plugins/dmarc.lua"; path = "/usr/share/rspamd/plugins/spf.lua"; }
            spf { spf_cache_size = 0; }
            dkim { dkim_cache_size = 0; trusted_only = false; }
            dmarc { }
            actions { reject = 1000; }
            lang_detection { languages = "/nonexistent"; }
            """.formatted(folder, dns, port);
    }

    private boolean isAnswering() {
        try {
            return get("/ping", HttpRequest.BodyPublishers.noBody(), Map.of()).startsWith("pong");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The names of what it found: {@code DMARC_POLICY_ALLOW}. {@code sender} is empty for a bounce. */
    public Set<String> symbols(byte[] message, String client, String helo, String sender) {
        var envelope = Map.of("IP", client, "Helo", helo, "From", "<" + sender + ">", "Rcpt", "<anna@home.test>");
        try {
            var found = new ObjectMapper().readTree(get("/checkv2", HttpRequest.BodyPublishers.ofByteArray(message), envelope));
            return new TreeSet<>(found.get("symbols").propertyNames());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String get(String path, HttpRequest.BodyPublisher body, Map<String, String> fields) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30)).POST(body);
        fields.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public void close() {
        http.close();
        program.close();
    }
}
