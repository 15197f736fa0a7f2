package sigillo.jmapd;

import sigillo.account.Account;
import sigillo.directory.User;

/** Who asks, and what is his; open as long as his request lasts. */
record Caller(User user, Account account, Blobs blobs) {
    /** RFC 8620 section 1.6.2: each has one account, whose id is its name. */
    String accountId() { return account.id().text(); }
}
