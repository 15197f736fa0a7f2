package sigillo.account;

import java.time.InstantSource;
import sigillo.base.Bytes;
import sigillo.store.Store;

/** Opens accounts: one {@link Account} object an id in this process, so that all sessions share its change stream. */
public final class Accounts {

    /** {@code hashKey}: the server's key for the hashes that threading looks up (32 octets). */
    public Accounts(Store store, ContentSeal seal, Bytes hashKey, InstantSource clock) { throw new UnsupportedOperationException(); }

    /** Makes an account with its inbox and the mailboxes of {@link Role}; one that exists is left as it is. Durable. */
    public Account create(AccountId id) { throw new UnsupportedOperationException(); }

    /** The account, which must exist: throws {@link IllegalArgumentException} otherwise. */
    public Account open(AccountId id) { throw new UnsupportedOperationException(); }

    public boolean exists(AccountId id) { throw new UnsupportedOperationException(); }

    /** Removes all that is kept of an account, its blobs too. */
    public void remove(AccountId id) { throw new UnsupportedOperationException(); }
}
