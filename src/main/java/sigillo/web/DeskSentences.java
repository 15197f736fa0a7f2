package sigillo.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What desks say, in Italian. Desks speak English, to the command line as to the pages; a page in Italian gets their
 * sentences by templates (decision 0075). What has no template stays as it is: words of others, and faults that nobody
 * has foreseen. Any thread.
 */
final class DeskSentences {
    private static final String FILE = "desks-it.txt";
    private static final Pattern HOLE = Pattern.compile("\\{([1-9])}");
    /** Where sentences of desks are in what goes out; of all else strangers may have chosen the words. */
    private static final Set<String> SENTENCES = Set.of("why", "done", "otherwise", "from", "sentence", "failed",
        "lacking", "next", "purpose", "trouble", "fault");
    /** A sentence in a sentence in a sentence. */
    private static final int DEPTH_MAX = 3;
    private static final List<Template> TEMPLATES = read();

    private DeskSentences() {}

    /** {@code english}: with its holes as {@code {1}}. */
    record Template(String english, Pattern pattern, String italian) {
        static Template of(String english, String italian) {
            var pattern = new StringBuilder();
            int from = 0;
            for (var hole = HOLE.matcher(english); hole.find(); from = hole.end()) {
                pattern.append(Pattern.quote(english.substring(from, hole.start())))
                    .append("(?<h").append(hole.group(1)).append(">.*?)");
            }
            pattern.append(Pattern.quote(english.substring(from)));
            return new Template(english, Pattern.compile(pattern.toString(), Pattern.DOTALL), italian);
        }

        /** Octets of it that are words: the more, the surer. */
        int words() { return HOLE.matcher(english).replaceAll("").length(); }
    }

    static List<Template> templates() { return TEMPLATES; }

    private static List<Template> read() {
        try (var in = DeskSentences.class.getResourceAsStream(FILE)) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#")).toList();
            var all = new ArrayList<Template>();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).isEmpty()) continue;
                all.add(Template.of(lines.get(i), lines.get(++i)));
            }
            all.sort(Comparator.comparingInt(Template::words).reversed());
            return List.copyOf(all);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Empty for what is no sentence of a desk. */
    static Optional<String> italian(String english) { return italian(english, DEPTH_MAX); }

    private static Optional<String> italian(String english, int depth) {
        if (english.isBlank() || depth == 0) return Optional.empty();
        for (var template : TEMPLATES) {
            var found = template.pattern().matcher(english);
            if (found.matches()) return Optional.of(filled(template.italian(), found, depth));
        }
        return Optional.empty();
    }

    private static String filled(String italian, Matcher found, int depth) {
        return HOLE.matcher(italian).replaceAll(hole -> {
            var there = found.group("h" + hole.group(1));
            return Matcher.quoteReplacement(italian(there, depth - 1).orElse(there));
        });
    }

    /** Sentences in what goes out are exchanged for Italian ones. Gives it back. */
    static <T extends JsonNode> T toItalian(T shown) {
        if (shown instanceof ArrayNode all) all.forEach(DeskSentences::toItalian);
        if (shown instanceof ObjectNode one) {
            for (var field : List.copyOf(one.properties())) {
                var value = field.getValue();
                if (!value.isString()) toItalian(value);
                else if (SENTENCES.contains(field.getKey())) italian(value.asString())
                    .ifPresent(said -> one.put(field.getKey(), said));
            }
        }
        return shown;
    }
}
