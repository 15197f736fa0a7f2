package sigillo.store.memory;

import sigillo.base.Bytes;
import sigillo.store.Partition;

/**
 * An immutable ordered map: every change gives a new tree that shares most of the old one, so a reader keeps the state
 * it began with while others write. A treap: a heap in the hashes of its keys, which keeps it about balanced. Null is
 * the empty tree.
 */
record PersistentTree(Bytes key, byte[] value, PersistentTree left, PersistentTree right) {

    static PersistentTree put(PersistentTree tree, Bytes key, byte[] value) {
        var without = remove(tree, key);
        return merge(merge(below(without, key), new PersistentTree(key, value, null, null)), notBelow(without, key));
    }

    static PersistentTree remove(PersistentTree tree, Bytes key) {
        if (tree == null) return null;
        int order = key.compareTo(tree.key);
        if (order == 0) return merge(tree.left, tree.right);
        if (order < 0) {
            var left = remove(tree.left, key);
            return left == tree.left ? tree : tree.with(left, tree.right);
        }
        var right = remove(tree.right, key);
        return right == tree.right ? tree : tree.with(tree.left, right);
    }

    static byte[] get(PersistentTree tree, Bytes key) {
        for (var at = tree; at != null; ) {
            int order = key.compareTo(at.key);
            if (order == 0) return at.value;
            at = order < 0 ? at.left : at.right;
        }
        return null;
    }

    /** Visits all in order; false when the visitor has ended it. */
    static boolean each(PersistentTree tree, Partition.Visitor visitor) {
        return tree == null
            || each(tree.left, visitor) && visitor.visit(tree.key, tree.value) && each(tree.right, visitor);
    }

    /** Visits {@code [from, to)}; false when the visitor has ended it. */
    static boolean range(PersistentTree tree, Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor) {
        if (tree == null) return true;
        boolean afterFrom = from.compareTo(tree.key) <= 0;
        boolean beforeTo = tree.key.compareTo(to) < 0;
        var first = reverse ? tree.right : tree.left;
        var last = reverse ? tree.left : tree.right;
        if ((reverse ? beforeTo : afterFrom) && !range(first, from, to, reverse, visitor)) return false;
        if (afterFrom && beforeTo && !visitor.visit(tree.key, tree.value.clone())) return false;
        return !(reverse ? afterFrom : beforeTo) || range(last, from, to, reverse, visitor);
    }

    /** The keys less than {@code key}. */
    private static PersistentTree below(PersistentTree tree, Bytes key) {
        if (tree == null) return null;
        if (tree.key.compareTo(key) >= 0) return below(tree.left, key);
        return tree.with(tree.left, below(tree.right, key));
    }

    private static PersistentTree notBelow(PersistentTree tree, Bytes key) {
        if (tree == null) return null;
        if (tree.key.compareTo(key) < 0) return notBelow(tree.right, key);
        return tree.with(notBelow(tree.left, key), tree.right);
    }

    /** Both in one, when all keys of {@code left} are less than all of {@code right}. */
    private static PersistentTree merge(PersistentTree left, PersistentTree right) {
        if (left == null) return right;
        if (right == null) return left;
        return left.priority() > right.priority()
            ? left.with(left.left, merge(left.right, right))
            : right.with(merge(left, right.left), right.right);
    }

    private PersistentTree with(PersistentTree newLeft, PersistentTree newRight) {
        return new PersistentTree(key, value, newLeft, newRight);
    }

    /** Spread, since the hashes of neighbouring keys are neighbours. */
    private int priority() {
        int h = key.hashCode() * 0x9E3779B9;
        h ^= h >>> 15;
        return h * 0x85EBCA6B;
    }
}
