package sigillo.delivery;

import sigillo.account.AccountId;
import sigillo.rules.Rules;
import sigillo.store.StoreException;

/**
 * Whether what one script sends for one message has left, noted for a day in the account's memory of its rules: before it
 * leaves, and when it has. So it leaves once, whatever is stopped, and where that is not known its owner can be told.
 * One thread.
 */
final class SentOnce {
    private static final long DAY_SECONDS = 24 * 3_600;

    private final Rules rules;
    private final AccountId account;
    private final String begun;
    private final String done;

    /** {@code id}: nobody else's. */
    SentOnce(Rules rules, AccountId account, String id) {
        this.rules = rules;
        this.account = account;
        this.begun = "i" + id;
        this.done = "I" + id;
    }

    /** {@code SENT}: it has left. {@code UNKNOWN}: perhaps, in a run that was stopped. {@code FULL}: no room to note it. */
    enum Found { NEW, SENT, UNKNOWN, FULL }

    /** Only where it is {@link Found#NEW} may it leave now, and that is noted. */
    Found begin() {
        if (rules.remembers(account, done)) return Found.SENT;
        if (rules.remembers(account, begun)) return Found.UNKNOWN;
        return rules.remember(account, begun, DAY_SECONDS) ? Found.NEW : Found.FULL;
    }

    /** It has left. */
    void done() {
        if (rules.remember(account, done, DAY_SECONDS)) rules.unremember(account, begun);
    }

    /** Nothing has left, so the next run may send it. */
    void undo(Exception trouble) {
        try {
            rules.unremember(account, begun);
        } catch (StoreException alsoBroken) {
            trouble.addSuppressed(alsoBroken);
        }
    }
}
