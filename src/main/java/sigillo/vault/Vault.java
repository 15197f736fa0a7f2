package sigillo.vault;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Store;

/**
 * What an account's browsers keep here for each other: how their client root is wrapped, and what is sealed under it.
 * This server reads none of it. A reset by the operator leaves it as it is: it is locked until its owner comes with his
 * recovery code.
 */
public record Vault(Store store, VaultSlots slots, VaultBlobs blobs) {

    public static Vault of(Store store, Secret key, Randomness randomness, InstantSource clock) {
        return of(store, key, randomness, clock, _ -> true);
    }

    /**
     * {@code key}: the server's, under which all of it is sealed once more; it stays the caller's. {@code isThere}:
     * false for an account that is removed, of which nothing may stay behind.
     */
    public static Vault of(Store store, Secret key, Randomness randomness, InstantSource clock,
        Predicate<AccountId> isThere) {
        var rows = new VaultRows(key, randomness);
        return new Vault(store, new VaultSlots(store, rows, isThere), new VaultBlobs(store, rows, randomness, clock));
    }

    /** All that keep something. */
    public List<AccountId> accounts() {
        return store.partitions(VaultRows.PREFIX).stream()
            .map(name -> new AccountId(name.text().substring(VaultRows.PREFIX.length()))).toList();
    }

    /** The account is removed. */
    public void forget(AccountId account) { store.remove(VaultRows.partition(account)); }
}
