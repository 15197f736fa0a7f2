package sigillo.spam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** What is said in so many words in mail that nobody asked for: {@code phrases.txt}. */
final class Phrases {
    private static final PhraseIndex<Sign> ALL = read();

    private Phrases() {}

    /** {@code text}: short; spaces count as one, letters in any case. */
    static void in(String text, Set<Sign> signs) {
        ALL.in(plain(text), (_, _, sign) -> {
            signs.add(sign);
            return true;
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
    private static PhraseIndex<Sign> read() {
        var all = new PhraseIndex<Sign>();
        try (var in = Phrases.class.getResourceAsStream("phrases.txt")) {
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int colon = line.indexOf(':');
                if (line.startsWith("#") || colon < 0) continue;
                var sign = Sign.valueOf(line.substring(0, colon).strip().toUpperCase(Locale.ROOT).replace('-', '_'));
                for (var phrase : line.substring(colon + 1).split("\\|")) all.add(phrase.strip().replace('_', ' '), sign);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }
}
