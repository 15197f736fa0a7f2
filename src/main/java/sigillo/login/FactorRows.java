package sigillo.login;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.keyring.Floors;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * The second factors in the store, a row of each account with this server's mark. What was turned on or off is noted
 * outside of the store, so that a row which was taken away or put back is missed: {@link Changed}, with an alarm. Any
 * thread.
 */
final class FactorRows {
    private static final PartitionName PARTITION = new PartitionName("factors");
    private static final String KIND = "t/";
    private static final int MARKED = 3;

    private final Transactions transactions;
    private final Vouching vouching;

    FactorRows(Store store, Vouching vouching) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.vouching = vouching;
    }

    /** Somebody else has written here. */
    static final class Changed extends StoreException {
        private static final long serialVersionUID = 1;

        Changed(AccountId account) {
            super("the second factor of account " + account + " was changed by somebody else", null);
        }
    }

    /** Empty when there never was one. Throws {@link Changed}. */
    Optional<FactorRow> of(AccountId account) { return read(account, transactions.partition()::get); }

    Optional<FactorRow> of(Tx tx, AccountId account) { return read(account, tx::get); }

    private Optional<FactorRow> read(AccountId account, Function<Bytes, Optional<byte[]>> rows) {
        int least = vouching.least(Floors.Of.FACTOR, account); // before the row: it is raised after a commit
        var row = rows.apply(key(account)).map(octets -> decode(account, octets));
        if (row.map(FactorRow::revision).orElse(0) >= least) return row;
        vouching.alarm(Vouching.Of.FACTOR, account, row.isEmpty() ? "was taken away" : "was put back");
        throw new Changed(account);
    }

    private FactorRow decode(AccountId account, byte[] octets) {
        try {
            var in = new RowIn(octets, MARKED);
            var text = in.sized();
            var mark = Bytes.wrap(in.fixed(Vouching.MARK_OCTETS));
            if (vouching.has(Vouching.Of.FACTOR, account, text, mark)) return FactorRow.decode(text);
        } catch (StoreException broken) {
            vouching.alarm(Vouching.Of.FACTOR, account, "is none: " + broken.getMessage());
        }
        throw new Changed(account);
    }

    /** One commit; of what it returns the revision is noted, and counts from then on. */
    <T> T write(AccountId account, Transactions.Work<T> work) {
        var result = transactions.write(work);
        note(account);
        return result;
    }

    private void note(AccountId account) {
        of(account).map(FactorRow::revision).filter(now -> now > vouching.least(Floors.Of.FACTOR, account))
            .ifPresent(now -> vouching.keep(Floors.Of.FACTOR, account, now));
    }

    void keep(Tx tx, AccountId account, FactorRow row) {
        var text = row.encode();
        var mark = vouching.mark(Vouching.Of.FACTOR, account, text);
        tx.put(key(account), new RowOut(MARKED).sized(text).fixed(mark.unsafeArray()).done());
    }

    /** The next revision, whatever lies there: for who turns it off because it was changed. */
    int next(Tx tx, AccountId account) {
        int least = vouching.least(Floors.Of.FACTOR, account);
        try {
            return Math.max(least, of(tx, account).map(FactorRow::revision).orElse(0)) + 1;
        } catch (Changed _) {
            return least + 1;
        }
    }

    /** Of an account that is removed. */
    void forget(AccountId account) {
        transactions.write(tx -> {
            tx.delete(key(account));
            return null;
        });
    }

    /** Marks one from before there were marks, and notes it. One that is none is asked for, and no code is right. */
    void mark(AccountId account) {
        try {
            write(account, tx -> {
                tx.get(key(account)).filter(FactorRow::isUnmarked).ifPresent(row -> mark(tx, account, row));
                return null;
            });
        } catch (Changed _) { // that is an alarm already
        }
    }

    private void mark(Tx tx, AccountId account, byte[] row) {
        try {
            keep(tx, account, FactorRow.decode(row));
        } catch (StoreException broken) {
            vouching.alarm(Vouching.Of.FACTOR, account, "cannot be marked: " + broken.getMessage());
        }
    }

    Set<AccountId> accounts() { return AccountRows.accounts(transactions.partition(), KIND); }

    private static Bytes key(AccountId account) { return AccountRows.key(KIND, account); }
}
