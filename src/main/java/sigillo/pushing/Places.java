package sigillo.pushing;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import sigillo.account.AccountId;

/**
 * So many of an account at a time: one whose service is slow keeps the others of all accounts waiting no longer than
 * that. What is beyond waits here; there is no more of it than an account has subscriptions. Any thread.
 */
final class Places<T> {
    private final int ofAccount;
    private final Map<AccountId, Taken<T>> taken = new HashMap<>();

    private static final class Taken<T> {
        private final Queue<T> waiting = new ArrayDeque<>();
        private int count;
    }

    Places(int ofAccount) { this.ofAccount = ofAccount; }

    /** Whether there is a place, for which {@link #leave} is called. Else {@code one} waits until that gives it back. */
    synchronized boolean enter(AccountId account, T one) {
        var its = taken.computeIfAbsent(account, _ -> new Taken<>());
        if (its.count < ofAccount) {
            its.count++;
            return true;
        }
        its.waiting.add(one);
        return false;
    }

    /** What has waited longest, to enter once more. */
    synchronized Optional<T> leave(AccountId account) {
        var its = taken.get(account);
        if (--its.count == 0 && its.waiting.isEmpty()) taken.remove(account);
        return Optional.ofNullable(its.waiting.poll());
    }
}
