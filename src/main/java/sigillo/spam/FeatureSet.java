package sigillo.spam;

import java.util.Arrays;

/**
 * Collects the features of one message. One thread. A feature is a kind and a text, hashed character by character so
 * that no string is made of it.
 */
final class FeatureSet {
    /** FNV-1a, 32 bits: its start and prime. */
    private static final int START = 0x811c9dc5;
    private static final int PRIME = 0x01000193;
    /** Powers of two; at least a third of the places is empty. */
    private static final int PLACES_FEW = 1_024;

    /** Zero is an empty place; the feature that is zero is kept apart. */
    private int[] places = new int[PLACES_FEW];
    private boolean hasZero;
    private int count;

    static int begin(char kind) { return with(START, kind); }

    static int with(int hash, char c) { return (hash ^ c) * PRIME; }

    static int with(int hash, CharSequence text) {
        int all = hash;
        for (int i = 0; i < text.length(); i++) all = with(all, text.charAt(i));
        return all;
    }

    /** So that each bit hangs on every character: buckets take the lowest ones. */
    private static int mixed(int hash) {
        int x = (hash ^ hash >>> 16) * 0x7feb352d;
        x = (x ^ x >>> 15) * 0x846ca68b;
        return x ^ x >>> 16;
    }

    boolean isFull() { return count >= Features.COUNT_MAX; }

    void add(char kind, CharSequence text) { add(with(begin(kind), text)); }

    /** {@code hash}: of {@link #begin} and {@link #with}. */
    void add(int hash) {
        if (isFull()) return;
        int feature = mixed(hash);
        if (feature == 0) {
            if (!hasZero) count++;
            hasZero = true;
            return;
        }
        if (count * 3 >= places.length * 2) grow();
        int place = place(feature);
        if (places[place] == 0) count++;
        places[place] = feature;
    }

    private int place(int feature) {
        int place = feature & places.length - 1;
        while (places[place] != 0 && places[place] != feature) place = place + 1 & places.length - 1;
        return place;
    }

    private void grow() {
        var before = places;
        places = new int[2 * before.length];
        for (int feature : before) if (feature != 0) places[place(feature)] = feature;
    }

    Features features() {
        var all = new int[count];
        int n = hasZero ? 1 : 0;
        for (int feature : places) if (feature != 0) all[n++] = feature;
        Arrays.sort(all);
        return Features.of(all);
    }
}
