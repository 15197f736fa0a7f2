package sigillo.imapd;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import sigillo.search.Progress;

/**
 * Steps 4 to 6 of RFC 5256 section 3's REFERENCES: threads of one subject belong together, and all are in the order of their
 * dates. Nodes are those of {@link Containers}, and some more, each above two threads that nothing else is above.
 */
final class SameSubject {
    private static final int NONE = -1;

    private final int count;
    private final long[] dates;     // by message
    private final long[] subjects;
    private final boolean[] replies;
    private final Progress progress;
    private int[] above;            // by node
    private final int[] joined;     // by node that is no message: the one that has its children from step 5 on
    private long[] earliest = {};   // by node
    private int[] firstMessage = {}; // by node
    private int size;

    /** {@code above} becomes its own. */
    SameSubject(int count, long[] dates, long[] subjects, boolean[] replies, int[] above, Progress progress) {
        this.count = count;
        this.dates = dates;
        this.subjects = subjects;
        this.replies = replies;
        this.progress = progress;
        this.above = above;
        this.size = above.length;
        this.joined = new int[size - count];
        Arrays.fill(joined, NONE);
    }

    /** Step 6. */
    Forest forest() {
        date();
        gather();
        for (int node = 0; node < size; node++) above[node] = joined(above[node]);
        date();
        var forest = new Forest(count);
        for (int node : inOrder(node -> true)) {
            if (above[node] == NONE) forest.addRoot(node);
            else forest.addChild(above[node], node);
        }
        return forest;
    }

    private int joined(int node) {
        if (node < count || node - count >= joined.length || joined[node - count] == NONE) return node;
        return joined[node - count];
    }

    // ---- step 4 ----

    /** Of what is no message, that of its earliest child. */
    private void date() {
        earliest = null;
        firstMessage = null;
        earliest = new long[size];
        firstMessage = new int[size];
        Arrays.fill(earliest, Long.MAX_VALUE);
        Arrays.fill(firstMessage, NONE);
        for (int place = 0; place < count; place++) {
            earliest[place] = dates[place];
            firstMessage[place] = place;
            int top = above[place];
            if (top < count || firstMessage[top] != NONE && earliest[top] <= dates[place]) continue;
            earliest[top] = dates[place];
            firstMessage[top] = place;
        }
    }

    /** By date; what is no message behind the message that it has its date of. */
    private int[] inOrder(IntPredicate wanted) {
        var order = IntStream.range(0, size).filter(node -> firstMessage[node] != NONE && wanted.test(node)).toArray();
        sort(order, new int[order.length], 0, order.length);
        return order;
    }

    /** Stable, and without an object for each. */
    private void sort(int[] order, int[] merged, int start, int end) {
        if (end - start < 2) return;
        progress.check();
        int middle = start + end >>> 1;
        sort(order, merged, start, middle);
        sort(order, merged, middle, end);
        System.arraycopy(order, start, merged, start, end - start);
        int left = start;
        int right = middle;
        for (int to = start; to < end; to++) {
            boolean takesLeft = right >= end || left < middle && !isAfter(merged[left], merged[right]);
            order[to] = takesLeft ? merged[left++] : merged[right++];
        }
    }

    private boolean isAfter(int one, int other) {
        return earliest[one] != earliest[other] ? earliest[one] > earliest[other] : firstMessage[one] > firstMessage[other];
    }

    // ---- step 5 ----

    private boolean isNone(int node) { return node >= count; }

    private void gather() {
        var roots = inOrder(node -> above[node] == NONE);
        var table = new IdTable(roots.length);
        for (int root : roots) {
            long subject = subjects[firstMessage[root]];
            if (subject == 0) continue;
            int there = table.get(subject);
            table.put(subject, there == IdTable.NONE ? root : better(there, root));
        }
        for (int root : roots) {
            progress.check();
            long subject = subjects[firstMessage[root]];
            if (subject != 0 && table.get(subject) != root) join(subject, table, root);
        }
    }

    /** Step 5 B: what is no message before one that is, and what is no answer before an answer. */
    private int better(int there, int other) {
        if (isNone(there)) return there;
        return isNone(other) || replies[there] && !replies[other] ? other : there;
    }

    /** Step 5 C. */
    private void join(long subject, IdTable table, int root) {
        int there = table.get(subject);
        if (isNone(there) && isNone(root)) {
            joined[root - count] = there; // which has its children from now on
        } else if (isNone(there) || replies[root] && !replies[there]) {
            above[root] = there;
        } else {
            int both = node();
            above[there] = both;
            above[root] = both;
            table.put(subject, both);
        }
    }

    private int node() {
        if (size == above.length) above = Arrays.copyOf(above, size + size / 8 + 16);
        above[size] = NONE;
        return size++;
    }
}
