package sigillo.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events in the rows in which they are kept: one for each message and day, or several where there is much to tell. */
record Grouped(TraceId trace, int day, Row row) {

    private record Key(TraceId trace, int day) {}

    static List<Grouped> of(List<Event> events) {
        Map<Key, List<Step>> steps = new LinkedHashMap<>();
        for (var event : events) {
            steps.computeIfAbsent(new Key(event.id(), TraceKeys.day(event.at())), _ -> new ArrayList<>())
                .add(Step.of(event));
        }
        var grouped = new ArrayList<Grouped>();
        steps.forEach((key, all) -> cut(all).forEach(row -> grouped.add(new Grouped(key.trace(), key.day(), row))));
        return grouped;
    }

    private static List<Row> cut(List<Step> steps) {
        var rows = new ArrayList<Row>();
        int from = 0;
        long characters = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (characters > TraceLimits.ROW_CHARACTERS_MAX) {
                rows.add(new Row(steps.subList(from, i)));
                from = i;
                characters = 0;
            }
            characters += characters(steps.get(i));
        }
        rows.add(new Row(steps.subList(from, steps.size())));
        return rows;
    }

    private static long characters(Step step) {
        return step.addresses().stream().mapToLong(String::length).sum() + step.text().length()
            + step.reply().map(String::length).orElse(0);
    }
}
