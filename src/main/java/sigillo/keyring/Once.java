package sigillo.keyring;

import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.base.Alarms;
import sigillo.base.OneByOne;
import sigillo.store.StoreException;

/**
 * What accounts from before some release are given at the first start with it, and never again: who has none of it from
 * then on had it taken away. That it was done is noted outside of the store. An account that is damaged at that moment
 * keeps nobody else from it: it is noted as well, and is given it by the first start that can. Any thread.
 */
public final class Once {
    private static final long ALL = 0;
    private static final int WAITS = 1;
    private static final int DONE = 2;

    private final Floors floors;
    private final Alarms alarms;

    public Once(Floors floors, Alarms alarms) {
        this.floors = floors;
        this.alarms = alarms;
    }

    /**
     * {@code accounts}: all that there are. {@code work}: durable when it returns; twice is to be as once. Does not
     * throw when something is damaged or full: that is an alarm, and the next start does what is left.
     */
    public void each(Floors.Of what, Supplier<? extends Collection<AccountId>> accounts, Consumer<AccountId> work) {
        boolean isFirst = floors.of(what, ALL) == 0;
        if (!isFirst && !floors.isSome(what, WAITS)) return;
        try {
            for (var account : accounts.get()) {
                if (isFirst || floors.of(what, Floors.tag(account)) == WAITS) one(what, account, work);
            }
            if (isFirst) floors.set(what, ALL, 1);
        } catch (RuntimeException later) {
            alarms.raise("start", "What accounts from before this release need is not all there (" + what
                + "), and is made at the next start: " + OneByOne.sentence(later));
        }
    }

    private void one(Floors.Of what, AccountId account, Consumer<AccountId> work) {
        long tag = Floors.tag(account);
        try {
            work.accept(account);
            if (floors.of(what, tag) == WAITS) floors.set(what, tag, DONE);
        } catch (RuntimeException damaged) {
            if (damaged instanceof StoreException store && store.isFull()) throw store;
            floors.set(what, tag, WAITS);
            alarms.raise("seal of account " + account, "what account " + account + " needs from before this release cannot"
                + " be made (" + what + "): " + OneByOne.sentence(damaged));
        }
    }
}
