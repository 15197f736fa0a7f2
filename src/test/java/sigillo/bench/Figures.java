package sigillo.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the repetitions of one row gave; at least one. */
record Figures(List<Double> values) {
    Figures {
        values = List.copyOf(values);
        if (values.isEmpty()) throw new IllegalArgumentException("nothing was measured");
    }

    static Figures of(double... values) { return new Figures(Arrays.stream(values).boxed().toList()); }

    /** Of an even number of values the mean of both in the middle. */
    double median() {
        var sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The median, and from where to where the others lie. */
    @Override public String toString() {
        if (values.size() == 1) return text(median());
        double least = values.stream().mapToDouble(v -> v).min().getAsDouble();
        double greatest = values.stream().mapToDouble(v -> v).max().getAsDouble();
        return text(median()) + " (" + text(least) + " to " + text(greatest) + ")";
    }

    /** With three digits that say something, more before the point when there are. */
    static String text(double value) {
        double size = Math.abs(value);
        var pattern = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
