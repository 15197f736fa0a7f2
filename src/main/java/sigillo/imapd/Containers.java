package sigillo.imapd;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The steps of RFC 5256 section 3's REFERENCES. A node below the number of messages is the message at that place; others stand
 * for messages that are only referred to, or that were never there. Ids and subjects are hashes, 0 for none.
 */
final class Containers {
    private static final int NONE = -1;
    /** A chain that is longer is cut: each new link looks upwards for a loop. */
    private static final int DEPTH_MAX = 1_000;
    /** Ids that are only referred to, for each message: of more, one can make nothing anyway. */
    private static final int UNKNOWN_BY_MESSAGE_MAX = 3;

    private final int count;
    private final long[] dates;
    private final long[] subjects;
    private final boolean[] replies;
    private final Map<Long, Integer> byId = new HashMap<>();
    private int[] parents;
    private int[] messages; // of a container of an id: the place of its message; NONE when that has not come
    private int nodes;

    Containers(int count) {
        this.count = count;
        this.dates = new long[count];
        this.subjects = new long[count];
        this.replies = new boolean[count];
        this.parents = new int[count];
        this.messages = new int[count];
        Arrays.fill(parents, NONE);
        for (int i = 0; i < count; i++) messages[i] = i;
        this.nodes = count;
    }

    void describe(int place, long date, long subject, boolean reply) {
        dates[place] = date;
        subjects[place] = subject;
        replies[place] = reply;
    }

    // ---- step 1: who is below whom ----

    /** {@code references}: the nearest last. A second message of an id has none. */
    void add(int place, long own, long[] references) {
        int node = own == 0 ? place : container(own, place);
        int before = NONE;
        for (long id : references) {
            int next = id == own && own != 0 ? NONE : container(id, NONE);
            if (next == NONE) continue;
            if (before != NONE && parents[next] == NONE) link(before, next);
            before = next;
        }
        parents[node] = NONE; // what others guessed of it gives way to what it says itself
        if (before != NONE) link(before, node);
    }

    /** The node of an id; {@code place}: of its message, when that has come. NONE when there are too many. */
    private int container(long id, int place) {
        var known = byId.get(id);
        if (known == null) {
            if (place == NONE && nodes - count >= (long) UNKNOWN_BY_MESSAGE_MAX * count) return NONE;
            int node = place != NONE ? place : unknown();
            byId.put(id, node);
            return node;
        }
        if (place == NONE) return known;
        if (messages[known] != NONE) return place; // two messages of one id: the second stands for itself
        messages[known] = place;
        parents[place] = known; // a way to its node, which is the one that has links
        return known;
    }

    private int unknown() {
        if (nodes == parents.length) {
            int size = Math.max(16, nodes + nodes / 2);
            parents = Arrays.copyOf(parents, size);
            messages = Arrays.copyOf(messages, size);
        }
        parents[nodes] = NONE;
        messages[nodes] = NONE;
        return nodes++;
    }

    private void link(int above, int below) {
        int depth = 0;
        for (int node = above; node != NONE; node = parents[node]) {
            if (node == below || ++depth > DEPTH_MAX) return;
        }
        parents[below] = above;
    }

    // ---- steps 2 and 3: messages only, and below nothing what has several of them ----

    /** By node: the message, or the top that is none, above each message; NONE for a root. */
    private int[] pruned() {
        var above = new int[nodes];
        Arrays.fill(above, NONE);
        var children = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            int place = messages[node];
            if (place == NONE || node < count && isElsewhere(node)) continue;
            int top = NONE;
            int next = parents[node];
            while (next != NONE && messages[next] == NONE) {
                top = next;
                next = parents[next];
            }
            above[place] = next != NONE ? messages[next] : top;
            if (above[place] >= count) children[above[place]]++;
        }
        for (int place = 0; place < count; place++) {
            if (above[place] >= count && children[above[place]] == 1) above[place] = NONE;
        }
        return above;
    }

    /** The message has the node of an id that was referred to before it came. */
    private boolean isElsewhere(int place) { return parents[place] >= count && messages[parents[place]] == place; }

    // ---- steps 4 to 6 ----

    Forest forest() {
        var subjects = new SameSubject(pruned());
        subjects.gather();
        return subjects.forest();
    }

    /** Step 5: threads of one subject belong together. */
    private final class SameSubject {
        private int[] above;
        private long[] earliest;    // by node
        private int[] firstMessage; // by node
        private final Map<Long, Integer> table = new HashMap<>();
        private final Map<Integer, Integer> joined = new HashMap<>();
        private int size;

        SameSubject(int[] above) {
            this.above = above;
            this.size = above.length;
            date();
        }

        /** Of what is no message, that of its earliest child: RFC 5256 section 3, step 4. */
        private void date() {
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

        private int[] roots() {
            return IntStream.range(0, size).filter(node -> above[node] == NONE && firstMessage[node] != NONE).boxed()
                .sorted(byDate()).mapToInt(Integer::intValue).toArray();
        }

        private Comparator<Integer> byDate() {
            return Comparator.comparingLong((Integer node) -> earliest[node]).thenComparingInt(node -> firstMessage[node]);
        }

        private boolean isNone(int node) { return node >= count; }

        void gather() {
            var roots = roots();
            for (int root : roots) {
                long subject = subjects[firstMessage[root]];
                if (subject != 0) table.merge(subject, root, this::better);
            }
            for (int root : roots) {
                long subject = subjects[firstMessage[root]];
                if (subject != 0 && table.get(subject) != root) join(subject, table.get(subject), root);
            }
        }

        /** Step 5 B: what is no message before one that is, and what is no answer before an answer. */
        private int better(int there, int other) {
            if (isNone(there)) return there;
            return isNone(other) || replies[there] && !replies[other] ? other : there;
        }

        /** Step 5 C. */
        private void join(long subject, int there, int root) {
            if (isNone(there) && isNone(root)) {
                joined.put(root, there); // which has its children from now on
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
            if (size == above.length) above = Arrays.copyOf(above, size + size / 2 + 16);
            above[size] = NONE;
            return size++;
        }

        /** Step 6: all in the order of their dates. */
        Forest forest() {
            for (int node = 0; node < size; node++) above[node] = joined.getOrDefault(above[node], above[node]);
            date();
            var forest = new Forest(count);
            IntStream.range(0, size).filter(node -> firstMessage[node] != NONE).boxed().sorted(byDate()).forEach(node -> {
                if (above[node] == NONE) forest.addRoot(node);
                else forest.addChild(above[node], node);
            });
            return forest;
        }
    }
}
