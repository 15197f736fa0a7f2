package sigillo.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sigillo.preflight.Words;

/**
 * What was told of the board, kept over restarts. {@code standing}: troubles that were told and not ended, by their keys, with
 * the sentence as it was told; {@code seen}: troubles of the last look that nobody was told of yet; {@code wellAt}: when it was last told that all is well.
 */
public record Told(Map<String, Words> standing, List<String> seen, Optional<Instant> wellAt) {
    static final Told NOTHING = new Told(Map.of(), List.of(), Optional.empty());

    public Told {
        standing = Map.copyOf(standing);
        seen = List.copyOf(seen);
    }

    String text() {
        var lines = new StringBuilder();
        wellAt.ifPresent(at -> lines.append("well ").append(at).append('\n'));
        new TreeMap<>(standing).forEach((key, sentence) -> lines.append("told ").append(flat(key)).append('\t').append(flat(sentence.english())).append('\t').append(flat(sentence.italian())).append('\n'));
        seen.forEach(key -> lines.append("seen ").append(flat(key)).append('\n'));
        return lines.toString();
    }

    private static String flat(String text) { return text.replaceAll("[\\t\\r\\n]+", " "); }

    /** What is not understood is left out: then it is told once more. */
    static Told parse(List<String> lines) {
        var standing = new TreeMap<String, Words>();
        var seen = new ArrayList<String>();
        var wellAt = Optional.<Instant>empty();
        for (var line : lines) {
            var rest = line.length() > 5 ? line.substring(5) : "";
            if (line.startsWith("well ")) wellAt = instant(rest);
            if (line.startsWith("seen ")) seen.add(rest);
            var parts = rest.split("\t", 3);
            boolean isTold = line.startsWith("told ") && parts.length > 1 && !parts[0].isEmpty();
            if (isTold) standing.put(parts[0], new Words(parts[1], parts.length > 2 ? parts[2] : parts[1]));
        }
        return new Told(standing, seen, wellAt);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (java.time.format.DateTimeParseException damaged) {
            return Optional.empty();
        }
    }
}
