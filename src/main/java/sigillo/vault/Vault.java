package sigillo.vault;

import java.time.InstantSource;
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

    /** {@code key}: the server's, under which all of it is sealed once more; it stays the caller's. */
    public static Vault of(Store store, Secret key, Randomness randomness, InstantSource clock) {
        var rows = new VaultRows(key, randomness);
        return new Vault(store, new VaultSlots(store, rows), new VaultBlobs(store, rows, randomness, clock));
    }

    /** The account is removed. */
    public void forget(AccountId account) { store.remove(VaultRows.partition(account)); }
}
