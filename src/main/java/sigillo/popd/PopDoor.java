package sigillo.popd;

import java.time.InstantSource;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.directory.PopDeletes;
import sigillo.login.SignIn;

/** What all conversations share. {@code deletes}: what the account's owner or the operator wants. */
record PopDoor(
        PopSettings settings, SignIn signIn, Accounts accounts, Function<AccountId, PopDeletes> deletes, Locks locks,
        Broken broken) {

    PopDoor(
            PopSettings settings, SignIn signIn, Accounts accounts, Function<AccountId, PopDeletes> deletes,
            InstantSource clock) {
        this(settings, signIn, accounts, deletes, new Locks(), new Broken(settings.limits(), clock));
    }

    PopLimits limits() { return settings.limits(); }
}
