package sigillo.nodes;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;

/** What one look at the other nodes came to, and why a part of it failed. One thread. */
final class Heard {
    private final Set<PartitionName> changed = new HashSet<>();
    private final Set<NodeId> dead = new HashSet<>();
    private boolean hasMissed;
    private StoreException failure;

    Set<PartitionName> changed() { return changed; }

    Set<NodeId> dead() { return dead; }

    boolean hasMissed() { return hasMissed; }

    void changed(Collection<PartitionName> names) { changed.addAll(names); }

    void missed() { hasMissed = true; }

    /** Its last words went with it: whatever it did just before its end is told by nobody. */
    void died(NodeId node) {
        dead.add(node);
        hasMissed = true;
    }

    /** A part that the store does not give now is looked at the next time. */
    void tried(Runnable part) {
        try {
            part.run();
        } catch (StoreException later) {
            failure = later;
        }
    }

    void throwFailure() {
        if (failure != null) throw failure;
    }
}
