package sigillo.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sigillo.peers.Program;

/**
 * The DNS of a network: Knot has the root, the zone of a domain and that of reverse names, and signs the first two; the
 * domain's owner changes her zone with a key (RFC 2136, TSIG). An Unbound before it checks signatures for all hosts.
 * Answers are good for a second.
 */
final class NamesHost implements AutoCloseable {
    static final String RESOLVER = "192.0.1.53";
    static final String SERVER = "192.0.1.54";
    static final String KEY = "changes.home.example";
    static final String SECRET = "dGhlIGtleSBvZiBhIHpvbmUgaW4gYSB0ZXN0";
    private static final String REVERSE = "1.0.192.in-addr.arpa.";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Hosts hosts;
    private final String host;
    private final Path folder;
    private final Path anchors;
    private final List<Program> programs = new ArrayList<>();

    /** {@code root}: records of all names elsewhere, in full; {@code reverse}: of {@link #REVERSE}, relative. {@code domain} has none but its name server. */
    NamesHost(Hosts hosts, String host, Path parent, String domain, List<String> root, List<String> reverse) {
        this.hosts = hosts;
        this.host = host;
        this.folder = parent.resolve(host);
        this.anchors = folder.resolve("anchors");
        try {
            Files.createDirectories(folder.resolve("db"));
            Files.writeString(folder.resolve("knot.conf"), knot(domain));
            Files.writeString(folder.resolve("unbound.conf"), unbound());
            Files.writeString(folder.resolve("hints"), ". NS ns.root.\nns.root. A " + SERVER + "\n");
            Files.writeString(anchors, signer("."));
            write("root", ".", root, "ns.root. A " + SERVER, domain + ". NS ns." + domain + ".", "ns." + domain + ". A " + SERVER, signer(domain + "."),
                REVERSE + " NS ns.root.");
            write("domain", domain + ".", List.of("@ NS ns", "ns A " + SERVER));
            write("reverse", REVERSE, reverse, "@ NS ns.root.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("knot", "server started", "/usr/sbin/knotd", "-c", folder.resolve("knot.conf").toString());
        start("unbound", "start of service", "/usr/sbin/unbound", "-d", "-p", "-c", folder.resolve("unbound.conf").toString());
    }

    private void start(String name, String sign, String... command) {
        var program = hosts.start(host, folder.resolve(name + ".log"), Map.of(), command);
        programs.add(program);
        Program.waitUntil(name + " runs:\n" + program.printed(), SOON, () -> program.printed().contains(sign) || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    private void write(String file, String zone, List<String> records, String... more) throws IOException {
        var lines = new ArrayList<>(List.of("$ORIGIN " + zone, "$TTL 1", "@ SOA ns.root. nobody.invalid. 1 3600 1200 604800 1"));
        if (zone.equals(".")) lines.add(". NS ns.root.");
        lines.addAll(List.of(more));
        lines.addAll(records);
        Files.write(folder.resolve(file), lines);
    }

    /** Makes the key that a zone is signed with; its DS record. */
    private String signer(String zone) {
        var conf = folder.resolve("knot.conf").toString();
        hosts.run(host, "keymgr", "-c", conf, zone, "generate", "algorithm=ECDSAP256SHA256", "ksk=yes", "zsk=yes").orFail();
        var printed = hosts.run(host, "keymgr", "-c", conf, zone, "ds").orFail().printed();
        return printed.lines().filter(line -> line.matches(".* DS \\d+ 13 2 .*")).findFirst().orElseThrow(() -> new AssertionError(printed)) + "\n";
    }

    private String knot(String domain) {
        return """
            server:
                listen: %1$s@53
                rundir: "%2$s"
                user: root
                udp-workers: 1
                tcp-workers: 2
                background-workers: 1
            log:
              - target: stdout
                any: info
            database:
                storage: "%2$s/db"
            key:
              - id: %3$s
                algorithm: hmac-sha256
                secret: %4$s
            acl:
              - id: changes
                key: %3$s
                action: update
            policy:
              - id: signed
                manual: on
                single-type-signing: on
                algorithm: ecdsap256sha256
            template:
              - id: default
                storage: "%2$s"
                zonefile-sync: -1
            zone:
              - domain: "."
                file: root
                dnssec-signing: on
                dnssec-policy: signed
              - domain: %5$s
                file: domain
                acl: changes
                dnssec-signing: on
                dnssec-policy: signed
              - domain: %6$s
                file: reverse
            """.formatted(SERVER, folder, KEY, SECRET, domain, REVERSE);
    }

    private String unbound() {
        return """
            server:
              interface: %1$s
              access-control: 0.0.0.0/0 allow
              directory: "%2$s"
              username: ""
              chroot: ""
              pidfile: ""
              use-syslog: no
              do-ip6: no
              root-hints: "%2$s/hints"
              trust-anchor-file: "%3$s"
              module-config: "validator iterator"
              cache-max-ttl: 1
              cache-max-negative-ttl: 0
              aggressive-nsec: no
              infra-host-ttl: 1
              local-zone: "%4$s" nodefault
            remote-control:
              control-enable: yes
              control-interface: "%2$s/control"
              control-use-cert: no
            """.formatted(RESOLVER, folder, anchors, REVERSE);
    }

    /** The key of the root: a DS record. */
    Path anchors() { return anchors; }

    /** {@code zone} and {@code name} in full; no {@code values}: nothing stands there any more. */
    void change(String zone, String name, String type, String... values) {
        knotc("zone-begin", zone);
        hosts.run(host, command("zone-unset", zone, name, type)); // which says so when there was none
        for (var value : values) knotc("zone-set", zone, name, "1", type, value);
        knotc("zone-commit", zone);
        forget();
    }

    /** What Unbound remembers, which it does for a second and the one it is in. */
    private void forget() { hosts.run(host, "unbound-control", "-c", folder.resolve("unbound.conf").toString(), "flush_zone", ".").orFail(); }

    void pointer(String address, String... names) {
        change(REVERSE, address.substring(address.lastIndexOf('.') + 1) + "." + REVERSE, "PTR", names);
    }

    /** What the zone has there, as it is written in its file. */
    List<String> values(String zone, String name, String type) {
        var read = hosts.run(host, command("zone-read", zone, name, type));
        return read.printed().lines().filter(line -> line.contains(" " + type + " ")).map(line -> line.substring(line.indexOf(" " + type + " ") + type.length() + 2)).toList();
    }

    private void knotc(String... words) { hosts.run(host, command(words)).orFail(); }

    private String[] command(String... words) {
        var all = new ArrayList<>(List.of("knotc", "-c", folder.resolve("knot.conf").toString(), "-b"));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    @Override public void close() { programs.reversed().forEach(Program::close); }
}
