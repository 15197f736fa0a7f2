package sigillo.queue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.base.Bytes;

/** Who works on what: an entry's recipients at one destination have one hand on them at a time. In memory only. */
final class ClaimBook {
    private record Page(Bytes destination, long entry) {}

    private final Set<Page> taken = ConcurrentHashMap.newKeySet();

    /** True for one caller until {@link #release}. */
    boolean take(Bytes destination, long entry) { return taken.add(new Page(destination, entry)); }

    void release(Bytes destination, long entry) { taken.remove(new Page(destination, entry)); }
}
