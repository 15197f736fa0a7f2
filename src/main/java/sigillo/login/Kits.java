package sigillo.login;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Done;
import sigillo.directory.Edited.Refused;
import sigillo.keyring.Keyring;
import sigillo.sealing.Slot;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * Whether the owner of an account has shown that he has its recovery code on paper, by typing it back. Kept is the
 * number of the slot whose code it was, so that a new code is to be confirmed again without anybody's doing. Any
 * thread.
 */
public final class Kits {
    private static final PartitionName PARTITION = new PartitionName("login");
    private static final int VERSION = 1;

    private final Transactions transactions;
    private final Directory directory;
    private final Keyring keyring;

    public Kits(Store store, Directory directory, Keyring keyring) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.directory = directory;
        this.keyring = keyring;
    }

    /** Whether it should be asked for: at levels L1 and L2, where nobody else can help, and once for each code. */
    public boolean isToConfirm(AccountId account) {
        if (!keyring.level(account).isOwners()) return false;
        var confirmed = confirmed(account);
        return keyring.slots(account).entrySet().stream()
            .anyMatch(slot -> slot.getValue() == Slot.Kind.RECOVERY && !confirmed.equals(Optional.of(slot.getKey())));
    }

    /** Durable when it is done; the account stays as it is, open or not. */
    public Edited<AccountRecord> confirm(Address address, String typed) {
        var account = directory.account(address);
        if (account.isEmpty()) return new Refused<>("there is no account " + address);
        var code = RecoveryCode.parse(typed);
        if (code.isEmpty()) {
            return new Refused<>("this is no recovery code, or it has a slip: nine groups of four letters and digits"
                + " would be right");
        }
        return confirm(account.get(), code.get());
    }

    /** The same by what a browser made of it. */
    public Edited<AccountRecord> confirm(Address address, RecoveryPart part) {
        return directory.account(address).map(account -> confirm(account, part)).orElseGet(() -> AccountChanges.none(address));
    }

    private Edited<AccountRecord> confirm(AccountRecord account, Recovering code) {
        var slot = slot(account.id(), code);
        if (slot.isEmpty()) {
            return new Refused<>("this is not the recovery code of " + account.address() + ", or not the newest one");
        }
        transactions.write(tx -> {
            tx.put(key(account.id()), new RowOut(VERSION).number(slot.get()).done());
            return null;
        });
        return new Done<>(account);
    }

    private Optional<Long> slot(AccountId account, Recovering code) {
        try (var secret = code.secret()) {
            return keyring.slots(account).entrySet().stream()
                .filter(slot -> slot.getValue() == Slot.Kind.RECOVERY && keyring.fits(account, slot.getKey(), secret))
                .map(Map.Entry::getKey).findFirst();
        }
    }

    private Optional<Long> confirmed(AccountId account) {
        return transactions.partition().get(key(account)).map(row -> new RowIn(row, VERSION).number());
    }

    /** What is kept here of an account that is removed. */
    void forget(AccountId account) {
        transactions.write(tx -> {
            tx.delete(key(account));
            return null;
        });
    }

    Set<AccountId> accounts() { return AccountRows.accounts(transactions.partition(), "k/"); }

    private static Bytes key(AccountId account) { return AccountRows.key("k/", account); }
}
