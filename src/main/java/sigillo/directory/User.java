package sigillo.directory;

import sigillo.account.AccountId;
import sigillo.base.Address;

/** Who signed in. {@code address} is the account's main address. */
public record User(AccountId account, Address address) {}
