package sigillo.spam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What each sign weighs, and its sentences: {@code signs.txt}. Immutable. */
public final class Weights {
    /**
     * Odds that a mail without any sign is spam, as their logarithm: what signs say, less this, is what a classifier that
     * has learnt nothing goes by.
     */
    public static final double WITHOUT_SIGNS = -4;

    private record Entry(double weight, String english, String italian) {}

    private static final int COLUMNS = 5;
    private final Map<Sign, Entry> entries;

    private Weights(Map<Sign, Entry> entries) { this.entries = entries; }

    /** Read at the first message. */
    private static final class Shipped {
        private static final Weights ALL = read();

        private static Weights read() {
            try (var in = Weights.class.getResourceAsStream("signs.txt")) {
                return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    public static Weights shipped() { return Shipped.ALL; }

    /** Throws {@link IllegalArgumentException}, with the line, when a sign is missing, twice there or not known. */
    static Weights parse(String text) {
        var entries = new EnumMap<Sign, Entry>(Sign.class);
        var lines = text.split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank() || lines[i].startsWith("#")) continue;
            var columns = lines[i].split("\\|", -1);
            if (columns.length != COLUMNS) throw new IllegalArgumentException("line " + (i + 1) + " has no five columns");
            if (entries.put(sign(columns[0], i + 1), entry(columns, i + 1)) != null)
                throw new IllegalArgumentException("line " + (i + 1) + ": this sign stands twice");
        }
        for (var sign : Sign.values())
            if (!entries.containsKey(sign)) throw new IllegalArgumentException(sign.text() + " is missing");
        return new Weights(entries);
    }

    private static Sign sign(String text, int line) {
        try {
            return Sign.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("line " + line + ": " + text.strip() + " is no sign", unknown);
        }
    }

    private static Entry entry(String[] columns, int line) {
        try {
            return new Entry(Double.parseDouble(columns[1].strip()), columns[3].strip(), columns[4].strip());
        } catch (NumberFormatException no) {
            throw new IllegalArgumentException("line " + line + ": the weight is no number", no);
        }
    }

    public double of(Sign sign) { return entries.get(sign).weight; }

    public double sum(Set<Sign> signs) { return signs.stream().mapToDouble(this::of).sum(); }

    /** What is said of it; {@code language}: as in RFC 5646, English for those that are not there. */
    public String sentence(Sign sign, String language) {
        var entry = entries.get(sign);
        return language.equals("it") || language.startsWith("it-") ? entry.italian : entry.english;
    }

    /** The heaviest first; those that weigh nothing are left out. */
    public List<Sign> reasons(Set<Sign> signs) {
        return signs.stream().filter(sign -> of(sign) != 0)
            .sorted(Comparator.comparingDouble((Sign sign) -> -of(sign)).thenComparing(Comparator.naturalOrder())).toList();
    }
}
