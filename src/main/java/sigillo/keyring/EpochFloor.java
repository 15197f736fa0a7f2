package sigillo.keyring;

/**
 * Which epoch of an account's keys is the oldest that may be in force, known outside of the store: whoever can write to
 * the store could put all rows of the keys back to what they were, and mail that comes would be sealed under a key that
 * the owner has given up because others know it. {@code account} is an account's tag. Any thread.
 */
public interface EpochFloor {

    /** 0 for an account of which nothing was noted. */
    int of(long account);

    /**
     * Durable when it returns. 0 forgets the account. A lower one than before only forgets. Throws {@link
     * sigillo.store.StoreException} when it cannot be kept.
     */
    void set(long account, int epoch);
}
