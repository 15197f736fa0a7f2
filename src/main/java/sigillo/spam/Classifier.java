package sigillo.spam;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Learns from messages of which somebody said whether they are spam: logistic regression over hashed features, each step
 * as long as its feature has not been seen often (AdaGrad), so that what is rare counts at once and what all mail has
 * never much. What it says is the logarithm of the odds: 0 is undecided, 3 is twenty to one.
 *
 * <p>An account's own classifier learns what is left when the one of all has spoken: {@code before} of each method. Not
 * for several threads.
 */
public final class Classifier {
    /** Weights of the classifier of a server, and of that of an account. Powers of two. */
    public static final int SHARED = 1 << 18;
    public static final int OWN = 1 << 16;

    private static final float STEP = 2f;
    /** So that the first step of a feature is bounded. */
    private static final double START = 1e-2;
    private static final double BIAS_STEP = 0.01;
    private static final double ODDS_MAX = 30;
    private static final byte VERSION = 1;
    /** More than learning ever comes to: beyond it a record is none. */
    private static final float SUM_MAX = 1e9f;
    private static final long COUNT_MAX = 1L << 40;

    private final int mask;
    private final long key;
    private final float[] weights;
    private final float[] squares;
    private float bias;
    private long spam;
    private long wanted;

    /** {@code key}: nobody who does not know it can choose words that share a place with others. */
    public Classifier(int places, long key) {
        if (Integer.bitCount(places) != 1) throw new IllegalArgumentException(places + " is no power of two");
        this.mask = places - 1;
        this.key = key;
        this.weights = new float[places];
        this.squares = new float[places];
    }

    /** Messages that were learnt. */
    public long spam() { return Math.max(0, spam); }

    public long wanted() { return Math.max(0, wanted); }

    /** Another one that has learnt the same. */
    public Classifier copy() {
        var copy = new Classifier(mask + 1, key);
        System.arraycopy(weights, 0, copy.weights, 0, weights.length);
        System.arraycopy(squares, 0, copy.squares, 0, squares.length);
        copy.bias = bias;
        copy.spam = spam;
        copy.wanted = wanted;
        return copy;
    }

    float weight(int place) { return weights[place]; }

    void weight(int place, float weight) { weights[place] = weight; }

    /** Logarithm of the odds that it is spam, {@code before} being what is known without this classifier; within ±30. */
    public double odds(Features features, double before) {
        double sum = 0;
        for (int i = 0; i < features.count(); i++) sum += weights[place(features.hash(i))];
        return Math.clamp(before + bias + sum * scale(features), -ODDS_MAX, ODDS_MAX);
    }

    /** One step towards what was said of it. */
    public void learn(Features features, boolean isSpam, double before) {
        repeat(features, isSpam, before);
        if (isSpam) spam++;
        else wanted++;
    }

    /** One step more with what was learnt. */
    public void repeat(Features features, boolean isSpam, double before) {
        double error = (isSpam ? 1 : 0) - 1 / (1 + Math.exp(-odds(features, before)));
        double gradient = error * scale(features);
        for (int i = 0; i < features.count(); i++) {
            int place = place(features.hash(i));
            squares[place] += (float) (gradient * gradient);
            weights[place] += (float) (STEP * gradient / Math.sqrt(START + squares[place]));
        }
        bias += (float) (BIAS_STEP * error);
    }

    /** As {@link #learn}, of one that was learnt as the contrary, which it was not. */
    public void relearn(Features features, boolean isSpam, double before) {
        learn(features, isSpam, before);
        if (isSpam) wanted--;
        else spam--;
    }

    private static double scale(Features features) { return 1 / Math.sqrt(Math.max(1, features.count())); }

    private int place(int hash) {
        long x = (hash ^ key) * 0x9E3779B97F4A7C15L;
        return (int) (x >>> 40) & mask;
    }

    /** Places that hold nothing are left out. */
    public byte[] encode() { return encodeSince(new Classifier(mask + 1, key)); }

    /**
     * What was learnt since it was a {@link #copy} of {@code before}: added to another by {@link #add}, that knows it too. What several
     * have learnt beside each other may be added in any order.
     */
    public byte[] encodeSince(Classifier before) {
        int used = 0;
        for (int i = 0; i <= mask; i++) if (squares[i] > before.squares[i]) used++;
        var out = ByteBuffer.allocate(1 + Integer.BYTES * 2 + Float.BYTES + 2 * Long.BYTES + used * (Integer.BYTES + 2 * Float.BYTES));
        out.put(VERSION).putInt(mask + 1).putInt(used).putFloat(bias - before.bias);
        out.putLong(spam - before.spam).putLong(wanted - before.wanted);
        for (int i = 0; i <= mask; i++) {
            float square = squares[i] - before.squares[i];
            if (square > 0) out.putInt(i).putFloat(weights[i] - before.weights[i]).putFloat(square);
        }
        return out.array();
    }

    /** Empty for another version or size, and for anything that {@link #encode} does not give. */
    public static Optional<Classifier> decode(byte[] record, int places, long key) {
        var classifier = new Classifier(places, key);
        return classifier.add(record) ? Optional.of(classifier) : Optional.empty();
    }

    /** False, with nothing changed, for another version or size, and for anything that {@link #encodeSince} does not give. */
    public boolean add(byte[] record) {
        var in = ByteBuffer.wrap(record);
        int start = 1 + Integer.BYTES * 2 + Float.BYTES + 2 * Long.BYTES;
        if (record.length < start || in.get() != VERSION || in.getInt() != mask + 1) return false;
        int used = in.getInt();
        boolean isWhole = used >= 0 && used <= mask + 1
            && in.remaining() == Float.BYTES + 2 * Long.BYTES + used * (Integer.BYTES + 2L * Float.BYTES);
        if (!isWhole) return false;
        float more = in.getFloat();
        long moreSpam = in.getLong();
        long moreWanted = in.getLong();
        boolean isSound = Float.isFinite(bias + more) && Math.abs(moreSpam) <= COUNT_MAX && Math.abs(moreWanted) <= COUNT_MAX
            && areSound(in.slice(), used);
        if (!isSound) return false;
        bias += more;
        spam = Math.clamp(spam + moreSpam, -COUNT_MAX, COUNT_MAX);
        wanted = Math.clamp(wanted + moreWanted, -COUNT_MAX, COUNT_MAX);
        for (int i = 0; i < used; i++) {
            int place = in.getInt();
            weights[place] += in.getFloat();
            squares[place] += in.getFloat();
        }
        return true;
    }

    private boolean areSound(ByteBuffer in, int used) {
        int before = -1;
        for (int i = 0; i < used; i++) {
            int place = in.getInt();
            if (place <= before || place > mask) return false;
            before = place;
            float weight = weights[place] + in.getFloat();
            float square = in.getFloat();
            if (!(Math.abs(weight) <= SUM_MAX) || !(square > 0) || !(squares[place] + square <= SUM_MAX)) return false;
        }
        return true;
    }
}
