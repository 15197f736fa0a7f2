package sigillo.main.config;

import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** The configuration in force as a TOML file: every setting with its comment; what is only a default is marked so. */
public final class Shown {
    private final StringBuilder text = new StringBuilder();

    void table(String heading, String comment) {
        text.append('\n');
        comment(comment);
        text.append(heading).append('\n');
    }

    /** A table of which there is none. */
    void absent(String heading, String comment) {
        text.append('\n');
        comment(comment);
        text.append("# ").append(heading).append('\n');
    }

    void setting(String key, String value, boolean isSet, String comment) {
        comment(comment);
        text.append(key).append(" = ").append(value).append(isSet ? "\n" : "  # default\n");
    }

    private void comment(String comment) {
        if (!comment.isEmpty()) comment.lines().forEach(line -> text.append("# ").append(line).append('\n'));
    }

    @Override public String toString() { return text.toString(); }

    /** A TOML basic string. */
    public static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < 0x20 || c == 0x7F) quoted.append("\\u%04X".formatted(c));
                    else quoted.appendCodePoint(c);
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** How a value stands in the file, for messages. */
    static String asWritten(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case TomlTable _ -> "a table";
            case TomlArray _ -> "a list";
            case null -> "nothing";
            default -> value.toString();
        };
    }
}
