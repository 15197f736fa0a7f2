package sigillo.queue;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.base.Bytes;

/**
 * Who works on what: an entry's recipients at one destination have one hand on them at a time, in this process by what
 * is in memory, among servers by {@link Leases}. Any thread.
 */
final class ClaimBook {
    private record Page(Bytes destination, long entry) {}

    private final Leases leases;
    private final Set<Page> taken = ConcurrentHashMap.newKeySet();
    private final Set<Page> leased = ConcurrentHashMap.newKeySet();
    /** What others have: until when it is not asked for again, by the clock that nobody sets. */
    private final Map<Page, Long> elsewhere = new ConcurrentHashMap<>();

    ClaimBook(Leases leases) { this.leases = leases; }

    /** True for one caller of this process until {@link #release}. Quick. */
    boolean take(Bytes destination, long entry) {
        var page = new Page(destination, entry);
        return !isElsewhere(page) && taken.add(page);
    }

    private boolean isElsewhere(Page page) {
        var until = elsewhere.get(page);
        if (until == null) return false;
        if (until - System.nanoTime() > 0) return true;
        elsewhere.remove(page, until);
        return false;
    }

    /**
     * What was taken is this server's among others. When it is not, it is released, and is not taken for some seconds.
     * Throws {@link sigillo.store.StoreException}; then it is to be released.
     */
    boolean lease(Bytes destination, long entry) {
        var page = new Page(destination, entry);
        if (leases.take(destination, entry)) {
            if (leases.areNeeded()) leased.add(page);
            return true;
        }
        forgetOld();
        elsewhere.put(page, System.nanoTime() + QueueLimits.ELSEWHERE_RETRY.toNanos());
        taken.remove(page);
        return false;
    }

    private void forgetOld() {
        long now = System.nanoTime();
        if (elsewhere.size() >= QueueLimits.ROWS_OF_A_CLAIM_MAX) elsewhere.values().removeIf(until -> until - now <= 0);
    }

    /** The lease has ended with what it was for. */
    void settled(Bytes destination, long entry) { leased.remove(new Page(destination, entry)); }

    void release(Bytes destination, long entry) {
        var page = new Page(destination, entry);
        if (leased.remove(page)) leases.giveUp(destination, entry);
        taken.remove(page);
    }

    /** Somebody has died: what he had may be taken. */
    void askAgain() { elsewhere.clear(); }
}
