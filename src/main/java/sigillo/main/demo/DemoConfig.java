package sigillo.main.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.keyring.Level;
import sigillo.main.command.Failure;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Door;
import sigillo.main.config.Shown;
import sigillo.main.folder.DataFolder;
import sigillo.main.folder.HostCertificate;

/** The configuration of a demo, written into its folder, so that every command works on it by {@code --data}. */
record DemoConfig(Config config, String text) {
    static final String HOST = "127.0.0.1";
    static final String HOSTNAME = "mail.sigillo.test";
    private static final String FILE = "sigillo.toml";

    /**
     * {@code resolver}: as an address and a port; then mail for others is sent, and others are asked at {@code httpsPort},
     * but never beyond loopback. {@code more}: tables to be added. {@code withKeys}: of {@link DemoKeys}.
     */
    record Wishes(Optional<String> resolver, int httpsPort, Level level, String keysStay, String more, boolean withKeys) {}

    static DemoConfig of(Path folder, int portBase, HostCertificate certificate, Wishes wishes) {
        var text = text(folder, portBase, certificate, wishes);
        return switch (ConfigFile.parse(folder.resolve(FILE), text)) {
            case ConfigFile.Outcome.Right(var config, _) -> new DemoConfig(config, text);
            case ConfigFile.Outcome.Wrong(var problems) -> throw Failure.of(problems);
        };
    }

    void write(Path folder) throws IOException { DataFolder.write(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8)); }

    private static String text(Path folder, int portBase, HostCertificate certificate, Wishes wishes) {
        return """
            # Written by sigillo demo at each start.
            data = %s
            hostname = "%s"

            [tls]
            certificate = %s
            key = %s

            [imap]
            login_without_tls = true

            [pop3]
            login_without_tls = true

            [managesieve]
            login_without_tls = true

            [relay]
            loopback_only = true
            https_port = %d

            [resolver]
            servers = [%s]

            [sealing]
            level = "%s"
            keys_stay = "%s"

            """.formatted(Shown.quoted(folder.toAbsolutePath().toString()), HOSTNAME, Shown.quoted(certificate.chain().toString()),
                Shown.quoted(certificate.key().toString()), wishes.httpsPort, wishes.resolver.map(Shown::quoted).orElse(""),
                wishes.level.name().toLowerCase(Locale.ROOT), wishes.keysStay)
            + Stream.of(Door.values()).map(door -> listener(door, portBase)).collect(Collectors.joining("\n")) + "\n" + wishes.more;
    }

    private static String listener(Door door, int portBase) {
        return """
            [listeners.%s]
            address = "%s"
            port = %d
            allowed = ["loopback"]
            connections_per_address = 1000
            """.formatted(door.key(), HOST, portBase + door.standardPort());
    }
}
