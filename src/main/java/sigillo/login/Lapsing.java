package sigillo.login;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sigillo.account.AccountId;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;

/** What is open by a token that holds for a while: over with the token, or with what was opened. Any thread. */
final class Lapsing implements Unlocked {
    private final Unlocked open;
    private final Instant end;
    private final Lapses lapses;
    private final List<Runnable> actions = new ArrayList<>();
    private boolean isWatched;
    private boolean isOver;
    private boolean isClosed;

    Lapsing(Unlocked open, Instant end, Lapses lapses) {
        this.open = open;
        this.end = end;
        this.lapses = lapses;
    }

    Instant end() { return end; }

    @Override public AccountId account() { return open.account(); }

    @Override public long slot() { return open.slot(); }

    @Override public long add(Way way) { return open.add(way); }

    @Override public void heal() { open.heal(); }

    @Override public boolean isWhole() { return open.isWhole(); }

    @Override public void whenEnded(Runnable action) {
        boolean isFirst;
        boolean isLate;
        synchronized (this) {
            if (isClosed) return;
            isLate = isOver;
            isFirst = !isWatched;
            isWatched = true;
            if (!isLate) actions.add(action);
        }
        if (isLate) action.run();
        else if (isFirst) watch();
    }

    private void watch() {
        open.whenEnded(this::lapse);
        lapses.add(this);
    }

    private synchronized boolean isOver() { return isOver; }

    /** The token holds no more, or what it opened was taken away. */
    void lapse() {
        lapses.remove(this); // also of what was closed, or has ended, before it was added
        List<Runnable> now;
        synchronized (this) {
            if (isOver || isClosed) return;
            isOver = true;
            now = List.copyOf(actions);
        }
        now.forEach(Runnable::run);
    }

    @Override public boolean stands() { return !isOver() && lapses.isBefore(end) && open.stands(); }

    @Override public void close() {
        synchronized (this) {
            isClosed = true;
        }
        lapses.remove(this);
        open.close();
    }
}
