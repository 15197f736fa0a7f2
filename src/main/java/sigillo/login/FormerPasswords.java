package sigillo.login;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * What is kept of passwords that an operator's reset has replaced: with one of these the owner still opens mail of its
 * time. One row each, under the account and the slot. Any thread.
 */
final class FormerPasswords {
    private static final PartitionName PARTITION = new PartitionName("login");
    private static final int VERSION = 1;

    private final Transactions transactions;

    FormerPasswords(Store store) { this.transactions = new Transactions(store.partition(PARTITION)); }

    /** False when {@link LoginLimits#FORMER_PASSWORDS_MAX} others are kept already: then it is not. */
    boolean keep(AccountId account, long slot, String kept) {
        boolean isFull = of(account).keySet().stream().filter(other -> other != slot).count()
            >= LoginLimits.FORMER_PASSWORDS_MAX;
        if (isFull) return false;
        transactions.write(tx -> {
            tx.put(key(account, slot), new RowOut(VERSION).text(kept).done());
            return null;
        });
        return true;
    }

    /** By slot. */
    SortedMap<Long, String> of(AccountId account) {
        var found = new TreeMap<Long, String>();
        var prefix = prefix(account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, row) -> {
            boolean isOne = key.length() == prefix.length() + Long.BYTES;
            if (isOne) found.put(ByteBuffer.wrap(key.unsafeArray()).getLong(prefix.length()), text(row));
            return true;
        });
        return found;
    }

    /** Of a row that is none, what no password is kept as. */
    private static String text(byte[] row) {
        try {
            return new RowIn(row, VERSION).text();
        } catch (StoreException broken) {
            return "";
        }
    }

    void forget(AccountId account) { forgetBut(account, Set.of()); }

    /** Those that name none of these slots. */
    void forgetBut(AccountId account, Set<Long> named) {
        var slots = new TreeSet<>(of(account).keySet());
        slots.removeAll(named);
        if (slots.isEmpty()) return;
        transactions.write(tx -> {
            for (long slot : slots) tx.delete(key(account, slot));
            return null;
        });
    }

    /** Those that have a row here. */
    Set<AccountId> accounts() { return AccountRows.accounts(transactions.partition(), "f/"); }

    private static Bytes prefix(AccountId account) { return AccountRows.prefix("f/", account); }

    private static Bytes key(AccountId account, long slot) { return AccountRows.key("f/", account, slot); }
}
