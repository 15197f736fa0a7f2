package sigillo.popd;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.account.AccountId;

/** Which maildrops are open: one session each, RFC 1939 section 8. Any thread. */
final class Locks {
    private final Map<AccountId, Peer> open = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();

    /**
     * True when it is the caller's now, who must {@link #leave} it; false when another had it all the time. Another that is quiet
     * for {@code quietMax} is cut, and has deleted nothing then.
     */
    boolean enter(AccountId account, Peer peer, Duration wait, Duration quietMax) {
        lock.lock();
        try {
            for (long nanos = wait.toNanos(); open.containsKey(account); nanos = left.awaitNanos(nanos)) {
                if (nanos <= 0) return false;
                var there = open.get(account);
                if (there.quiet().compareTo(quietMax) >= 0) there.cut();
            }
            open.put(account, peer);
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
