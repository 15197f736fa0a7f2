package sigillo.imapd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import sigillo.account.Locked;
import sigillo.imap.Status;
import sigillo.store.StoreException;

/** What a client is told when something fails on our side: RFC 5530 section 3. The reason goes to the log only. */
final class Trouble {
    private static final System.Logger LOG = System.getLogger(Trouble.class.getName());

    /** What somebody reads whose password was reset, when he opens mail from before. */
    static final String LOCKED = "This is locked: sign in once with your recovery code or your former password";

    private Trouble() {}

    static Status status(String conversation, Exception trouble) {
        return switch (trouble) {
            case Locked locked -> {
                LOG.log(Level.DEBUG, conversation + ": " + locked.getMessage());
                yield Status.no("UNAVAILABLE", LOCKED);
            }
            case TooMany _ -> Status.no("LIMIT", "Too much is being told at once");
            case StoreException full when full.isFull() -> {
                LOG.log(Level.WARNING, conversation + ": " + full.getMessage());
                yield Status.no("LIMIT", "There is no room for it now");
            }
            case StoreException store -> {
                LOG.log(Level.ERROR, conversation + ": the store failed", store);
                yield Status.no("UNAVAILABLE", "The mail cannot be reached now");
            }
            case IOException unreadable -> {
                LOG.log(Level.ERROR, conversation + ": a message could not be read", unreadable);
                yield Status.no("UNAVAILABLE", "The message cannot be read now");
            }
            default -> {
                LOG.log(Level.ERROR, conversation + ": a command failed", trouble);
                yield Status.no("SERVERBUG", "This failed through no fault of yours");
            }
        };
    }
}
