package sigillo.sending;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * To whom each account has written, as hashes under a key that is not in the store, bound to the account: who has the store
 * reads no address and sees no friend whom two accounts have in common. A row each, with the day. Any thread.
 */
final class Known {
    private static final String USE = "sgl1/correspondent";
    private static final int VERSION = 1;
    private static final int TAG_OCTETS = 16;
    /** Rows that one commit deletes. */
    private static final int PAGE = 1_000;

    private final Transactions transactions;
    private final Secret key;

    Known(Transactions transactions, Secret key) {
        this.transactions = transactions;
        this.key = key;
    }

    /** Of the recipients of one message: {@code firsts} are not known, {@code noted} are to be kept, these among them. */
    record Met(int firsts, List<Bytes> noted) {}

    /** {@code today}: as of the epoch. */
    Met meet(AccountId account, List<Address> recipients, long today) {
        int firsts = 0;
        var noted = new ArrayList<Bytes>();
        for (var row : rowsOf(account, recipients)) {
            long seen = transactions.partition().get(row).map(Known::day).orElse(Long.MIN_VALUE);
            boolean isFirst = seen < today - SendingLimits.KNOWN_DAYS;
            if (isFirst) firsts++;
            if (isFirst || seen <= today - SendingLimits.NOTED_AGAIN_DAYS) noted.add(row);
        }
        return new Met(firsts, noted);
    }

    private Set<Bytes> rowsOf(AccountId account, List<Address> recipients) {
        var rows = new HashSet<Bytes>();
        var prefix = prefix(account);
        for (var recipient : recipients) {
            var tag = SealedRow.tag(key, USE, account.text() + "\0" + recipient.lookupKey());
            rows.add(Bytes.wrap(ByteBuffer.allocate(prefix.length() + TAG_OCTETS).put(prefix.unsafeArray()).put(tag).array()));
        }
        return rows;
    }

    /** Within {@link SendingLimits#KNOWN_DAYS}. */
    boolean has(AccountId account, Address recipient, long today) {
        return rowsOf(account, List.of(recipient)).stream().anyMatch(row ->
            transactions.partition().get(row).map(Known::day).orElse(Long.MIN_VALUE) >= today - SendingLimits.KNOWN_DAYS);
    }

    void note(Tx tx, List<Bytes> rows, long today) { for (var row : rows) tx.put(row, new RowOut(VERSION).number(today).done()); }

    /** Of a row that is none: never. */
    private static long day(byte[] row) {
        try {
            return new RowIn(row, VERSION).number();
        } catch (Damaged broken) {
            return Long.MIN_VALUE;
        }
    }

    private record Seen(Bytes row, long day) {}

    /** Forgets who was written to too long ago, and beyond the bound the longest ago. */
    void tidy(AccountId account, long today) {
        var all = new ArrayList<Seen>();
        var prefix = prefix(account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, value) -> all.add(new Seen(row, day(value))));
        all.sort(Comparator.comparingLong(Seen::day).reversed());
        delete(all.stream().skip(SendingLimits.KNOWN_MAX).map(Seen::row).toList());
        delete(all.stream().limit(SendingLimits.KNOWN_MAX).filter(one -> one.day() < today - SendingLimits.KNOWN_DAYS).map(Seen::row).toList());
    }

    void forget(AccountId account) {
        var prefix = prefix(account);
        var rows = new ArrayList<Bytes>();
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, _) -> rows.add(row));
        delete(rows);
    }

    private void delete(List<Bytes> rows) {
        for (int from = 0; from < rows.size(); from += PAGE) {
            var page = rows.subList(from, Math.min(rows.size(), from + PAGE));
            transactions.write(Batch.Lane.BULK, tx -> {
                page.forEach(tx::delete);
                return null;
            });
        }
    }

    private static Bytes prefix(AccountId account) { return Bytes.utf8("k/" + account.text() + "/"); }
}
