package sigillo.filter;

import java.util.Optional;
import java.util.function.UnaryOperator;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * What accounts and the operator want, in a row each, sealed to its place under the server's key: a list names people.
 * Nothing of it is in memory: what another server writes counts at once. Any thread; throws {@link
 * sigillo.store.StoreException}.
 *
 * <pre>
 * w            of the operator, for all
 * w/account    of an account
 * </pre>
 */
public final class KeptWishes implements Wishes {
    private static final PartitionName PARTITION = new PartitionName("filter-wishes");
    private static final Bytes OF_ALL = Bytes.utf8("w");

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;

    /** {@code key}: the server's; it stays the caller's. */
    public KeptWishes(Store store, Secret key, Randomness randomness) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
    }

    /** What the account says of him counts before what the operator says. What is damaged is as if nothing had been said. */
    @Override public Wish of(AccountId account, Author author, Optional<Address> sender) {
        var own = lenient(row(account));
        return new Wish(own.junkFrom(), own.word(author, sender).or(() -> lenient(OF_ALL).word(author, sender)));
    }

    private Wished lenient(Bytes row) {
        try {
            return read(row);
        } catch (Damaged broken) {
            return Wished.NOTHING;
        }
    }

    /** Of an account; of the operator where it is empty. Throws {@link Damaged} for what is not as this server wrote it. */
    public Wished wished(Optional<AccountId> account) { return read(place(account)); }

    /** Durable when it returns; what is damaged is begun anew. */
    public Wished change(Optional<AccountId> account, UnaryOperator<Wished> change) {
        var row = place(account);
        return transactions.write(tx -> {
            var now = change.apply(tx.get(row).flatMap(value -> opened(row, value)).orElse(Wished.NOTHING));
            if (now.equals(Wished.NOTHING)) tx.delete(row);
            else tx.put(row, SealedRow.seal(key, row.toArray(), now.encode(), randomness));
            return now;
        });
    }

    private Optional<Wished> opened(Bytes row, byte[] value) {
        try {
            return Optional.of(decoded(row, value));
        } catch (Damaged broken) {
            return Optional.empty();
        }
    }

    /** The account is removed. */
    public void forget(AccountId account) { change(Optional.of(account), _ -> Wished.NOTHING); }

    private Wished read(Bytes row) { return transactions.partition().get(row).map(value -> decoded(row, value)).orElse(Wished.NOTHING); }

    private Wished decoded(Bytes row, byte[] value) {
        try {
            return Wished.decode(SealedRow.open(key, row.toArray(), value));
        } catch (SealBroken broken) {
            throw new Damaged("what is wanted of the filter is not as this server wrote it", broken);
        }
    }

    private static Bytes place(Optional<AccountId> account) { return account.map(KeptWishes::row).orElse(OF_ALL); }

    private static Bytes row(AccountId account) { return Bytes.utf8("w/" + account.text()); }
}
