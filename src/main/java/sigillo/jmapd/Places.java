package sigillo.jmapd;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sigillo.account.AccountId;

/** Where requests are carried out: so many at a time, of which an account has a few, the others wait. Any thread. */
final class Places {
    /** {@code users}: who has a place of the account or waits for one; changed within {@link #accounts} only. */
    private static final class OfAccount {
        private final Semaphore free;
        private int users;

        OfAccount(int max) { free = new Semaphore(max, true); }
    }

    private final Semaphore free;
    private final int ofAccountMax;
    private final ConcurrentMap<AccountId, OfAccount> accounts = new ConcurrentHashMap<>();

    Places(int max, int ofAccountMax) {
        this.free = new Semaphore(max, true);
        this.ofAccountMax = ofAccountMax;
    }

    /** False when there is none in time; else {@link #leave}. */
    boolean enter(AccountId account, Duration within) throws InterruptedException {
        var mine = accounts.compute(account, (_, there) -> {
            var one = there == null ? new OfAccount(ofAccountMax) : there;
            one.users++;
            return one;
        });
        boolean isIn = false;
        try {
            return isIn = enter(mine, within.toNanos());
        } finally {
            if (!isIn) forget(account);
        }
    }

    /** Who waits for a place of his own account keeps none of all. */
    private boolean enter(OfAccount mine, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        if (!mine.free.tryAcquire(nanos, TimeUnit.NANOSECONDS)) return false;
        boolean isIn = false;
        try {
            return isIn = free.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } finally {
            if (!isIn) mine.free.release();
        }
    }

    void leave(AccountId account) {
        free.release();
        accounts.get(account).free.release();
        forget(account);
    }

    private void forget(AccountId account) {
        accounts.computeIfPresent(account, (_, there) -> --there.users == 0 ? null : there);
    }
}
