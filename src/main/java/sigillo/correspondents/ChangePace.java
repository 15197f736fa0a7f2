package sigillo.correspondents;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import sigillo.account.AccountId;

/** How often each account did something lately; knows only those that did. Any thread. */
final class ChangePace {
    private final int max;
    private final Duration within;
    private final Map<AccountId, Window> windows = new HashMap<>();

    private static final class Window {
        private final Instant since;
        private int times;

        Window(Instant since) { this.since = since; }
    }

    ChangePace(int max, Duration within) {
        this.max = max;
        this.within = within;
    }

    /** Whether it may once more; counted by that. */
    synchronized boolean enter(AccountId account, Instant now) {
        windows.values().removeIf(one -> !now.isBefore(one.since.plus(within)));
        return windows.computeIfAbsent(account, _ -> new Window(now)).times++ < max;
    }
}
