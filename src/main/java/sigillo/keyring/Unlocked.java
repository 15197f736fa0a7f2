package sigillo.keyring;

import java.util.function.BooleanSupplier;
import sigillo.account.AccountId;

/**
 * An account that is open for whoever holds this, until he closes it. When the last is closed, its keys stay for a
 * grace, since mail programs come back; then they are wiped. Any thread.
 */
public interface Unlocked extends AutoCloseable {

    AccountId account();

    /** The slot by whose secret it was opened. */
    long slot();

    /**
     * Makes another way in, to all that is open here; the number of its slot. Durable. Throws {@link
     * sigillo.account.Locked} when this was ended.
     */
    long add(Way way);

    /**
     * Gives every slot what is open here and it has not: after the owner has come back with a recovery code or a
     * former password. Durable.
     */
    void heal();

    /**
     * Whether there is nothing of the account that cannot be opened: false after an operator's reset, until {@link
     * #heal}.
     */
    boolean isWhole();

    /**
     * Calls {@code action} once when this is ended by others, from any thread; at once when it was already: the way in
     * is taken away (its slot is removed or retired, the account is destroyed), or all are sent away to come again
     * ({@link Keyring#end}; another server has renewed the keys). Never after {@link #close}.
     */
    void whenEnded(Runnable action);

    /**
     * Whether this was not ended. A closed one is told of nothing any more, and answers as when it was closed; but
     * {@link #nothing} asks each time. May read the store.
     */
    boolean stands();

    /** More than once is as once. */
    @Override void close();

    /**
     * For who has signed in and needs nothing opened, as a sender. {@code stands}: whether he would be let in again.
     */
    static Unlocked nothing(AccountId account, BooleanSupplier stands) {
        return new Unlocked() {
            @Override public AccountId account() { return account; }

            @Override public long slot() { return 0; }

            @Override public long add(Way way) { throw new UnsupportedOperationException("nothing is open"); }

            @Override public void heal() { throw new UnsupportedOperationException("nothing is open"); }

            @Override public boolean isWhole() { return false; }

            @Override public void whenEnded(Runnable action) {}

            @Override public boolean stands() { return stands.getAsBoolean(); }

            @Override public void close() {}
        };
    }
}
