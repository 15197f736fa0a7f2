package sigillo.main.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sigillo.base.Printable;
import tools.jackson.databind.JsonNode;

/**
 * An answer for people: a list as a table, a record as lines, a change as its sentence. Nothing in it steers a
 * terminal.
 */
final class Text {
    private static final String GAP = "  ";
    /** As JSON has it: ISO 8601. */
    private static final Pattern DURATION = Pattern.compile("PT[0-9HMS.]+");

    private Text() {}

    static String of(JsonNode result) {
        if (result.isArray()) return table(result);
        if (result.size() == 1 && result.has("done")) return cell(result.get("done")) + "\n";
        int width = result.propertyNames().stream().mapToInt(String::length).max().orElse(0);
        return result.properties().stream().map(property -> {
            var value = property.getValue();
            boolean isTable = value.isArray() && !value.isEmpty() && value.get(0).isObject();
            return pad(property.getKey(), width)
                + (isTable ? "\n" + table(value).indent(GAP.length()) : GAP + cell(value) + "\n");
        }).collect(Collectors.joining());
    }

    private static String table(JsonNode rows) {
        if (rows.isEmpty()) return "(none)\n";
        var columns = List.copyOf(rows.get(0).propertyNames());
        var lines = new ArrayList<List<String>>();
        lines.add(columns.stream().map(String::toUpperCase).toList());
        rows.forEach(row -> lines.add(columns.stream().map(column -> cell(row.get(column))).toList()));
        var text = new StringBuilder();
        for (var line : lines) {
            var cells = new StringBuilder();
            for (int i = 0; i < line.size(); i++) cells.append(pad(line.get(i), width(lines, i))).append(GAP);
            text.append(cells.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width) { return text + " ".repeat(Math.max(0, width - text.length())); }

    private static String cell(JsonNode value) {
        if (value == null || value.isNull()) return "";
        if (value.isArray()) return value.valueStream().map(Text::cell).collect(Collectors.joining(", "));
        if (value.isObject()) {
            return value.properties().stream().map(p -> p.getKey() + " " + cell(p.getValue()))
                .collect(Collectors.joining(" "));
        }
        var text = value.asString();
        return DURATION.matcher(text).matches() ? duration(Duration.parse(text)) : Printable.of(text);
    }

    /** In seconds below a minute, else in minutes, hours and days, the two largest. */
    private static String duration(Duration time) {
        var parts = new ArrayList<String>();
        if (time.toDays() > 0) parts.add(time.toDays() + " d");
        if (time.toHoursPart() > 0) parts.add(time.toHoursPart() + " h");
        if (time.toMinutesPart() > 0) parts.add(time.toMinutesPart() + " min");
        if (parts.isEmpty() || time.toMinutes() < 60) parts.add(time.toSecondsPart() + " s");
        return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
    }
}
