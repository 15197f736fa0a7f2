package sigillo.imapd;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sigillo.imap.Status;
import sigillo.store.StoreException;

/** What a client is told when something fails on our side: RFC 5530 section 3. The reason goes to the log only. */
final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    private Trouble() {}

    static Status status(String conversation, Exception trouble) {
        return switch (trouble) {
            case StoreException full when full.isFull() -> {
                LOG.warn("{}: {}", conversation, full.getMessage());
                yield Status.no("LIMIT", "There is no room for it now");
            }
            case StoreException store -> {
                LOG.error("{}: the store failed", conversation, store);
                yield Status.no("UNAVAILABLE", "The mail cannot be reached now");
            }
            case IOException unreadable -> {
                LOG.error("{}: a message could not be read", conversation, unreadable);
                yield Status.no("UNAVAILABLE", "The message cannot be read now");
            }
            default -> {
                LOG.error("{}: a command failed", conversation, trouble);
                yield Status.no("SERVERBUG", "This failed through no fault of yours");
            }
        };
    }
}
