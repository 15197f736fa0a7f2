package sigillo.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import sigillo.base.Bytes;

/** What the writers of a round have written so far, above what is committed. Used by the round's leader only. */
final class Overlay {
    private final Partition partition;
    private final long base;
    private final TreeMap<Bytes, Batch.Write> writes = new TreeMap<>();
    private final List<Runnable> actions = new ArrayList<>();
    private long octets;

    Overlay(Partition partition) {
        this.partition = partition;
        this.base = partition.revision();
    }

    /** The revision on which the round stands. */
    long base() { return base; }

    boolean isEmpty() { return writes.isEmpty(); }

    /** About what the writes hold in memory. */
    long octets() { return octets; }

    List<Runnable> actions() { return Collections.unmodifiableList(actions); }

    Batch batch(UUID commitId, Batch.Lane lane, boolean givesSpace) {
        return new Batch(base, commitId, lane, List.copyOf(writes.values()), givesSpace);
    }

    Optional<byte[]> get(Bytes key) {
        return switch (writes.get(key)) {
            case null -> partition.get(key);
            case Batch.Write.Put(_, var value) -> Optional.of(value.clone());
            case Batch.Write.Delete _ -> Optional.empty();
        };
    }

    void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor) {
        if (from.compareTo(to) >= 0) return;
        NavigableMap<Bytes, Batch.Write> within = writes.subMap(from, true, to, false);
        if (within.isEmpty()) {
            partition.range(from, to, reverse, visitor);
            return;
        }
        var merge = new Merge(reverse ? within.descendingMap() : within, reverse, visitor);
        partition.range(from, to, reverse, merge);
        merge.finish();
    }

    /** Writes, and returns what stood in the overlay under that key before; null when nothing did. */
    Batch.Write write(Batch.Write write) { return writes.put(write.key(), write); }

    void restore(Bytes key, Batch.Write before) {
        if (before == null) writes.remove(key);
        else writes.put(key, before);
    }

    void add(long moreOctets, List<Runnable> moreActions) {
        octets += moreOctets;
        actions.addAll(moreActions);
    }
}
