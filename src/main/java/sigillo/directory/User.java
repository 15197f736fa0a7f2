package sigillo.directory;

import sigillo.account.AccountId;
import sigillo.base.Address;

/** Who signed in. {@code address} is the account's main address. */
public record User(AccountId account, Address address) {
    /** For the log, which may leave the address out. */
    public String named() { return account + " " + address; }
}
