package sigillo.main.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Shown;

/**
 * The configuration of a backup, made fit for the folder into which it was brought back: the data directory, the keys,
 * the socket and the certificate are there now. Only lines are changed that say otherwise; each is kept behind a {@code
 * #}.
 */
public record RestoredConfig(String text, Config config, List<String> changed) {
    public static final String NAME = "sigillo.toml";
    public static final String CERTIFICATE = "tls/configured-certificate.pem";
    public static final String CERTIFICATE_KEY = "tls/configured-key.pem";
    /** What is restored lies in files, whatever it came from. */
    private static final List<String> STORE = List.of("kind", "contact_points", "local_data_centre", "keyspace", "replication",
        "user", "password_file", "tls", "ca", "servers");
    private static final Pattern TABLE = Pattern.compile("\\s*\\[\\s*([A-Za-z0-9_.-]+)\\s*]\\s*(?:#.*)?");
    private static final Pattern TABLES = Pattern.compile("\\s*\\[\\[.*");
    private static final Pattern SETTING = Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*=.*");

    /** {@code files}: which files are there below the data directory. */
    public static RestoredConfig of(Optional<String> original, Path data, List<String> files) {
        var wanted = wanted(data, files);
        return original.flatMap(text -> adapted(text, data, wanted)).orElseGet(() -> minimal(original, data));
    }

    /** What the settings have to be; empty: the default, which is below the data directory. */
    private static Map<String, Optional<Path>> wanted(Path data, List<String> files) {
        var certificate = files.contains(CERTIFICATE) ? Optional.of(data.resolve(CERTIFICATE)) : Optional.<Path>empty();
        var key = files.contains(CERTIFICATE_KEY) ? Optional.of(data.resolve(CERTIFICATE_KEY)) : Optional.<Path>empty();
        var wanted = new HashMap<>(Map.of("/data", Optional.of(data), "sealing/keys", Optional.<Path>empty(),
            "operator/socket", Optional.<Path>empty(), "tls/certificate", certificate, "tls/key", key));
        for (var ofCluster : STORE) wanted.put("store/" + ofCluster, Optional.empty());
        return wanted;
    }

    private static Optional<RestoredConfig> adapted(String original, Path data, Map<String, Optional<Path>> wanted) {
        var lines = new ArrayList<String>();
        var changed = new ArrayList<String>();
        var table = "";
        for (var line : original.lines().toList()) {
            var heading = TABLE.matcher(line);
            if (heading.matches()) table = heading.group(1);
            else if (TABLES.matcher(line).matches()) table = "[";
            var setting = SETTING.matcher(line);
            var place = setting.matches() ? table + "/" + setting.group(1) : "";
            if (!wanted.containsKey(place)) {
                lines.add(line);
                continue;
            }
            var now = wanted.get(place).map(path -> setting.group(1) + " = " + Shown.quoted(path.toString()));
            if (now.equals(Optional.of(line.strip()))) {
                lines.add(line);
                continue;
            }
            lines.add("# before it was restored: " + line.strip());
            now.ifPresent(lines::add);
            changed.add(place.replaceFirst("^/", "").replace('/', '.'));
        }
        return parsed(String.join("\n", lines) + "\n", data, changed);
    }

    /** The same for a data directory that is not in its place yet. */
    public Config at(Path unready) {
        return of(Optional.of(text), unready, List.of()).config();
    }

    /** Beside it the one of the backup, which is there under its name, when they differ. */
    public void write(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        if (!changed.isEmpty() && Files.exists(file)) Files.move(file, folder.resolve(NAME + ".original"));
        DataFolder.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when it does not come to what it should, as with keys in another form of writing. */
    private static Optional<RestoredConfig> parsed(String text, Path data, List<String> changed) {
        return switch (ConfigFile.parseAlone(data.resolve(NAME), text)) {
            case ConfigFile.Outcome.Right(var config, _) when config.data().equals(data) && config.sealing().keys()
                .equals(data.resolve("keys")) ->
                Optional.of(new RestoredConfig(text, config, changed));
            case ConfigFile.Outcome.Right _, ConfigFile.Outcome.Wrong _ -> Optional.empty();
        };
    }

    private static RestoredConfig minimal(Optional<String> original, Path data) {
        var hostname = original.flatMap(text -> switch (ConfigFile.parseAlone(data.resolve(NAME), text)) {
            case ConfigFile.Outcome.Right(var config, _) -> Optional.of(config.hostname().name());
            case ConfigFile.Outcome.Wrong _ -> Optional.<String>empty();
        }).orElse("localhost");
        var text = "# No configuration of the backup could be used as it is.\ndata = " + Shown.quoted(data.toString())
            + "\nhostname = " + Shown.quoted(hostname) + "\n";
        return parsed(text, data, List.of("everything but hostname"))
            .orElseThrow(() -> new IllegalStateException("two lines are a configuration"));
    }
}
