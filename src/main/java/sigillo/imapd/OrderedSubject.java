package sigillo.imapd;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import sigillo.imap.SortKey;

/** THREAD=ORDEREDSUBJECT: RFC 5256 section 3. One thread a base subject, the earliest message with all others below it. */
final class OrderedSubject {
    /** Of a message: it is sorted, and perhaps its thread, and it has a place in the forest. */
    static final int OCTETS = 72;

    private OrderedSubject() {}

    static Forest forest(int count, SortKeys keys) throws IOException {
        var sorting = new Sorting(count, keys);
        sorting.refine(new SortKey(SortKey.Field.SUBJECT, false));
        var threads = (BitSet) sorting.groups().clone();
        var order = sorting.by(List.of(new SortKey(SortKey.Field.DATE, false)));
        var forest = new Forest(count);
        var heads = new BitSet(count);
        int head = -1;
        for (int i = 0; i < count; i++) {
            if (threads.get(i)) {
                head = order[i];
                heads.set(head);
            } else {
                forest.addChild(head, order[i]);
            }
        }
        roots(forest, heads, keys);
        return forest;
    }

    /** By the date of their first message. */
    private static void roots(Forest forest, BitSet heads, SortKeys keys) throws IOException {
        var places = heads.stream().toArray();
        var byDate = new Sorting(places.length, (field, offset, wanted, out) -> {
            var mapped = new BitSet();
            wanted.stream().forEach(i -> mapped.set(places[i]));
            keys.read(field, offset, mapped, (place, chunk, hash) -> out.at(java.util.Arrays.binarySearch(places, place), chunk, hash));
        });
        for (int i : byDate.by(List.of(new SortKey(SortKey.Field.DATE, false)))) forest.addRoot(places[i]);
    }
}
