package sigillo.keyring;

import sigillo.account.AccountId;

/**
 * Work on an account that needs it open, and waits until its owner comes: it is done in the background of his session.
 */
public interface DeferredWork {

    /**
     * Does it. {@code payload}: as it was deferred; wiped afterwards. After a stop in the middle it is done once more,
     * by the next session: so twice is to be as once. Throws {@link sigillo.account.Locked} when the account was closed
     * meanwhile, which is no fault; what fails otherwise is tried again in a later session, five times
     * in all; then it is given up and lost, which is an alarm.
     */
    void run(AccountId account, byte[] payload);
}
