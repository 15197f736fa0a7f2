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
    public long spam() { return spam; }

    public long wanted() { return wanted; }

    /** Logarithm of the odds that it is spam, {@code before} being what is known without this classifier; within ±30. */
    public double odds(Features features, double before) {
        double sum = 0;
        for (int i = 0; i < features.count(); i++) sum += weights[place(features.hash(i))];
        return Math.clamp(before + bias + sum * scale(features), -ODDS_MAX, ODDS_MAX);
    }

    /** One step towards what was said of it. */
    public void learn(Features features, boolean isSpam, double before) {
        double error = (isSpam ? 1 : 0) - 1 / (1 + Math.exp(-odds(features, before)));
        double gradient = error * scale(features);
        for (int i = 0; i < features.count(); i++) {
            int place = place(features.hash(i));
            squares[place] += (float) (gradient * gradient);
            weights[place] += (float) (STEP * gradient / Math.sqrt(START + squares[place]));
        }
        bias += (float) (BIAS_STEP * error);
        if (isSpam) spam++;
        else wanted++;
    }

    private static double scale(Features features) { return 1 / Math.sqrt(Math.max(1, features.count())); }

    private int place(int hash) {
        long x = (hash ^ key) * 0x9E3779B97F4A7C15L;
        return (int) (x >>> 40) & mask;
    }

    /** Places that hold nothing are left out. */
    public byte[] encode() {
        int used = 0;
        for (float square : squares) if (square != 0) used++;
        var out = ByteBuffer.allocate(1 + Integer.BYTES * 2 + Float.BYTES + 2 * Long.BYTES + used * (Integer.BYTES + 2 * Float.BYTES));
        out.put(VERSION).putInt(mask + 1).putInt(used).putFloat(bias).putLong(spam).putLong(wanted);
        for (int i = 0; i <= mask; i++) if (squares[i] != 0) out.putInt(i).putFloat(weights[i]).putFloat(squares[i]);
        return out.array();
    }

    /** Empty for another version or size, and for anything that {@link #encode} does not give. */
    public static Optional<Classifier> decode(byte[] record, int places, long key) {
        var in = ByteBuffer.wrap(record);
        int start = 1 + Integer.BYTES * 2 + Float.BYTES + 2 * Long.BYTES;
        if (record.length < start || in.get() != VERSION || in.getInt() != places) return Optional.empty();
        int used = in.getInt();
        if (used < 0 || used > places || in.remaining() != Float.BYTES + 2 * Long.BYTES + used * (Integer.BYTES + 2L * Float.BYTES))
            return Optional.empty();
        var classifier = new Classifier(places, key);
        classifier.bias = in.getFloat();
        classifier.spam = in.getLong();
        classifier.wanted = in.getLong();
        return classifier.filled(in, used) ? Optional.of(classifier) : Optional.empty();
    }

    private boolean filled(ByteBuffer in, int used) {
        for (int i = 0; i < used; i++) {
            int place = in.getInt();
            if (place < 0 || place > mask) return false;
            weights[place] = in.getFloat();
            squares[place] = in.getFloat();
            if (!Float.isFinite(weights[place]) || !(squares[place] > 0)) return false;
        }
        return Float.isFinite(bias);
    }
}
