package sigillo.admin;

import java.util.Optional;
import java.util.function.Function;
import sigillo.account.Account;
import sigillo.base.Address;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.keyring.Unlocked;

/** Accounts for work that reads what they keep: open by their owner's password, or at level L0 by this server. */
record OpenAccounts(Directory directory, Residents residents) {

    /** Open as long as the work lasts. */
    Answer with(Address address, Optional<String> password, Function<Account, Answer> work) {
        var account = directory.account(address);
        if (account.isEmpty()) return new Answer.Failed("there is no account " + address);
        var open = password.isPresent() ? residents.credentials().open(account.get(), password.get())
            : residents.keyring().joinAsServer(account.get().id());
        if (open.isEmpty()) return new Answer.Failed(whyNot(account.get(), password));
        try (Unlocked _ = open.get()) {
            return work.apply(residents.accounts().open(account.get().id()));
        }
    }

    private static String whyNot(AccountRecord account, Optional<String> password) {
        return password.isPresent() ? "the password is wrong"
            : account.address() + " opens by its owner's password only: it is at level L1";
    }
}
