package sigillo.login;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.base.OneByOne;
import sigillo.directory.Directory;

/**
 * What is kept for signing in of accounts that are removed. It goes after the entry in the directory, part by part,
 * each in one commit; {@link #tidy} takes what a stop in the middle has left, by then of no use to anybody. Any thread.
 */
public final class Departed {
    private final Directory directory;
    private final Credentials credentials;
    private final Grants grants;
    private final SecondFactor factor;
    private final Kits kits;
    private final Devices devices;

    public Departed(
            Directory directory, Credentials credentials, Grants grants, SecondFactor factor, Kits kits,
            Devices devices) {
        this.directory = directory;
        this.credentials = credentials;
        this.grants = grants;
        this.factor = factor;
        this.kits = kits;
        this.devices = devices;
    }

    /** Durable when it is done. */
    public void forget(AccountId account) {
        grants.forget(account);
        credentials.forget(account);
        factor.forget(account);
        kits.forget(account);
        devices.forget(account);
    }

    /**
     * Nothing while the directory is damaged: whose entry cannot be read is no less here. Throws {@link OneByOne.Failed}
     * when the others are done.
     */
    public void tidy() {
        if (!directory.damaged().isEmpty()) return;
        var gone = accounts().stream().filter(Predicate.not(this::isHere)).toList();
        OneByOne.each(gone, account -> "account " + account, this::forget);
    }

    private boolean isHere(AccountId account) { return directory.account(account).isPresent(); }

    /** All of whom anything is kept. */
    Set<AccountId> accounts() {
        var all = new HashSet<AccountId>();
        all.addAll(grants.accounts());
        all.addAll(credentials.accounts());
        all.addAll(factor.accounts());
        all.addAll(kits.accounts());
        all.addAll(devices.accounts());
        return all;
    }
}
