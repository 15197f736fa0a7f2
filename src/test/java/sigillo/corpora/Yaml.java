package sigillo.corpora;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of YAML as suites of others are written in: mappings, sequences, flow sequences, plain and quoted scalars on
 * several lines, literal and folded blocks, several documents. Values are strings, lists and maps.
 */
public final class Yaml {
    private final List<String> lines;
    private int at;

    private Yaml(List<String> lines) { this.lines = lines; }

    public static List<Object> documents(String text) {
        var documents = new ArrayList<Object>();
        for (var one : text.replace("\r", "").split("(?m)^---.*\n")) {
            var yaml = new Yaml(one.lines().toList());
            if (yaml.hasNext()) documents.add(yaml.node(yaml.indent()));
        }
        return documents;
    }

    /** Past what is empty or a comment. */
    private boolean hasNext() {
        while (at < lines.size() && (lines.get(at).isBlank() || lines.get(at).strip().startsWith("#"))) at++;
        return at < lines.size();
    }

    private int indent() { return indent(lines.get(at)); }

    private static int indent(String line) { return line.length() - line.stripLeading().length(); }

    private Object node(int indent) {
        return lines.get(at).strip().matches("-( .*)?") ? sequence(indent) : mapping(indent);
    }

    private List<Object> sequence(int indent) {
        var all = new ArrayList<Object>();
        while (hasNext() && indent() == indent && lines.get(at).strip().matches("-( .*)?")) {
            var rest = lines.get(at).substring(indent + 1).strip();
            if (rest.matches("[A-Za-z0-9_.-]+:( .*)?")) {
                var whole = new ArrayList<>(lines);
                whole.set(at, " ".repeat(indent + 2) + rest);
                var inner = new Yaml(whole);
                inner.at = at;
                all.add(inner.mapping(indent + 2));
                at = inner.at;
            } else {
                at++;
                all.add(value(rest, indent));
            }
        }
        return all;
    }

    private Map<String, Object> mapping(int indent) {
        var all = new LinkedHashMap<String, Object>();
        while (hasNext() && indent() == indent) {
            var line = lines.get(at).strip();
            int colon = line.indexOf(':');
            while (colon >= 0 && colon + 1 < line.length() && line.charAt(colon + 1) != ' ') colon = line.indexOf(':', colon + 1);
            if (colon < 0) throw new IllegalArgumentException("no mapping: " + line);
            at++;
            all.put(unquoted(line.substring(0, colon).strip()), value(line.substring(colon + 1).strip(), indent));
        }
        return all;
    }

    private Object value(String rest, int indent) {
        if (rest.matches("[|>][-+]?")) return block(rest, indent);
        if (rest.isEmpty() || rest.startsWith("#")) {
            if (!hasNext()) return "";
            boolean deeper = indent() > indent || indent() == indent && lines.get(at).strip().startsWith("- ");
            if (!deeper) return "";
            var line = lines.get(at).strip();
            boolean isNode = line.matches("-( .*)?") || line.matches("[^\"'\\[ ][^\" ]*:( .*)?");
            if (isNode) return node(indent());
        }
        var whole = new StringBuilder(rest);
        while (at < lines.size() && !isWhole(whole.toString()) || continues(whole, indent)) whole.append(' ').append(lines.get(at++).strip());
        return scalar(whole.toString().strip());
    }

    private boolean continues(StringBuilder whole, int indent) {
        if (at >= lines.size() || lines.get(at).isBlank() || indent() <= indent) return false;
        char first = whole.isEmpty() ? 'x' : whole.charAt(0);
        return "\"'[".indexOf(first) < 0 && !lines.get(at).strip().startsWith("#");
    }

    private static boolean isWhole(String text) {
        if (text.startsWith("\"")) return text.length() > 1 && text.matches("(?s)\"(?:[^\"\\\\]|\\\\.)*\"\\s*(#.*)?");
        if (text.startsWith("'")) return text.matches("(?s)'(?:[^']|'')*'\\s*(#.*)?");
        if (text.startsWith("[")) return text.endsWith("]");
        return true;
    }

    private Object scalar(String text) {
        if (text.startsWith("[") && text.endsWith("]")) return flow(text.substring(1, text.length() - 1));
        return unquoted(text);
    }

    private static List<Object> flow(String inner) {
        var all = new ArrayList<Object>();
        var item = new StringBuilder();
        char quote = 0;
        for (char c : (inner + ",").toCharArray()) {
            if (quote == 0 && c == ',') {
                if (!item.toString().isBlank()) all.add(unquoted(item.toString().strip()));
                item.setLength(0);
                continue;
            }
            if (c == '"' || c == '\'') quote = quote == 0 ? c : quote == c ? 0 : quote;
            item.append(c);
        }
        return all;
    }

    private static String unquoted(String text) {
        if (text.startsWith("'")) return text.substring(1, text.lastIndexOf('\'')).replace("''", "'");
        if (!text.startsWith("\"")) return text.replaceFirst(" #.*", "").strip();
        var plain = new StringBuilder();
        for (int i = 1; i < text.length() && text.charAt(i) != '"'; i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'x' -> { plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16)); i += 2; }
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case '0' -> plain.append('\0');
                default -> plain.append(c);
            }
        }
        return plain.toString();
    }

    private String block(String style, int indent) {
        var text = new StringBuilder();
        int inner = -1;
        for (; at < lines.size(); at++) {
            var line = lines.get(at);
            if (!line.isBlank() && indent(line) <= indent) break;
            if (inner < 0 && !line.isBlank()) inner = indent(line);
            text.append(inner >= 0 && line.length() > inner ? line.substring(inner) : "").append('\n');
        }
        var literal = text.toString().replaceFirst("\n+$", "\n");
        if (style.startsWith(">")) literal = literal.strip().replaceAll("(?<!\n)\n(?!\n)", " ");
        return style.endsWith("-") ? literal.stripTrailing() : literal;
    }
}
