package sigillo.imapd;

import java.util.Arrays;
import java.util.List;

/**
 * What a search or sort has found: numbers in the order in which they are told, four octets each, and eight more for the
 * MODSEQ of each where that may be told.
 */
final class SearchResult {
    private static final int FIRST = 16;

    private int[] numbers = new int[FIRST];
    private long[] modSeqs = {};
    private int count;

    /** {@code modSeq} is 0 when nobody asked for it. */
    void add(int number, long modSeq) {
        if (count == numbers.length) numbers = Arrays.copyOf(numbers, 2 * count);
        if (modSeq > 0 && count >= modSeqs.length) modSeqs = Arrays.copyOf(modSeqs, numbers.length);
        if (modSeq > 0) modSeqs[count] = modSeq;
        numbers[count++] = number;
    }

    /** One after the other. */
    static SearchResult of(List<SearchResult> parts) {
        var all = new SearchResult();
        all.numbers = new int[Math.max(FIRST, parts.stream().mapToInt(SearchResult::count).sum())];
        for (var part : parts) {
            for (int place = 0; place < part.count; place++) all.add(part.numbers[place], part.modSeq(place));
        }
        return all;
    }

    int count() { return count; }

    boolean isEmpty() { return count == 0; }

    /** At a place, counted from 0. */
    int number(int place) { return numbers[place]; }

    int[] numbers() { return Arrays.copyOf(numbers, count); }

    /** 0 when nobody asked for it. */
    long modSeq(int place) { return place < modSeqs.length ? modSeqs[place] : 0; }

    /** Of those at places from one up to before another. */
    long highestModSeq(int from, int to) {
        long highest = 0;
        for (int place = from; place < to; place++) highest = Math.max(highest, modSeq(place));
        return highest;
    }

    /** The same in another order. */
    SearchResult ordered(int[] places) {
        var ordered = new SearchResult();
        for (int place : places) ordered.add(numbers[place], modSeq(place));
        return ordered;
    }
}
