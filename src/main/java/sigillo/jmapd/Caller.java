package sigillo.jmapd;

import java.util.Set;
import sigillo.account.Account;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn;

/**
 * Who asks, the way by which he came in and what it is for, and what is his; open as long as his request lasts.
 */
record Caller(User user, Account account, Blobs blobs, Unlocked way, StateTypes types, Set<SignIn.Service> services) {
    /** By which scripts run, and who writes is answered: those that ManageSieve lets in may. */
    boolean writesRules() { return services.contains(SignIn.Service.SIEVE); }

    /** RFC 8620 section 1.6.2: each has one account, whose id is its name. */
    String accountId() { return account.id().text(); }
}
