package sigillo.account;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.store.Tx;

/**
 * Within one commit: since when an account is full, and of how much its owner was warned. Both are forgotten when it
 * holds less of its limit again, whether it or the limit has changed: what a domain leaves changes with each mail of the
 * others. An account without a limit has no row of this.
 */
final class QuotaWork {
    /** Of these percent of the limit owners are warned. */
    private static final int[] WARNED_AT = {80, 95};
    /** From here on what is refused is refused because the account is full, and not because the message is large. */
    private static final int FULL = 95;
    /** So many percent less than a mark, and its warning may come again. */
    private static final int SLACK = 5;

    private final Tx tx;

    QuotaWork(Tx tx) { this.tx = tx; }

    static Usage usage(Reads reads, OptionalLong max) {
        var account = reads.get(Keys.ACCOUNT).map(AccountRow::decode).orElseGet(AccountRow::new);
        var row = reads.get(Keys.QUOTA).map(QuotaRow::decode);
        var since = row.filter(_ -> max.isPresent())
            .flatMap(one -> stillFull(one, percent(account.octets, max.getAsLong())));
        return new Usage(account.octets, max, since);
    }

    /** A message was not taken: since when none is. */
    Instant refused(long octets, long max, Instant now) {
        var row = row(max);
        if (percent(octets, max) < FULL) return now;
        if (row.fullSince().isEmpty()) put(new QuotaRow(max, row.warned(), Optional.of(now)));
        return row.fullSince().orElse(now);
    }

    /** A message was taken: of how many percent the owner is to be warned now, if of any. */
    Optional<Integer> grown(long octets, long max) {
        var before = row(max);
        int percent = percent(octets, max);
        int mark = mark(percent);
        var after = new QuotaRow(max, Math.max(mark, stillWarned(before, percent)), stillFull(before, percent));
        if (!after.equals(before)) put(after);
        return mark > stillWarned(before, percent) ? Optional.of(mark) : Optional.empty();
    }

    void shrunk(long octets) {
        var before = tx.get(Keys.QUOTA).map(QuotaRow::decode);
        if (before.isEmpty()) return;
        long max = before.get().octetsMax();
        int percent = percent(octets, max);
        put(new QuotaRow(max, stillWarned(before.get(), percent), stillFull(before.get(), percent)));
    }

    private QuotaRow row(long max) {
        return tx.get(Keys.QUOTA).map(QuotaRow::decode).orElseGet(() -> QuotaRow.none(max));
    }

    private void put(QuotaRow row) {
        if (row.isNothing()) tx.delete(Keys.QUOTA);
        else tx.put(Keys.QUOTA, row.encode());
    }

    private static Optional<Instant> stillFull(QuotaRow row, int percent) {
        return row.fullSince().filter(_ -> percent >= FULL);
    }

    private static int stillWarned(QuotaRow row, int percent) {
        return row.warned() <= percent + SLACK ? row.warned() : mark(percent + SLACK);
    }

    /** The highest that is reached; 0: none. */
    private static int mark(int percent) {
        int highest = 0;
        for (int mark : WARNED_AT) if (percent >= mark) highest = mark;
        return highest;
    }

    private static int percent(long octets, long max) {
        return max <= 0 ? 100 : (int) Math.min(1_000, (double) octets * 100 / max);
    }
}
