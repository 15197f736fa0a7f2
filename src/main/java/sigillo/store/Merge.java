package sigillo.store;

import java.util.Iterator;
import java.util.NavigableMap;
import sigillo.base.Bytes;

/** Visits what is committed with a round's writes in their places; both come in the same order. */
final class Merge implements Partition.Visitor {
    private final Iterator<Batch.Write> pending;
    private final boolean reverse;
    private final Partition.Visitor visitor;
    private Batch.Write next;
    private boolean stopped;

    Merge(NavigableMap<Bytes, Batch.Write> pending, boolean reverse, Partition.Visitor visitor) {
        this.pending = pending.values().iterator();
        this.reverse = reverse;
        this.visitor = visitor;
        advance();
    }

    /** Sees a committed row: first come the writes before it, and one under the same key stands for it. */
    @Override public boolean visit(Bytes key, byte[] value) {
        while (!stopped && next != null && order(next.key(), key) < 0) visitNext();
        if (stopped) return false;
        if (next != null && next.key().equals(key)) visitNext();
        else stopped = !visitor.visit(key, value);
        return !stopped;
    }

    /** Visits the writes after the last committed row. */
    void finish() {
        while (!stopped && next != null) visitNext();
    }

    private void visitNext() {
        if (next instanceof Batch.Write.Put(var key, var value)) stopped = !visitor.visit(key, value.clone());
        advance();
    }

    private void advance() { next = pending.hasNext() ? pending.next() : null; }

    private int order(Bytes a, Bytes b) { return reverse ? b.compareTo(a) : a.compareTo(b); }
}
