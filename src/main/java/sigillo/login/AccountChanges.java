package sigillo.login;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import sigillo.base.Address;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Refused;
import sigillo.keyring.Unlocked;

/** Changes of how accounts are come into, one at a time. Any thread. */
final class AccountChanges {
    private final Directory directory;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    AccountChanges(Directory directory) { this.directory = directory; }

    <T> Edited<T> of(Address address, Function<AccountRecord, Edited<T>> change) {
        return alone(() -> directory.account(address).map(change)
            .orElseGet(() -> none(address)));
    }

    static <T> Edited<T> none(Address address) { return new Refused<>("there is no account " + address); }

    /** By who has it open. */
    <T> Edited<T> of(Address address, Unlocked open, Function<AccountRecord, Edited<T>> change) {
        return of(address, account -> account.id().equals(open.account())
            ? change.apply(account) : new Refused<>("this is another account"));
    }

    <T> T alone(Supplier<T> work) {
        oneAtATime.lock();
        try {
            return work.get();
        } finally {
            oneAtATime.unlock();
        }
    }

    void alone(Runnable work) {
        alone(() -> {
            work.run();
            return null;
        });
    }
}
