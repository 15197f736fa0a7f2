package sigillo.main.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sigillo.admin.Json;
import sigillo.base.Address;
import sigillo.main.config.Config;
import sigillo.main.config.Door;
import sigillo.main.folder.DataFolder;
import sigillo.main.folder.HostCertificate;

/**
 * What one must know to use a demo: printed for people, and for programs in {@code demo.json}, which is there only while
 * the demo is ready. The components' names are its keys.
 */
record DemoFacts(
        String host, String hostname, String domain, String ca, Map<String, Integer> ports, List<Account> accounts) {
    private static final String FILE = "demo.json";

    record Account(Address address, String password) {}

    static DemoFacts of(Config config, HostCertificate certificate, Map<Address, String> passwords) {
        var ports = new LinkedHashMap<String, Integer>();
        for (var door : Door.values()) {
            var listening = config.listeners().get(door);
            if (listening.on()) ports.put(door.key(), listening.port());
        }
        var accounts = new ArrayList<Account>();
        passwords.forEach((address, password) -> accounts.add(new Account(address, password)));
        return new DemoFacts(DemoConfig.HOST, config.hostname().name(), DemoTown.DOMAIN.name(),
            certificate.authority().toAbsolutePath().toString(), ports, accounts);
    }

    void write(Path folder) throws IOException {
        DataFolder.write(folder.resolve(FILE), Json.pretty(this).getBytes(StandardCharsets.UTF_8));
    }

    static void remove(Path folder) throws IOException { Files.deleteIfExists(folder.resolve(FILE)); }

    String table() {
        var text = new StringBuilder("\n  %-24s %s\n".formatted("ACCOUNT", "PASSWORD"));
        for (var account : accounts) text.append("  %-24s %s\n".formatted(account.address(), account.password()));
        text.append("\n  %-24s %s\n".formatted("LISTENER", "ADDRESS"));
        for (var door : Door.values()) {
            if (ports.containsKey(door.key())) text.append("  %-24s %s:%d\n".formatted(door.key() + (door.isImplicitTls() ? " (TLS)" : ""), host, ports.get(door.key())));
        }
        return text.append("\n  %-24s https://localhost:%d/\n".formatted("FOR BROWSERS", ports.get(Door.HTTPS.key())))
            .append("  %-24s %s\n".formatted("CERTIFICATE OF", hostname))
            .append("  %-24s %s\n".formatted("AUTHORITY TO TRUST", ca)).toString();
    }
}
