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
        private int held;

        Window(Instant since) { this.since = since; }

        boolean isOver(Instant now) { return underWay == 0 && held == 0 && !now.isBefore(since.plus(PictureLimits.WINDOW)); }
    }

    enum Entered { YES, BUSY, SLOWED }

    /** {@link #leave} follows where it is YES, or {@link #fetched} and then {@link #over}. */
    synchronized Entered enter(AccountId account, Instant now) {
        windows.values().removeIf(one -> one.isOver(now));
        var window = windows.computeIfAbsent(account, _ -> new Window(now));
        if (window.pictures >= PictureLimits.IN_WINDOW_MAX || window.octets >= PictureLimits.OCTETS_IN_WINDOW_MAX) return Entered.SLOWED;
        boolean isFull = window.underWay + window.held >= PictureLimits.HELD_OF_ACCOUNT;
        if (isFull || window.underWay >= PictureLimits.AT_ONCE_OF_ACCOUNT || underWay >= PictureLimits.AT_ONCE) return Entered.BUSY;
        window.pictures++;
        window.underWay++;
        underWay++;
        return Entered.YES;
    }

    /** It has come, and waits to be read, by whoever reads as slowly as he likes: nobody else waits for that. {@code octets}: that came. */
    synchronized void fetched(AccountId account, long octets) {
        leave(account, octets);
        windows.get(account).held++;
    }

    /** It was read, or will not be. */
    synchronized void over(AccountId account) { windows.get(account).held--; }

    /** {@code octets}: that came. */
    synchronized void leave(AccountId account, long octets) {
        var window = windows.get(account);
        window.octets += octets;
        window.underWay--;
        underWay--;
    }
}
