package sigillo.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sentences of ours in Italian, by templates in a file: an English sentence with marks for what stands in it, and the
 * Italian one (decision 0075). What stands in it is put into Italian too, but for marks with an equals sign: what
 * others have chosen stays as it stands. Any thread.
 */
final class Templates {
    private static final Pattern HOLE = Pattern.compile("\\{(=?)([1-9])}");
    /** A sentence in a sentence in a sentence, and pieces of it. */
    private static final int DEPTH_MAX = 5;

    private final List<Template> all;

    private Templates(List<Template> all) { this.all = List.copyOf(all); }

    /** {@code english}: with its holes as {@code {1}}. */
    record Template(String english, Pattern pattern, String italian) {
        static Template of(String english, String italian) {
            var pattern = new StringBuilder();
            int from = 0;
            for (var hole = HOLE.matcher(english); hole.find(); from = hole.end()) {
                pattern.append(Pattern.quote(english.substring(from, hole.start())))
                    .append("(?<h").append(hole.group(2)).append(">.*?)");
            }
            pattern.append(Pattern.quote(english.substring(from)));
            return new Template(english, Pattern.compile(pattern.toString(), Pattern.DOTALL), italian);
        }

        /** Octets of it that are words: the more, the surer. */
        int words() { return HOLE.matcher(english).replaceAll("").length(); }
    }

    /** Of a file beside this class: a pair of lines each. */
    static Templates of(String file) {
        try (var in = Templates.class.getResourceAsStream(file)) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#")).toList();
            var all = new ArrayList<Template>();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).isEmpty()) continue;
                all.add(Template.of(lines.get(i), lines.get(++i)));
            }
            all.sort(Comparator.comparingInt(Template::words).reversed());
            return new Templates(all);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Template> all() { return all; }

    /** Empty for what is none of these. */
    Optional<String> italian(String english) { return italian(english, DEPTH_MAX); }

    private Optional<String> italian(String english, int depth) {
        if (english.isBlank() || depth == 0) return Optional.empty();
        for (var template : all) {
            var found = template.pattern().matcher(english);
            if (found.matches()) return Optional.of(filled(template.italian(), found, depth));
        }
        return Optional.empty();
    }

    private String filled(String italian, Matcher found, int depth) {
        return HOLE.matcher(italian).replaceAll(hole -> {
            var there = found.group("h" + hole.group(2));
            boolean isOfOthers = !hole.group(1).isEmpty();
            return Matcher.quoteReplacement(isOfOthers ? there : italian(there, depth - 1).orElse(there));
        });
    }
}
