package sigillo.pictures;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import sigillo.account.AccountId;

/** How much each account has fetched lately, and fetches now. Knows only accounts that did. Any thread. */
final class Allowance {
    private final Map<AccountId, Window> windows = new HashMap<>();
    private int underWay;

    private static final class Window {
        private final Instant since;
        private int pictures;
        private long octets;
        private int underWay;

        Window(Instant since) { this.since = since; }

        boolean isOver(Instant now) { return underWay == 0 && !now.isBefore(since.plus(PictureLimits.WINDOW)); }
    }

    enum Entered { YES, BUSY, SLOWED }

    /** {@link #leave} follows where it is YES. */
    synchronized Entered enter(AccountId account, Instant now) {
        windows.values().removeIf(one -> one.isOver(now));
        var window = windows.computeIfAbsent(account, _ -> new Window(now));
        if (window.pictures >= PictureLimits.IN_WINDOW_MAX || window.octets >= PictureLimits.OCTETS_IN_WINDOW_MAX) return Entered.SLOWED;
        if (window.underWay >= PictureLimits.AT_ONCE_OF_ACCOUNT || underWay >= PictureLimits.AT_ONCE) return Entered.BUSY;
        window.pictures++;
        window.underWay++;
        underWay++;
        return Entered.YES;
    }

    /** {@code octets}: that came. */
    synchronized void leave(AccountId account, long octets) {
        var window = windows.get(account);
        window.octets += octets;
        window.underWay--;
        underWay--;
    }
}
