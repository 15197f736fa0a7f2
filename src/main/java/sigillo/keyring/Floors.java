package sigillo.keyring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import sigillo.account.AccountId;
import sigillo.base.Sha256;

/**
 * What only grows of an account, as it is known outside of the store: whoever can write to the store could put rows
 * back to what they were, all of them, so that they fit each other. What says less than is known here was put back.
 * {@code account} is an account's tag. Any thread.
 */
public interface Floors {

    /** Their numbers are in what is kept: never to be changed. */
    enum Of {
        /** The epoch in force: else mail would be sealed under a key that others know. */
        EPOCH(1),
        /** The revision of the list of slots: else who was shut out would come in again. */
        SLOTS(2),
        /**
         * Of the account 0, whether all accounts have a list of slots: else one could be taken away and made up. Of
         * others, whether one that was damaged then still waits for it, here and in those below: {@link Once}.
         */
        LISTED(3),
        /** The revision of the second factor: else one that was turned on would be turned off. */
        FACTOR(4),
        /** Whether the password is of our form: else a former hash of another program's form would be good again. */
        OURS(5),
        /** Of the account 0, whether all that is kept of signing in has this server's mark. */
        MARKED(6),
        /** Of the account 0, whether all keys that were sealed with public keys have this server's mark. */
        SEALED(7),
        /**
         * 1: the account has keys, and may have mail in clear from before; 2: it has keys, and all its mail is sealed;
         * 3: it was removed. Else keys that were taken away would be given anew, at level L0, and mail in clear could
         * be put among the other.
         */
        KEYED(8),
        /** Of the account 0, whether all app passwords and tokens name a slot: else a revoked one could be put back. */
        SLOTTED(9),
        /** Of the account 0, whether published certificates, their log and heads of ledgers have this server's mark. */
        BESIDE(10);

        private final int number;

        Of(int number) { this.number = number; }

        int number() { return number; }
    }

    /** What stands for an account here, and in what is sealed: the first 8 octets of SHA-256 of its id. */
    static long tag(AccountId account) {
        return ByteBuffer.wrap(Sha256.of(account.text().getBytes(StandardCharsets.US_ASCII))).getLong();
    }

    /** 0 for an account of which nothing was noted. */
    int of(Of what, long account);

    /** Whether that, and no more, is noted of some account, leaving out the account 0. */
    boolean isSome(Of what, int least);

    /**
     * Durable when it returns. A lower one than before changes nothing: what is known of an account stays when it is
     * removed, for no other ever has its id. Throws {@link sigillo.store.StoreException} when it cannot be kept.
     */
    void set(Of what, long account, int least);
}
