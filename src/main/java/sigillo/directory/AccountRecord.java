package sigillo.directory;

import java.time.Instant;
import sigillo.account.AccountId;
import sigillo.base.Address;

/**
 * Someone who may sign in. {@code serial} counts the accounts in the order in which they were made; {@code password} is
 * as {@code login} wrote it; {@code popDeletes}: what becomes of what a POP client deletes; {@code suspected}: where mail
 * goes that is suspected.
 */
public record AccountRecord(AccountId id, long serial, Address address, String password, boolean disabled,
                            Instant createdAt, PopDeletes popDeletes, Suspected suspected) {
    public AccountRecord(AccountId id, long serial, Address address, String password, boolean disabled, Instant createdAt) {
        this(id, serial, address, password, disabled, createdAt, PopDeletes.EXPUNGE, Suspected.JUNK);
    }

    AccountRecord password(String other) {
        return new AccountRecord(id, serial, address, other, disabled, createdAt, popDeletes, suspected);
    }

    AccountRecord disabled(boolean now) {
        return new AccountRecord(id, serial, address, password, now, createdAt, popDeletes, suspected);
    }

    AccountRecord popDeletes(PopDeletes now) {
        return new AccountRecord(id, serial, address, password, disabled, createdAt, now, suspected);
    }

    AccountRecord suspected(Suspected now) {
        return new AccountRecord(id, serial, address, password, disabled, createdAt, popDeletes, now);
    }

    public User user() { return new User(id, address); }

    /** Without the password's hash: records find their way into logs. */
    @Override public String toString() { return address + " (" + id + (disabled ? ", disabled)" : ")"); }
}
