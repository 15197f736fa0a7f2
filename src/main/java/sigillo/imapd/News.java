package sigillo.imapd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import sigillo.imap.ImapWriter;
import sigillo.store.StoreException;

/**
 * What a client hears beside the answer to a command. When it cannot be read from the store just then it is told with a
 * later command: what the command did is done, and who hears NO of an APPEND comes again. Only half a line cannot be
 * taken back: then the failure goes on, and the conversation ends.
 */
final class News {
    private static final System.Logger LOG = System.getLogger(News.class.getName());
    /** A client that makes mailboxes on and on while the store cannot be read is told of the last ones. */
    private static final int OWED_MAX = 20;

    /** May be run again, from its beginning. */
    interface Words {
        void run() throws IOException;
    }

    private final ImapWriter out;
    private final ArrayDeque<Words> owed = new ArrayDeque<>();

    News(ImapWriter out) { this.out = out; }

    /** Now, or with a later command. */
    void tell(Words words) throws IOException {
        if (isTold(words)) return;
        if (owed.size() == OWED_MAX) owed.remove();
        owed.add(words);
    }

    /** What commands before this one could not tell. */
    void tellOwed() throws IOException {
        while (!owed.isEmpty() && isTold(owed.element())) owed.remove();
    }

    /** Now; false when it cannot be, and whoever calls remembers it himself. */
    boolean isTold(Words words) throws IOException {
        try {
            words.run();
            return true;
        } catch (StoreException later) {
            if (!out.isBetweenLines()) throw later;
            LOG.log(Level.WARNING, "what is new cannot be told to a client now: " + later.getMessage());
            return false;
        }
    }
}
