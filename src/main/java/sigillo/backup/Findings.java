package sigillo.backup;

import java.util.ArrayList;
import java.util.List;

/** What is wrong, in sentences: the first of them, and how many there are beside. One thread. */
final class Findings {
    private final List<String> first = new ArrayList<>();
    private long beside;

    void add(String sentence) {
        if (first.size() < BackupLimits.FINDINGS_MAX) first.add(sentence);
        else beside++;
    }

    /** So many of which only the number is known. */
    void addUntold(long count) { beside += count; }

    List<String> told() { return told(BackupLimits.FINDINGS_MAX); }

    /** {@code most}: sentences, and behind them how many more there are. */
    List<String> told(int most) {
        var all = new ArrayList<>(first.subList(0, Math.min(most, first.size())));
        long more = beside + first.size() - all.size();
        if (more > 0) all.add("and " + more + " more");
        return all;
    }
}
