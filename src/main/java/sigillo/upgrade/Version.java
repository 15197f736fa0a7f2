package sigillo.upgrade;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Two to four numbers of up to five digits, such as 1.4.0. Numbers that are not there count as 0. */
public record Version(List<Integer> numbers) implements Comparable<Version> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,4})";

    public Version { numbers = List.copyOf(numbers); }

    /** Empty for what is none. */
    public static Optional<Version> parse(String text) {
        if (!text.matches(NUMBER + "(\\." + NUMBER + "){1,3}")) return Optional.empty();
        return Optional.of(new Version(Arrays.stream(text.split("\\.")).map(Integer::valueOf).toList()));
    }

    private int at(int i) { return i < numbers.size() ? numbers.get(i) : 0; }

    @Override public int compareTo(Version other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            if (at(i) != other.at(i)) return Integer.compare(at(i), other.at(i));
        }
        return 0;
    }

    /** 1.2 and 1.2.0 are the same, as {@link #compareTo} has it. */
    @Override public boolean equals(Object other) { return other instanceof Version version && compareTo(version) == 0; }

    @Override public int hashCode() {
        int hash = 0;
        for (int i = 0; i < 4; i++) hash = 100_003 * hash + at(i);
        return hash;
    }

    @Override public String toString() { return numbers.stream().map(String::valueOf).collect(Collectors.joining(".")); }
}
