package sigillo.main.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** A configuration that is being put together: what stands in its file, and settings that are added. Comments stay. */
public record ConfigDraft(Path file, String text) {

    /** Of a file, or of none. Throws {@link IOException} when it is there and cannot be read. */
    public static ConfigDraft of(Path file) throws IOException {
        return new ConfigDraft(file, Files.exists(file) ? Files.readString(file) : "");
    }

    /** Whether the setting stands in it; {@code key} with its table before it. False for a text that is no TOML. */
    public boolean has(String key) {
        TomlParseResult toml = Toml.parse(text);
        return !toml.hasErrors() && toml.contains(key);
    }

    /** {@code table}: its name, or nothing for the top of the file. {@code value}: as TOML has it; instead of one that is there. */
    public ConfigDraft with(String table, String key, String value) {
        var lines = new ArrayList<>(text.lines().toList());
        int from = table.isEmpty() ? 0 : header(lines, table) + 1;
        if (!table.isEmpty() && from == 0) {
            if (!lines.isEmpty()) lines.add("");
            lines.add("[" + table + "]");
            from = lines.size();
        }
        int there = setting(lines, from, key);
        if (there >= 0) lines.set(there, key + " = " + value);
        else lines.add(from, key + " = " + value);
        return new ConfigDraft(file, String.join("\n", lines) + "\n");
    }

    private static int header(List<String> lines, String table) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().matches("\\[\\s*" + table.replace(".", "\\s*\\.\\s*") + "\\s*]\\s*(#.*)?")) return i;
        }
        return -1;
    }

    /** In the table that begins there. */
    private static int setting(List<String> lines, int from, String key) {
        for (int i = from; i < lines.size() && !lines.get(i).strip().startsWith("["); i++) {
            if (lines.get(i).strip().matches(key + "\\s*=.*")) return i;
        }
        return -1;
    }

    public ConfigFile.Outcome outcome() { return ConfigFile.parse(file, text); }
}
