package sigillo.main.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** One run over a file: collects what is wrong and what is in force. */
final class Reading {
    final Shown shown = new Shown();
    private final Path path;
    private final TomlParseResult file;
    /** Whether files that are named must be there. */
    private final boolean looksAtFiles;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Unknown> unknown = new ArrayList<>();
    /** Which settings a table has, to tell where a misplaced one belongs. */
    private final Map<String, Collection<String>> tables = new HashMap<>();

    private record Unknown(TomlPosition at, String table, String key, Collection<String> known) {}

    Reading(Path path, TomlParseResult file, boolean looksAtFiles) {
        this.path = path;
        this.file = file;
        this.looksAtFiles = looksAtFiles;
    }

    Section top() { return new Section(this, "", Optional.of(file), null); }

    Path file() { return path; }

    boolean looksAtFiles() { return looksAtFiles; }

    /** A relative path begins where the configuration is. */
    Kind<Path> path() {
        return new Kind<>(text -> text.isEmpty() ? Optional.empty()
            : Optional.of(path.toAbsolutePath().resolveSibling(text).normalize()),
            Path::toString, "a path such as \"/var/lib/sigillo\" would be right");
    }

    /** {@code at} null: the file as a whole. */
    void wrong(TomlPosition at, String text) {
        problems.add(new Problem(path, at == null ? 0 : at.line(), at == null ? 0 : at.column(), text));
    }

    void declared(String table, Collection<String> keys) { tables.put(table, keys); }

    void unknown(TomlPosition at, String table, String key, Collection<String> known) {
        unknown.add(new Unknown(at, table, key, known));
    }

    /** All problems in the order of the file. Called once, after every table was read. */
    List<Problem> problems() {
        unknown.forEach(this::explain);
        return problems.stream().distinct().sorted().toList();
    }

    private void explain(Unknown found) {
        var where = found.table.isEmpty() ? "the top of the file" : "[" + found.table + "]";
        var text = found.key + " is not a setting of " + where;
        var near = Near.to(found.key, found.known);
        if (near.isPresent()) wrong(found.at, text + "; did you mean " + near.get() + "?");
        else wrong(found.at, text + elsewhere(found.key) + "; there " + list(found.known));
    }

    private String elsewhere(String key) {
        if (tables.getOrDefault("", List.of()).contains(key)) {
            return ", but of the top of the file, before the first [table]";
        }
        return tables.keySet().stream().sorted().filter(table -> tables.get(table).contains(key)).findFirst()
            .map(table -> ", but of [" + table + "]").orElse("");
    }

    private static String list(Collection<String> known) {
        return known.isEmpty() ? "is none" : "are " + String.join(", ", known);
    }
}
