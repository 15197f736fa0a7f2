package sigillo.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;

/**
 * What is open to a session, and to what came by it: a request, a stream of events. Those are told when the session ends;
 * it is closed when the last of them is over too, so that nothing is closed under who still reads. Any thread.
 */
final class Lending {
    private final Unlocked unlocked;
    private final Set<Loan> loans = new HashSet<>();
    private boolean isOver;

    /** {@code unlocked}: closed here. */
    Lending(Unlocked unlocked) { this.unlocked = unlocked; }

    Unlocked unlocked() { return unlocked; }

    /** Empty once the session is over. The caller's to close. */
    synchronized Optional<Unlocked> lend() {
        if (isOver) return Optional.empty();
        var loan = new Loan();
        loans.add(loan);
        return Optional.of(loan);
    }

    /** More than once is as once. */
    void end() {
        var told = new ArrayList<Runnable>();
        boolean isLast;
        synchronized (this) {
            if (isOver) return;
            isOver = true;
            loans.forEach(loan -> told.addAll(loan.actions));
            isLast = loans.isEmpty();
        }
        told.forEach(Runnable::run);
        if (isLast) unlocked.close();
    }

    private void back(Loan loan) {
        boolean isLast;
        synchronized (this) {
            isLast = loans.remove(loan) && isOver && loans.isEmpty();
        }
        if (isLast) unlocked.close();
    }

    private synchronized boolean isOver() { return isOver; }

    private final class Loan implements Unlocked {
        private final List<Runnable> actions = new ArrayList<>();

        @Override public AccountId account() { return unlocked.account(); }

        @Override public long slot() { return unlocked.slot(); }

        @Override public long add(Way way) { return unlocked.add(way); }

        @Override public void heal() { unlocked.heal(); }

        @Override public boolean isWhole() { return unlocked.isWhole(); }

        @Override public boolean stands() { return !isOver() && unlocked.stands(); }

        @Override public void whenEnded(Runnable action) {
            synchronized (Lending.this) {
                if (!loans.contains(this)) return; // closed
                if (!isOver) {
                    actions.add(action);
                    return;
                }
            }
            action.run();
        }

        @Override public void close() { back(this); }
    }
}
