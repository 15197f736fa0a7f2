package sigillo.spam;

/**
 * What classifiers of the same key say alike: each has one vote a place, however much it has learnt, so that none decides for
 * the others. One thread.
 */
public final class Agreement {
    /** A weight below it is no opinion: a first step on a message of some hundred words is about half. */
    private static final float VOTE_MIN = 0.1f;
    private static final float VOTE_MAX = 1f;

    private final int size;
    private final long key;
    private final int[] spam;
    private final int[] wanted;
    private final float[] sums;
    private int classifiers;

    /** As for a {@link Classifier}. */
    public Agreement(int places, long key) {
        this.size = places;
        this.key = key;
        this.spam = new int[places];
        this.wanted = new int[places];
        this.sums = new float[places];
    }

    public void add(Classifier one) {
        for (int i = 0; i < size; i++) {
            float weight = one.weight(i);
            if (Math.abs(weight) < VOTE_MIN) continue;
            if (weight > 0) spam[i]++;
            else wanted[i]++;
            sums[i] += Math.clamp(weight, -VOTE_MAX, VOTE_MAX);
        }
        classifiers++;
    }

    public int classifiers() { return classifiers; }

    /** The mean, where so many more say the one than the other; elsewhere nothing. */
    public Classifier agreed(int majorityMin) {
        var agreed = new Classifier(size, key);
        for (int i = 0; i < size; i++) {
            if (Math.abs(spam[i] - wanted[i]) >= majorityMin) agreed.weight(i, sums[i] / (spam[i] + wanted[i]));
        }
        return agreed;
    }
}
