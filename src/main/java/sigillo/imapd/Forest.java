package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.IntToLongFunction;
import sigillo.imap.ImapWriter;

/** Threads as a client is told them: RFC 5256 section 4. Nodes below {@code count} are messages by their places, others none. */
final class Forest {
    private static final int NONE = -1;

    private final int count;
    private int[] firstChild;
    private int[] lastChild;
    private int[] nextSibling;
    private int firstRoot = NONE;
    private int lastRoot = NONE;

    Forest(int count) {
        this.count = count;
        this.firstChild = filled(count);
        this.lastChild = filled(count);
        this.nextSibling = filled(count);
    }

    private static int[] filled(int size) {
        var array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    /** A node that is no message. */
    private void room(int node) {
        if (node < firstChild.length) return;
        int before = firstChild.length;
        int size = Math.max(node + 1, before + before / 2);
        firstChild = Arrays.copyOf(firstChild, size);
        lastChild = Arrays.copyOf(lastChild, size);
        nextSibling = Arrays.copyOf(nextSibling, size);
        for (var array : new int[][] {firstChild, lastChild, nextSibling}) Arrays.fill(array, before, size, NONE);
    }

    /** Behind those that it has. */
    void addChild(int parent, int child) {
        room(Math.max(parent, child));
        if (firstChild[parent] == NONE) firstChild[parent] = child;
        else nextSibling[lastChild[parent]] = child;
        lastChild[parent] = child;
    }

    void addRoot(int root) {
        room(root);
        if (firstRoot == NONE) firstRoot = root;
        else nextSibling[lastRoot] = root;
        lastRoot = root;
    }

    /** However deep it is, without recursion. {@code name}: of a message by its place. */
    void write(ImapWriter out, IntToLongFunction name) throws IOException {
        if (firstRoot == NONE) {
            out.line("* THREAD");
            return;
        }
        out.raw("* THREAD ");
        for (int root = firstRoot; root != NONE; root = nextSibling[root]) write(root, out, name);
        out.crlf();
    }

    private void write(int root, ImapWriter out, IntToLongFunction name) throws IOException {
        Deque<Integer> siblings = new ArrayDeque<>(); // of each bracket that is open but the first: who comes next
        boolean spaced = false;
        out.raw("(");
        for (int node = root; node != NONE; ) {
            if (node < count) {
                out.raw(spaced ? " " : "").number(name.applyAsLong(node));
                spaced = true;
            }
            int child = firstChild[node];
            if (child == NONE) {
                node = closed(siblings, out);
                spaced = false;
            } else {
                if (nextSibling[child] != NONE) {
                    out.raw(spaced ? " (" : "(");
                    siblings.push(nextSibling[child]);
                    spaced = false;
                }
                node = child;
            }
        }
    }

    /** Ends brackets until one is followed by another, and begins that; {@link #NONE} when all have ended. */
    private int closed(Deque<Integer> siblings, ImapWriter out) throws IOException {
        while (true) {
            out.raw(")");
            if (siblings.isEmpty()) return NONE;
            int next = siblings.pop();
            if (next == NONE) continue;
            siblings.push(nextSibling[next]);
            out.raw("(");
            return next;
        }
    }
}
