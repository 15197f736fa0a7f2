package sigillo.spam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is said in so many words in mail that nobody asked for: {@code phrases.txt}. */
final class Phrases {
    private static final Map<Sign, List<String>> ALL = read();

    private Phrases() {}

    /** {@code text}: short; spaces count as one, letters in any case. */
    static void in(String text, Set<Sign> signs) {
        var plain = plain(text);
        ALL.forEach((sign, phrases) -> {
            for (var phrase : phrases) {
                if (!plain.contains(phrase)) continue;
                signs.add(sign);
                return;
            }
        });
    }

    private static String plain(String text) {
        var plain = new StringBuilder(text.length()).append(' ');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = c <= ' ' || c == 0xA0;
            if (!space) plain.append(Character.toLowerCase(c));
            else if (plain.charAt(plain.length() - 1) != ' ') plain.append(' ');
        }
        return plain.toString();
    }

    /** A line is {@code sign: phrase | phrase}; an underscore at either end is a space. */
    private static Map<Sign, List<String>> read() {
        var all = new EnumMap<Sign, List<String>>(Sign.class);
        try (var in = Phrases.class.getResourceAsStream("phrases.txt")) {
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int colon = line.indexOf(':');
                if (line.startsWith("#") || colon < 0) continue;
                var sign = Sign.valueOf(line.substring(0, colon).strip().toUpperCase(Locale.ROOT).replace('-', '_'));
                var phrases = all.computeIfAbsent(sign, _ -> new ArrayList<>());
                for (var phrase : line.substring(colon + 1).split("\\|")) phrases.add(phrase.strip().replace('_', ' '));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }
}
