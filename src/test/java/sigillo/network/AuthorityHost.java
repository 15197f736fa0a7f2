package sigillo.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import sigillo.net.TestCertificates;
import sigillo.peers.Program;

/** An authority of certificates on a host of its own: Pebble, as {@link sigillo.peers.PebblePeer} runs it, at real ports, with the network's DNS. */
final class AuthorityHost implements AutoCloseable {
    static final String NAME = "ca.example";
    static final String DIRECTORY = "https://" + NAME + "/dir";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Program pebble;
    private final Path trust;
    private final Path root;

    AuthorityHost(Hosts hosts, String host, String address, Path parent) throws Exception {
        var folder = Files.createDirectories(parent.resolve(host));
        var files = TestCertificates.Authority.make("pebble's own").issue(folder, NAME);
        trust = files.chain();
        Files.writeString(folder.resolve("pebble.json"), """
            {"pebble": {"listenAddress": "%1$s:443", "managementListenAddress": "%1$s:15000", "certificate": "%2$s", "privateKey": "%3$s",
             "httpPort": 80, "tlsPort": 443, "ocspResponderURL": "", "externalAccountBindingRequired": false, "certificateValidityPeriod": 7776000}}
            """.formatted(address, files.chain(), files.key()));
        pebble = hosts.start(host, folder.resolve("pebble.log"), Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", "30", "PEBBLE_AUTHZREUSE", "50"),
            "pebble", "-strict", "-config", folder.resolve("pebble.json").toString(), "-dnsserver", NamesHost.RESOLVER + ":53");
        Program.waitUntil("Pebble runs:\n" + pebble.printed(), SOON, () -> pebble.printed().contains("Listening on") || !pebble.isRunning());
        root = Files.writeString(folder.resolve("root.pem"), root(hosts, host, address));
    }

    private static String root(Hosts hosts, String host, String address) {
        var got = new String[1];
        Program.waitUntil("Pebble shows its root", SOON, () -> {
            got[0] = hosts.run(host, "curl", "-sk", "https://" + address + ":15000/roots/0").printed();
            return got[0].contains("END CERTIFICATE");
        });
        return got[0];
    }

    /** Who signs its own HTTPS. */
    Path trust() { return trust; }

    /** Whom the certificates lead to that it issues. */
    Path root() { return root; }

    String log() { return pebble.printed(); }

    @Override public void close() { pebble.close(); }
}
