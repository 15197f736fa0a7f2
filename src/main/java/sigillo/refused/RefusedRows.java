package sigillo.refused;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * A row for each account and day, sealed to its place under the server's key, since it names people:
 *
 * <pre>
 * d/account/day4    see {@link Day}
 * </pre>
 */
final class RefusedRows {
    private static final System.Logger LOG = System.getLogger("sigillo.refused");
    private static final PartitionName PARTITION = new PartitionName("refused");

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;

    RefusedRows(Store store, Secret key, Randomness randomness) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
    }

    void add(AccountId account, LocalDate date, List<Refusal> more, Predicate<Refusal> known) {
        var row = row(account, date);
        transactions.write(Batch.Lane.BULK, tx -> {
            var day = tx.get(row).map(value -> opened(row, date, value)).orElse(Day.empty(date)).and(more, known);
            tx.put(row, SealedRow.seal(key, row.toArray(), day.encode(), randomness));
            return null;
        });
    }

    /** The latest first, from that day on. */
    List<Day> since(AccountId account, LocalDate from) {
        var days = new ArrayList<Day>();
        transactions.partition().range(row(account, from), prefix(account).afterPrefix(), true, (row, value) -> {
            opened(row, date(row), value).unlessEmpty().ifPresent(days::add);
            return true;
        });
        return days;
    }

    /** One that is damaged or put back from elsewhere says nothing, and is no reason to lose what comes. */
    private Day opened(Bytes row, LocalDate date, byte[] value) {
        try {
            return Day.decode(date, SealedRow.open(key, row.toArray(), value));
        } catch (SealBroken | StoreException broken) {
            LOG.log(Level.WARNING, "what was refused on " + date + " is not as this server wrote it: " + broken.getMessage());
            return Day.empty(date);
        }
    }

    /** Of all accounts, those of before that day. */
    void removeBefore(LocalDate day) {
        var rows = new ArrayList<Bytes>();
        var prefix = Bytes.utf8("d/");
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, _) -> {
            if (date(row).isBefore(day)) rows.add(row);
            return true;
        });
        delete(rows);
    }

    void forget(AccountId account) {
        var rows = new ArrayList<Bytes>();
        var prefix = prefix(account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, _) -> rows.add(row));
        delete(rows);
    }

    private void delete(List<Bytes> rows) {
        for (int from = 0; from < rows.size(); from += RefusedLimits.PAGE) {
            var page = rows.subList(from, Math.min(rows.size(), from + RefusedLimits.PAGE));
            transactions.write(Batch.Lane.BULK, tx -> {
                page.forEach(tx::delete);
                return null;
            });
        }
    }

    private static LocalDate date(Bytes row) {
        return LocalDate.ofEpochDay(ByteBuffer.wrap(row.unsafeArray()).getInt(row.length() - Integer.BYTES));
    }

    private static Bytes row(AccountId account, LocalDate date) {
        var prefix = prefix(account);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length() + Integer.BYTES).put(prefix.unsafeArray())
            .putInt(Math.toIntExact(date.toEpochDay())).array());
    }

    private static Bytes prefix(AccountId account) { return Bytes.wrap(("d/" + account.text() + "/").getBytes(StandardCharsets.UTF_8)); }
}
