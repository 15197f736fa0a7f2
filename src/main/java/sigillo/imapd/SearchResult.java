package sigillo.imapd;

import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;

/**
 * What a search or sort has found: numbers of messages. As they are found, ascending, a bit for each message of the mailbox;
 * once they are {@link #listed}, in the order in which they are told, four octets each.
 */
final class SearchResult {
    private long[] bits = {}; // from that of the first word on
    private int firstWord;
    private int[] list; // null until they are listed
    private int count;
    private int first;
    private int last;
    private long highestModSeq;

    /** Higher than those before. {@code modSeq} is 0 when nobody asked for it. */
    void add(int number, long modSeq) {
        int word = number >> 6;
        if (count == 0) {
            first = number;
            firstWord = word;
        }
        if (word - firstWord >= bits.length) bits = Arrays.copyOf(bits, Math.max(word - firstWord + 1, bits.length + bits.length / 2));
        bits[word - firstWord] |= 1L << number;
        last = number;
        count++;
        highestModSeq = Math.max(highestModSeq, modSeq);
    }

    /** One after the other. */
    static SearchResult of(List<SearchResult> parts) {
        var all = new SearchResult();
        var there = parts.stream().filter(part -> !part.isEmpty()).toList();
        if (there.isEmpty()) return all;
        all.first = there.getFirst().first;
        all.last = there.getLast().last;
        all.firstWord = all.first >> 6;
        all.bits = new long[(all.last >> 6) - all.firstWord + 1];
        for (var part : there) {
            for (int i = 0; i <= (part.last >> 6) - part.firstWord; i++) all.bits[part.firstWord + i - all.firstWord] |= part.bits[i];
            all.count += part.count;
            all.highestModSeq = Math.max(all.highestModSeq, part.highestModSeq);
        }
        return all;
    }

    int count() { return count; }

    boolean isEmpty() { return count == 0; }

    int first() { return first; }

    int last() { return last; }

    /** The numbers from one place on, counted from 0, in the order in which they are told. */
    PrimitiveIterator.OfInt from(int place) { return list != null ? Arrays.stream(list, place, count).iterator() : new Bits(place); }

    private final class Bits implements PrimitiveIterator.OfInt {
        private int word;
        private long left;

        Bits(int place) {
            int before = place;
            left = bits.length == 0 ? 0 : bits[0];
            while (before >= Long.bitCount(left) && word < bits.length - 1) {
                before -= Long.bitCount(left);
                left = bits[++word];
            }
            while (before-- > 0) left &= left - 1;
        }

        @Override public boolean hasNext() {
            while (left == 0 && word < bits.length - 1) left = bits[++word];
            return left != 0;
        }

        @Override public int nextInt() {
            if (!hasNext()) throw new java.util.NoSuchElementException();
            int number = (firstWord + word << 6) + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            return number;
        }
    }

    /** The highest MODSEQ of all; 0 when nobody asked for it. */
    long highestModSeq() { return highestModSeq; }

    /** The same, so that {@link #number} tells them by their places. */
    SearchResult listed() {
        var numbers = new int[count];
        var each = from(0);
        for (int place = 0; place < count; place++) numbers[place] = each.nextInt();
        return listed(numbers);
    }

    private SearchResult listed(int[] numbers) {
        var listed = new SearchResult();
        listed.list = numbers;
        listed.count = numbers.length;
        listed.first = numbers.length == 0 ? 0 : numbers[0];
        listed.last = numbers.length == 0 ? 0 : numbers[numbers.length - 1];
        listed.highestModSeq = highestModSeq;
        return listed;
    }

    /** Of one that is {@link #listed}: at a place, counted from 0. */
    int number(int place) { return list[place]; }

    /** Of one that is {@link #listed}: the same in another order. */
    SearchResult ordered(int[] places) {
        var ordered = new int[count];
        for (int i = 0; i < count; i++) ordered[i] = list[places[i]];
        return listed(ordered);
    }

    /** What it holds. */
    long octets() { return list != null ? 4L * list.length : 8L * bits.length; }
}
