package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.net.TestCertificates;

/**
 * A private Pebble, which is an authority of certificates that gives nobody an easy time: it rejects three good nonces of ten
 * and forgets half of what was proven. Beside it the DNS that it asks: every name is at 127.0.0.1 unless a test says
 * otherwise.
 */
public final class PebblePeer implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Program dns;
    private final Program pebble;
    private final int port = Ports.free();
    private final int dnsPort = Ports.free();
    private final int dnsManagement = Ports.free();
    private final String trust;

    public static boolean isInstalled() { return Program.isInstalled("pebble") && Program.isInstalled("pebble-challtestsrv"); }

    /** {@code http} and {@code tls}: the ports at which it looks for proofs. {@code dnsServer}: instead of its own DNS. {@code validity}: of what it issues. */
    public PebblePeer(Path parent, int http, int tls, Optional<String> dnsServer, Duration validity) {
        var folder = parent.resolve("pebble");
        try {
            Files.createDirectories(folder);
            var files = TestCertificates.Authority.make("pebble's own").issue(folder, "localhost");
            trust = Files.readString(files.chain());
            Files.writeString(folder.resolve("pebble.json"), """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "", "certificate": "%s", "privateKey": "%s",
                 "httpPort": %d, "tlsPort": %d, "ocspResponderURL": "", "externalAccountBindingRequired": false,
                 "domainBlocklist": ["blocked.test"], "certificateValidityPeriod": %d}}
                """.formatted(port, files.chain(), files.key(), http, tls, validity.toSeconds()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        dns = Program.start(folder.resolve("dns.log"), Map.of(), List.of("pebble-challtestsrv", "-http01", "", "-https01", "", "-tlsalpn01", "",
            "-dns01", "127.0.0.1:" + dnsPort, "-management", "127.0.0.1:" + dnsManagement, "-defaultIPv6", ""));
        pebble = Program.start(folder.resolve("pebble.log"), Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", "30", "PEBBLE_AUTHZREUSE", "50"),
            List.of("pebble", "-strict", "-config", folder.resolve("pebble.json").toString(), "-dnsserver", dnsServer.orElse("127.0.0.1:" + dnsPort)));
        Program.waitUntil("Pebble runs:\n" + pebble.printed(), SOON, () -> pebble.printed().contains("Listening on") || !pebble.isRunning());
        if (!pebble.isRunning()) throw new AssertionError(pebble.printed());
        Program.waitUntil("its DNS runs", SOON, () -> isListening(dnsManagement));
    }

    private static boolean isListening(int port) {
        try (var _ = new java.net.Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() { return port; }

    public URI directory() { return URI.create("https://localhost:" + port + "/dir"); }

    /** In PEM: who signs its own HTTPS. */
    public String trust() { return trust; }

    public String log() { return pebble.printed(); }

    /** Where a name is, in the DNS that it asks. */
    public void at(String name, String address) { manage("add-a", Map.of("host", name + ".", "addresses", List.of(address))); }

    public void atDefault(String name) { manage("clear-a", Map.of("host", name + ".")); }

    public void text(String name, String value) { manage("set-txt", Map.of("host", name + ".", "value", value)); }

    public void noText(String name) { manage("clear-txt", Map.of("host", name + ".")); }

    private void manage(String what, Map<String, Object> with) {
        var json = tools.jackson.databind.json.JsonMapper.builder().build().writeValueAsString(new HashMap<>(with));
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + dnsManagement + "/" + what)).POST(HttpRequest.BodyPublishers.ofString(json)).build();
            int status = client.send(request, BodyHandlers.ofString()).statusCode();
            if (status != 200) throw new AssertionError(what + ": " + status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public void close() {
        pebble.close();
        dns.close();
    }
}
