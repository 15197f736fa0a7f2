package sigillo.login;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Refused;
import sigillo.keyring.Keyring;
import sigillo.keyring.Unlocked;
import sigillo.sealing.Secret;

/**
 * Changes for which a password is said. It is hashed before the change, which is made alone: nobody waits for a hash
 * but who said the password. Any thread.
 */
final class ByPassword {
    /** A password is another between its hash and the change when its owner changes it at that moment; not thrice. */
    private static final int TRIES_MAX = 3;

    private final Directory directory;
    private final Passwords passwords;
    private final Keyring keyring;

    ByPassword(Directory directory, Passwords passwords, Keyring keyring) {
        this.directory = directory;
        this.passwords = passwords;
        this.keyring = keyring;
    }

    interface Work<T> {
        Edited<T> on(AccountRecord account, Unlocked open);
    }

    /** {@code wrong}: what is said when the password is. */
    <T> Edited<T> change(AccountChanges changes, Address address, String password, String wrong, Work<T> work) {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            var seen = directory.account(address);
            if (seen.isEmpty()) return AccountChanges.none(address);
            var done = tried(changes, seen.get(), password, wrong, work);
            if (done.isPresent()) return done.get();
        }
        return new Refused<>("the password of " + address + " was changed at this moment: try again");
    }

    /** Empty when the account is another by now. */
    private <T> Optional<Edited<T>> tried(
            AccountChanges changes, AccountRecord seen, String password, String wrong, Work<T> work) {
        var kept = KeptPassword.parse(seen.password());
        var checked = passwords.check(seen.id(), kept, password);
        if (!checked.isRight()) return Optional.of(new Refused<>(wrong));
        try {
            return changes.alone(() -> {
                boolean isSame = directory.account(seen.address()).filter(seen::equals).isPresent();
                return isSame
                    ? Optional.of(opened(seen, kept.orElseThrow(), checked.secret(), wrong, work)) : Optional.empty();
            });
        } finally {
            checked.secret().ifPresent(Secret::close);
        }
    }

    private <T> Edited<T> opened(
            AccountRecord account, KeptPassword kept, Optional<Secret> secret, String wrong, Work<T> work) {
        var unlocked = open(account.id(), kept, secret);
        if (unlocked.isEmpty()) return new Refused<>(wrong);
        try (var open = unlocked.get()) {
            return work.on(account, open);
        }
    }

    /** With what a check has given. */
    Optional<Unlocked> open(AccountId account, KeptPassword kept, Optional<Secret> secret) {
        return kept instanceof KeptPassword.Split split
            ? keyring.unlock(account, split.slot(), secret.orElseThrow()) : keyring.joinAsServer(account);
    }
}
