package sigillo.imapd;

import java.util.Arrays;
import java.util.BitSet;
import sigillo.search.Progress;

/**
 * Steps 1 to 3 of RFC 5256 section 3's REFERENCES: who is below whom. A node below the number of messages is the message at that
 * place; others stand for messages that are only referred to, or that were never there. Ids and subjects are hashes, 0 for none.
 * With {@link SameSubject} and the {@link Forest} {@link #OCTETS} a message are held.
 */
final class Containers {
    /** Of a message, whatever it refers to. */
    static final int OCTETS = 120;

    private static final int NONE = -1;
    /** A chain that is longer is cut: each new link looks upwards for a loop. */
    private static final int DEPTH_MAX = 1_000;
    /** Ids that are only referred to, for each message: of more, one can make nothing anyway. */
    private static final int UNKNOWN_BY_MESSAGE_MAX = 1;

    private final int count;
    private final long[] dates;
    private final long[] subjects;
    private final boolean[] replies;
    private IdTable byId;
    private final int[] parents;
    private final int[] messages; // of a container of an id: the place of its message; NONE when that has not come
    private int nodes;
    private long steps;

    Containers(int count) {
        this.count = count;
        int nodesMax = Math.toIntExact((1L + UNKNOWN_BY_MESSAGE_MAX) * count);
        this.dates = new long[count];
        this.subjects = new long[count];
        this.replies = new boolean[count];
        this.byId = new IdTable(nodesMax);
        this.parents = new int[nodesMax];
        this.messages = new int[nodesMax];
        Arrays.fill(parents, NONE);
        Arrays.fill(messages, NONE);
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
        int known = byId.get(id);
        if (known == IdTable.NONE) {
            if (place == NONE && nodes == parents.length) return NONE;
            int node = place != NONE ? place : nodes++;
            byId.put(id, node);
            return node;
        }
        if (place == NONE) return known;
        if (messages[known] != NONE) return place; // two messages of one id: the second stands for itself
        messages[known] = place;
        parents[place] = known; // a way to its node, which is the one that has links
        return known;
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
    private int[] pruned(Progress progress) {
        var above = new int[nodes];
        Arrays.fill(above, NONE);
        var one = new BitSet(); // what is no message and has a child
        var several = new BitSet();
        for (int node = 0; node < nodes; node++) {
            progress.check();
            int place = messages[node];
            if (place == NONE || node < count && isElsewhere(node)) continue;
            int next = aboveUnknown(node);
            above[place] = next != NONE && messages[next] != NONE ? messages[next] : next;
            if (above[place] < count) continue;
            if (one.get(above[place])) several.set(above[place]);
            one.set(above[place]);
        }
        for (int place = 0; place < count; place++) {
            if (above[place] >= count && !several.get(above[place])) above[place] = NONE;
        }
        return above;
    }

    /**
     * The nearest message above a node, or the top where there is none; NONE above a root. Strangers write References, and can
     * make the way up as long as they like: so those on it are put next to its end, and nobody goes it a second time.
     */
    private int aboveUnknown(int node) {
        int end = parents[node];
        for (; end != NONE && messages[end] == NONE && parents[end] != NONE; end = parents[end]) steps++;
        int next = parents[node];
        while (next != end) {
            int further = parents[next];
            parents[next] = end;
            next = further;
        }
        return end;
    }

    /** The message has the node of an id that was referred to before it came. */
    private boolean isElsewhere(int place) { return parents[place] >= count && messages[parents[place]] == place; }

    /** How often a look upwards passed what is no message. */
    long steps() { return steps; }

    // ---- steps 4 to 6 ----

    /** Once. */
    Forest forest(Progress progress) {
        byId = null; // its octets are wanted for what follows
        return new SameSubject(count, dates, subjects, replies, pruned(progress), progress).forest();
    }
}
