package sigillo.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.store.StoreException;

/**
 * Who may obey a script now. One message of an account at a time, so that two that come at once are not both the first
 * to be answered; few of all, since a script may need some megabytes, and many messages come at once. Any thread.
 */
final class RuleTurns {
    /** As many scripts as run at a time; each is bounded by {@link sigillo.sieve.SieveLimits}. */
    private static final int TURNS = 2;
    private static final int STRIPES = 64;

    private final Duration wait;
    private final Semaphore turns = new Semaphore(TURNS, true);
    private final ReentrantLock[] locks =
        Stream.generate(() -> new ReentrantLock(true)).limit(STRIPES).toArray(ReentrantLock[]::new);

    /** {@code wait}: for others of the same account, and once more for all. */
    RuleTurns(Duration wait) { this.wait = wait; }

    interface Work<T> {
        T done() throws IOException;
    }

    /** Throws {@link StoreException} when others take too long: the message comes again. */
    <T> T take(AccountId account, Work<T> work) throws IOException {
        var lock = locks[Math.floorMod(account.hashCode(), STRIPES)];
        try {
            if (!lock.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) throw busy(null);
            try {
                if (!turns.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) throw busy(null);
                try {
                    return work.done();
                } finally {
                    turns.release();
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw busy(stopped);
        }
    }

    private static StoreException busy(InterruptedException why) {
        return new StoreException("rules of owners take too long", why);
    }
}
