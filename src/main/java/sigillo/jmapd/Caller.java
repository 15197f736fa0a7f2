package sigillo.jmapd;

import sigillo.account.Account;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;

/** Who asks, the way by which he came in, and what is his; open as long as his request lasts. */
record Caller(User user, Account account, Blobs blobs, Unlocked way, StateTypes types) {
    /** RFC 8620 section 1.6.2: each has one account, whose id is its name. */
    String accountId() { return account.id().text(); }
}
