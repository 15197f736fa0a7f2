package sigillo.imapd;

import java.util.Arrays;

/** What a search has found: numbers ascending, four octets each, and the MODSEQs that may be told of them. */
final class SearchResult {
    private int[] numbers = new int[16];
    private int count;
    private long highestModSeq;
    private long firstModSeq;
    private long lastModSeq;

    /** {@code modSeq} is 0 when nobody asked for it. */
    void add(int number, long modSeq) {
        if (count == numbers.length) numbers = Arrays.copyOf(numbers, 2 * count);
        numbers[count++] = number;
        highestModSeq = Math.max(highestModSeq, modSeq);
        if (count == 1) firstModSeq = modSeq;
        lastModSeq = modSeq;
    }

    int count() { return count; }

    boolean isEmpty() { return count == 0; }

    int first() { return numbers[0]; }

    int last() { return numbers[count - 1]; }

    int[] numbers() { return Arrays.copyOf(numbers, count); }

    long highestModSeq() { return highestModSeq; }

    long firstModSeq() { return firstModSeq; }

    long lastModSeq() { return lastModSeq; }
}
