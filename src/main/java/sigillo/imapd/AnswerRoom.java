package sigillo.imapd;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import sigillo.account.AccountId;

/**
 * How much long answers hold while they are told, in the whole server: lists of mailboxes, results that were sorted or threaded,
 * changes of a mailbox, notes. A client that takes its time, or takes nothing, would have as many of them held as it has
 * connections. An account has a third of the room at most, and who finds none waits a moment for others. What is short is not
 * counted. Any thread.
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
    Held take(AccountId account, long octets) throws TooMany {
        if (octets <= SHORT_OCTETS) return Held.NOTHING;
        long counted = Math.min(octets, max / PARTS);
        enter(account, counted);
        return new Part(account, counted);
    }

    /** One thread. */
    private final class Part implements Held {
        private final AccountId account;
        private long counted;

        Part(AccountId account, long counted) {
            this.account = account;
            this.counted = counted;
        }

        @Override public void only(long octets) {
            long now = octets <= SHORT_OCTETS ? 0 : Math.min(octets, counted);
            leave(account, counted - now);
            counted = now;
        }

        @Override public void close() { leave(account, counted); }
    }

    private synchronized void enter(AccountId account, long octets) throws TooMany {
        long end = System.nanoTime() + patience.toNanos();
        while (all + octets > max || held.getOrDefault(account, 0L) + octets > max / PARTS) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new TooMany();
            await(left);
        }
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

    private synchronized void leave(AccountId account, long octets) {
        all -= octets;
        held.computeIfPresent(account, (_, before) -> before == octets ? null : Long.valueOf(before - octets));
        notifyAll();
    }

    /** Octets of those that are being told. */
    synchronized long held() { return all; }
}
