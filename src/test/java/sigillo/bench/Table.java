package sigillo.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run found, in Markdown: ours beside the other contender, and the ratio of the medians. */
final class Table {
    /** One contender's figures of a row; {@code isNoisy} when others used the machine in a repetition that counts. */
    record Found(Figures figures, boolean isNoisy) {}

    private final List<String> names;
    private final Map<Row, Map<String, Found>> rows = new LinkedHashMap<>();

    /** Ours is the first; there may be no other. */
    Table(List<String> names) { this.names = List.copyOf(names); }

    void put(Row row, String name, Found found) { rows.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(name, found); }

    /** Of ours to theirs; empty when there are no others or they have no such figure, or it is nothing. */
    Optional<Double> ratio(Row row) {
        var found = rows.get(row);
        if (names.size() < 2 || !found.containsKey(names.getFirst()) || !found.containsKey(names.getLast())) return Optional.empty();
        double theirs = found.get(names.getLast()).figures.median();
        return theirs == 0 ? Optional.empty() : Optional.of(found.get(names.getFirst()).figures.median() / theirs);
    }

    String markdown() {
        var lines = new ArrayList<String>();
        lines.add("| | " + String.join(" | ", names) + " | ours to theirs | mark |");
        lines.add("|---|" + "---|".repeat(names.size()) + "---|---|");
        for (var row : rows.keySet()) lines.add(line(row));
        return String.join("\n", lines) + "\n";
    }

    private String line(Row row) {
        var cells = new ArrayList<String>();
        cells.add(row.what() + ", " + row.unit());
        for (var name : names) cells.add(cell(rows.get(row).get(name)));
        cells.add(ratio(row).map(ratio -> Figures.text(ratio)).orElse(""));
        cells.add(row.mark().map(mark -> verdict(row, mark)).orElse(""));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String cell(Found found) {
        if (found == null) return "";
        return found.figures + (found.isNoisy ? " (noisy)" : "");
    }

    private String verdict(Row row, Mark mark) {
        var ours = rows.get(row).get(names.getFirst());
        double ratio = ratio(row).orElse(Double.NaN);
        if (ours == null || Double.isNaN(ratio) && !(mark instanceof Mark.AtMost)) return mark.text();
        return mark.text() + (mark.isMet(ours.figures.median(), ratio) ? ": met" : ": **missed**");
    }
}
