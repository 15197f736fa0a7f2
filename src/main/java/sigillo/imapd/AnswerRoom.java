package sigillo.imapd;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import sigillo.account.AccountId;

/**
 * How much long answers hold while they are told, in the whole server: lists of mailboxes, results that were sorted or threaded,
 * changes of a mailbox, notes. A client that takes its time, or takes nothing, would have as many of them held as it has
 * connections. An account has a third of the room at most, and who finds none waits a moment for others. What is short is not
 * counted. One that is longer than a third is told while no other such is, of anybody: so each is possible, and never more is held
 * than the room and what one answer is longer. Any thread.
 */
final class AnswerRoom {
    /** What any connection may hold besides; in octets. */
    static final int SHORT_OCTETS = 16 << 10;
    /** Of a mailbox in a list, and of a change; in octets, as measured. */
    static final int ENTRY_OCTETS = 200;
    private static final int PARTS = 3;

    private final long max;
    private final Duration patience;
    private final Map<AccountId, Long> held = new HashMap<>();
    private long all;
    private boolean longOne; // is told: longer than a part

    /** {@code octets}: of all together. {@code patience}: so long who finds no room waits for it. */
    AnswerRoom(long octets, Duration patience) {
        this.max = octets;
        this.patience = patience;
    }

    /** Of one answer: closed when it is told. */
    interface Held extends AutoCloseable {
        Held NOTHING = () -> { };

        /** It has become known that it is no more than so many octets; the rest is free for others. */
        default void only(long octets) { }

        @Override void close();
    }

    /** Throws {@link TooMany} when there is no room for so many octets; one answer counts as an account's part at most. */
    Held take(AccountId account, long octets) throws TooMany { return take(account, octets, patience); }

    /** As {@link #take}, but waits for nobody. */
    Held takeNow(AccountId account, long octets) throws TooMany { return take(account, octets, Duration.ZERO); }

    private Held take(AccountId account, long octets, Duration wait) throws TooMany {
        if (octets <= SHORT_OCTETS) return Held.NOTHING;
        long counted = Math.min(octets, max / PARTS);
        boolean isLong = octets > counted;
        enter(account, counted, isLong, wait);
        return new Part(account, counted, isLong);
    }

    /** One thread. */
    private final class Part implements Held {
        private final AccountId account;
        private long counted;
        private boolean isLong;

        Part(AccountId account, long counted, boolean isLong) {
            this.account = account;
            this.counted = counted;
            this.isLong = isLong;
        }

        @Override public void only(long octets) {
            long now = octets <= SHORT_OCTETS ? 0 : Math.min(octets, counted);
            boolean isLongNow = isLong && octets > max / PARTS;
            leave(account, counted - now, isLong && !isLongNow);
            counted = now;
            isLong = isLongNow;
        }

        @Override public void close() {
            leave(account, counted, isLong);
            counted = 0;
            isLong = false;
        }
    }

    private synchronized void enter(AccountId account, long octets, boolean isLong, Duration wait) throws TooMany {
        long end = System.nanoTime() + wait.toNanos();
        while (longOne && isLong || all + octets > max || held.getOrDefault(account, 0L) + octets > max / PARTS) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new TooMany();
            await(left);
        }
        longOne |= isLong;
        all += octets;
        held.merge(account, octets, Long::sum);
    }

    private void await(long millis) throws TooMany {
        try {
            wait(millis);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new TooMany();
        }
    }

    private synchronized void leave(AccountId account, long octets, boolean wasLong) {
        if (wasLong) longOne = false;
        all -= octets;
        held.computeIfPresent(account, (_, before) -> before == octets ? null : Long.valueOf(before - octets));
        notifyAll();
    }

    /** Octets of those that are being told. */
    synchronized long held() { return all; }
}
