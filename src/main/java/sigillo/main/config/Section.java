package sigillo.main.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of the file. Each call names a setting with its kind, default and comment, and returns its effective value;
 * what is wrong goes to the {@link Reading} and the default stands for it, so that one run finds all errors.
 */
final class Section {
    private final Reading reading;
    /** As it is written before its keys; empty for the top of the file. */
    private final String path;
    private final Optional<TomlTable> table;
    /** Null when the file does not have it. */
    private final TomlPosition at;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Reading reading, String path, Optional<TomlTable> table, TomlPosition at) {
        this.reading = reading;
        this.path = path;
        this.table = table;
        this.at = at;
    }

    // ---- settings ----

    <T> T value(String key, Kind<T> kind, T byDefault, String comment) {
        var value = text(key).flatMap(text -> parse(key, kind, text)).orElse(byDefault);
        show(key, Shown.quoted(kind.shown().apply(value)), comment);
        return value;
    }

    /** Empty when it is not set or {@code ""}. */
    <T> Optional<T> maybe(String key, Kind<T> kind, String comment) {
        var value = text(key).filter(text -> !text.isEmpty()).flatMap(text -> parse(key, kind, text));
        show(key, Shown.quoted(value.map(kind.shown()).orElse("")), comment);
        return value;
    }

    /** Empty only after an error was told: it must be there, and right. */
    <T> Optional<T> required(String key, Kind<T> kind, String comment) {
        if (!isSet(key)) reading.wrong(at, name(key) + " is missing and has no default; " + kind.right());
        var value = text(key).flatMap(text -> parse(key, kind, text));
        value.ifPresent(right -> show(key, Shown.quoted(kind.shown().apply(right)), comment));
        return value;
    }

    boolean flag(String key, boolean byDefault, String comment) {
        boolean value = raw(key, Boolean.class, "true or false, without quotes").orElse(byDefault);
        show(key, Boolean.toString(value), comment);
        return value;
    }

    int number(String key, int byDefault, int min, int max, String comment) {
        var right = "a whole number from " + min + " to " + max;
        var number = raw(key, Long.class, right + ", without quotes");
        boolean possible = number.map(n -> n >= min && n <= max).orElse(true);
        if (!possible) wrong(key, number.get() + " is not possible; " + right + " would be right");
        int value = possible ? number.orElse((long) byDefault).intValue() : byDefault;
        show(key, Integer.toString(value), comment);
        return value;
    }

    int port(String key, int byDefault, String comment) { return number(key, byDefault, 1, 65_535, comment); }

    <T> List<T> list(String key, Kind<T> kind, List<T> byDefault, String comment) {
        var value = raw(key, TomlArray.class, "a list such as [\"a\", \"b\"]").map(array -> parseAll(key, kind, array))
            .orElse(byDefault);
        show(key, "[" + String.join(", ", value.stream().map(kind.shown()).map(Shown::quoted).toList()) + "]", comment);
        return value;
    }

    private <T> List<T> parseAll(String key, Kind<T> kind, TomlArray array) {
        var values = new ArrayList<T>();
        for (int i = 0; i < array.size(); i++) {
            var parsed = array.get(i) instanceof String text ? kind.parse().apply(text) : Optional.<T>empty();
            if (parsed.isEmpty()) {
                reading.wrong(array.inputPositionOf(i), impossible(key, Shown.asWritten(array.get(i)), kind.right()));
            }
            parsed.ifPresent(values::add);
        }
        return List.copyOf(values);
    }

    /** A file that must be there and readable, if the reading looks at files; empty when it is not set. */
    Optional<Path> file(String key, String comment) {
        var file = maybe(key, reading.path(), comment);
        file.filter(path -> reading.looksAtFiles() && (!Files.isReadable(path) || Files.isDirectory(path)))
            .ifPresent(path -> wrong(key, path + " is not a file that can be read"));
        return file;
    }

    /** A password: never shown. */
    Optional<Secret> secret(String key, String comment) {
        var value = text(key).filter(text -> !text.isEmpty()).map(Secret::new);
        show(key, Shown.quoted(value.isPresent() ? "********" : ""), comment);
        return value;
    }

    // ---- tables ----

    Section section(String key, String comment) {
        var inner = raw(key, TomlTable.class, "a table, [" + name(key) + "],");
        reading.shown.table("[" + name(key) + "]", comment);
        return new Section(reading, name(key), inner, position(key));
    }

    /** Those of {@code [[key]]}, in order. */
    List<Section> sections(String key, String comment) {
        var array = raw(key, TomlArray.class, "a table, [[" + name(key) + "]],");
        var sections = new ArrayList<Section>();
        for (int i = 0; array.isPresent() && i < array.get().size(); i++) {
            var place = array.get().inputPositionOf(i);
            if (array.get().get(i) instanceof TomlTable one) {
                sections.add(new Section(reading, name(key), Optional.of(one), place));
            } else {
                var right = "a table, [[" + name(key) + "]], would be right";
                reading.wrong(place, impossible(key, Shown.asWritten(array.get().get(i)), right));
            }
        }
        if (sections.isEmpty()) reading.shown.absent("[[" + name(key) + "]]", comment);
        return sections;
    }

    /** For one of {@link #sections}: shows its heading, before its settings. */
    void begin(String comment) { reading.shown.table("[[" + path + "]]", comment); }

    /** To be called when all settings were named: complains about every other key. */
    void end() {
        reading.declared(path, known);
        table.ifPresent(keys -> keys.keySet().stream().filter(key -> !known.contains(key)).forEach(key ->
            reading.unknown(keys.inputPositionOf(List.of(key)), path, key, known)));
    }

    // ---- what the file says ----

    boolean isSet(String key) { return table.map(keys -> keys.contains(List.of(key))).orElse(false); }

    void wrong(String key, String text) { reading.wrong(position(key), name(key) + ": " + text); }

    private Optional<String> text(String key) { return raw(key, String.class, "a text in quotes"); }

    private <T> Optional<T> parse(String key, Kind<T> kind, String text) {
        var value = kind.parse().apply(text);
        if (value.isEmpty()) reading.wrong(position(key), impossible(key, Shown.quoted(text), kind.right()));
        return value;
    }

    private <T> Optional<T> raw(String key, Class<T> type, String right) {
        known.add(key);
        var value = table.map(keys -> keys.get(List.of(key)));
        if (value.isEmpty() || type.isInstance(value.get())) return value.map(type::cast);
        reading.wrong(position(key), impossible(key, Shown.asWritten(value.get()), right + " would be right"));
        return Optional.empty();
    }

    private String impossible(String key, String written, String right) {
        return name(key) + ": " + written + " is not possible; " + right;
    }

    private TomlPosition position(String key) {
        return table.map(keys -> keys.inputPositionOf(List.of(key))).orElse(null);
    }

    private void show(String key, String value, String comment) {
        reading.shown.setting(key, value, isSet(key), comment);
    }

    private String name(String key) { return path.isEmpty() ? key : path + "." + key; }
}
