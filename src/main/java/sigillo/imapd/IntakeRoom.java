package sigillo.imapd;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import sigillo.account.AccountId;

/**
 * How many octets of messages one account may have on their way in at the same time, over all its connections: the spool has them
 * until their commands are whole, and others need it too. Any thread.
 */
final class IntakeRoom {
    private final long max;
    private final ConcurrentMap<AccountId, Long> taken = new ConcurrentHashMap<>();

    IntakeRoom(long max) { this.max = max; }

    /** Of one command: closed when its messages are kept, or are not. One thread. */
    final class Place implements AutoCloseable {
        private final AccountId account;
        private long octets;

        private Place(AccountId account) { this.account = account; }

        /** False, and nothing is taken, when they are too many. */
        boolean take(long more) {
            boolean fits = change(account, more) <= max;
            if (fits) octets += more;
            else change(account, -more);
            return fits;
        }

        @Override public void close() {
            if (octets > 0) change(account, -octets);
            octets = 0;
        }
    }

    Place of(AccountId account) { return new Place(account); }

    private long change(AccountId account, long by) {
        var now = taken.compute(account, (_, before) -> {
            long sum = (before == null ? 0 : before) + by;
            return sum == 0 ? null : Long.valueOf(sum);
        });
        return now == null ? 0 : now;
    }
}
