package sigillo.popd;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.account.AccountId;

/** Which maildrops are open: one session each, RFC 1939 section 8. Any thread. */
final class Locks {
    private final Set<AccountId> open = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();

    /** True when it is the caller's now, who must {@link #leave} it; false when another had it all the time. */
    boolean enter(AccountId account, Duration wait) {
        lock.lock();
        try {
            for (long nanos = wait.toNanos(); !open.add(account); nanos = left.awaitNanos(nanos)) {
                if (nanos <= 0) return false;
            }
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    void leave(AccountId account) {
        lock.lock();
        try {
            open.remove(account);
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
