package sigillo.bench.spam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a filter said of mails that it had not seen before. */
final class Found {
    private record Scored(double score, boolean isSpam) {}

    private final List<Scored> all = new ArrayList<>();

    void add(double score, boolean isSpam) { all.add(new Scored(score, isSpam)); }

    int spam() { return (int) all.stream().filter(Scored::isSpam).count(); }

    int wanted() { return all.size() - spam(); }

    /** Of the spam, the share that has a score no more than {@code share} of the wanted mails have; among equals the wanted ones come first. */
    double recall(double share) {
        int taken = 0;
        int found = 0;
        int best = 0;
        for (var one : sorted()) {
            if (one.isSpam) found++;
            else taken++;
            if (taken <= share * wanted()) best = found;
        }
        return best / (double) spam();
    }

    /** Of wanted mails and of spam, the shares at or above a score. */
    double[] from(double score) {
        double wrong = all.stream().filter(one -> !one.isSpam && one.score >= score).count() / (double) wanted();
        double right = all.stream().filter(one -> one.isSpam && one.score >= score).count() / (double) spam();
        return new double[] {wrong, right};
    }

    /** How often a wanted mail has a higher score than one that is spam: what is missing to 1 below the ROC. Equals count half. */
    double area() {
        double wrong = 0;
        for (var spam : all) {
            if (!spam.isSpam) continue;
            for (var other : all) {
                if (other.isSpam) continue;
                if (other.score > spam.score) wrong++;
                else if (other.score == spam.score) wrong += 0.5;
            }
        }
        return wrong / spam() / wanted();
    }

    private List<Scored> sorted() {
        return all.stream().sorted(Comparator.comparingDouble((Scored one) -> -one.score).thenComparing(Scored::isSpam)).toList();
    }
}
