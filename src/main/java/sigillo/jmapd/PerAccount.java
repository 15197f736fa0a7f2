package sigillo.jmapd;

import java.util.concurrent.ConcurrentHashMap;
import sigillo.account.AccountId;

/** How many requests each account has under way. Any thread. */
final class PerAccount {
    private final int max;
    private final ConcurrentHashMap<AccountId, Integer> counts = new ConcurrentHashMap<>();

    PerAccount(int max) { this.max = max; }

    /** False when there are as many as there may be; else {@link #leave}. */
    boolean enter(AccountId account) {
        var entered = new boolean[1];
        counts.compute(account, (_, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < max;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    void leave(AccountId account) { counts.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1); }
}
