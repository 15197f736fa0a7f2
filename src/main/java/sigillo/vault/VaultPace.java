package sigillo.vault;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import sigillo.account.AccountId;

/** How much each account has written lately, and who writes now. Knows only accounts that did. Any thread. */
final class VaultPace {
    private final Map<AccountId, Window> windows = new HashMap<>();
    private final Set<AccountId> underWay = new HashSet<>();

    private static final class Window {
        private final Instant since;
        private int puts;
        private long octets;

        Window(Instant since) { this.since = since; }
    }

    enum Entered { YES, BUSY, SLOWED }

    /** {@link #leave} follows where it is YES. {@code octets}: that are to come. */
    synchronized Entered enter(AccountId account, long octets, Instant now) {
        windows.values().removeIf(one -> !now.isBefore(one.since.plus(VaultLimits.WINDOW)));
        var window = windows.computeIfAbsent(account, _ -> new Window(now));
        boolean isSlowed = window.puts >= VaultLimits.PUTS_IN_WINDOW_MAX
            || window.octets + octets > VaultLimits.OCTETS_IN_WINDOW_MAX;
        if (isSlowed) return Entered.SLOWED;
        if (underWay.size() >= VaultLimits.AT_ONCE || !underWay.add(account)) return Entered.BUSY;
        window.puts++;
        window.octets += octets;
        return Entered.YES;
    }

    synchronized void leave(AccountId account) { underWay.remove(account); }
}
