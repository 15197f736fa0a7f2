package sigillo.imapd;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import sigillo.account.AccountId;

/** How many connections each account has open. Any thread. */
final class ConnectionCount {
    private final int max;
    private final ConcurrentMap<AccountId, Integer> open = new ConcurrentHashMap<>();

    private volatile Runnable entered = () -> { };

    ConnectionCount(int max) { this.max = max; }

    void whenEntered(Runnable entered) { this.entered = entered; }

    /** True when there is room for one more, which must then {@link #leave}. */
    boolean enter(AccountId account) {
        if (open.merge(account, 1, Integer::sum) > max) {
            leave(account);
            return false;
        }
        entered.run();
        return true;
    }

    void leave(AccountId account) { open.computeIfPresent(account, (_, n) -> n == 1 ? null : n - 1); }
}
