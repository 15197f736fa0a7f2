package sigillo.imapd;

import java.util.concurrent.Semaphore;
import sigillo.account.Accounts;
import sigillo.directory.SignIn;
import sigillo.spool.Spool;

/** What all conversations share. */
record ImapDoor(ImapSettings settings, SignIn signIn, Accounts accounts, Spool spool, ConnectionCount connections,
                Semaphore textSearches) {

    ImapDoor(ImapSettings settings, SignIn signIn, Accounts accounts, Spool spool) {
        this(settings, signIn, accounts, spool, new ConnectionCount(settings.limits().connectionsByAccountMax()),
            new Semaphore(settings.limits().textSearchesMax()));
    }

    ImapLimits limits() { return settings.limits(); }
}
