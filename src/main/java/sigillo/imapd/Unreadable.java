package sigillo.imapd;

import java.lang.System.Logger.Level;
import java.util.Optional;
import sigillo.account.Locked;
import sigillo.imap.Status;

/**
 * Messages that one command could not read. The others are told all the same; the client hears of these at the end, and
 * the log of the first, since a broken disk has many. Any thread.
 */
final class Unreadable {
    private static final System.Logger LOG = System.getLogger(Unreadable.class.getName());

    private int locked;
    private int broken;

    /** {@code what}: for the log. */
    synchronized void add(String what, Exception why) {
        if (why instanceof Locked) locked++;
        else if (broken++ == 0) LOG.log(Level.ERROR, what + " cannot be read", why);
        else LOG.log(Level.DEBUG, what + " cannot be read: " + why.getMessage());
    }

    /** Empty when all could be read that is not locked. */
    synchronized Optional<Status> status() {
        return broken > 0 ? Optional.of(Status.no("UNAVAILABLE", "Some messages cannot be read now")) : Optional.empty();
    }

    /**
     * What is locked stays so until its owner comes with another secret, perhaps for ever: a command that has an answer
     * for other messages has not failed (RFC 9051 section 7.1.2 has an untagged NO for a warning). Empty when nothing is.
     */
    synchronized Optional<Status> locked() {
        return locked > 0 ? Optional.of(Status.no("UNAVAILABLE", Trouble.LOCKED)) : Optional.empty();
    }
}
