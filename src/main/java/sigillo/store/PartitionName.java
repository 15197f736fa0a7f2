package sigillo.store;

import java.util.regex.Pattern;

/**
 * Names a partition: {@code a/...} accounts, {@code k/...} their keys, {@code directory}, {@code q/...} queue shards,
 * {@code trace}. 1 to 64 of {@code [a-z0-9/-]}.
 */
public record PartitionName(String text) implements Comparable<PartitionName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9/-]{1,64}");

    public PartitionName {
        if (!FORM.matcher(text).matches()) throw new IllegalArgumentException("not a partition name: " + text);
    }

    @Override public int compareTo(PartitionName other) { return text.compareTo(other.text); }

    @Override public String toString() { return text; }
}
