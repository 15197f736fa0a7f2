package sigillo.popd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import sigillo.account.Locked;
import sigillo.pop.PopReply;
import sigillo.pop.PopReply.Code;
import sigillo.store.StoreException;

/** What we say, where it is always the same; and what a client is told when something fails on our side. */
final class Replies {
    private static final System.Logger LOG = System.getLogger("sigillo.popd");

    static final PopReply READY = PopReply.ok("POP3 ready"); // RFC 1939 section 4; no product's name, and no APOP
    static final PopReply BYE = PopReply.ok("Goodbye");
    static final PopReply SIGN_IN_FIRST = PopReply.error("Sign in first");
    static final PopReply SIGNED_IN_ALREADY = PopReply.error("You have signed in");
    static final PopReply NAME_TAKEN = PopReply.ok("And the password");
    static final PopReply NAME_FIRST = PopReply.error("USER comes right before PASS");
    static final PopReply TLS_FIRST = PopReply.error("Start TLS first");
    static final PopReply NO_TLS = PopReply.error("TLS cannot be started");
    static final PopReply BEGIN_TLS = PopReply.ok("Begin TLS");
    static final PopReply NO_MECHANISM = PopReply.error("There is no such mechanism");
    static final PopReply NOT_BASE64 = PopReply.error("That is not base64");
    static final PopReply CANCELLED = PopReply.error("Cancelled");
    static final PopReply NO_MESSAGE = PopReply.error("There is no such message");
    static final PopReply DELETED = PopReply.error("That message is deleted");
    static final PopReply GONE = PopReply.error("That message was removed meanwhile");
    static final PopReply UNREADABLE = PopReply.error(Code.PERMANENT, "That message cannot be read");
    static final PopReply IN_USE = PopReply.error(Code.IN_USE, "Another program has this maildrop open");
    static final PopReply SIGNED_OUT = PopReply.error(Code.AUTH, "Your way in was taken away; nothing was deleted");
    static final PopReply NOT_ALL_DELETED = PopReply.error("Some deleted messages were not removed"); // RFC 1939 section 6
    static final PopReply TOO_MUCH = PopReply.error("That was too much");
    static final PopReply TOO_MANY_WRONG = PopReply.error("Too many commands were wrong");
    static final PopReply TOO_MANY_COMMANDS = PopReply.error("Too many commands");
    /** RFC 3206 section 4: it is not the client's fault, and it may come again. */
    static final PopReply NO_ROOM = PopReply.error(Code.TEMPORARY, "There is no room for more connections now");
    static final PopReply STOPPING = PopReply.error(Code.TEMPORARY, "The server is stopping; nothing was deleted");

    /** What somebody reads whose password was reset, when he opens mail from before. */
    private static final PopReply LOCKED =
        PopReply.error(Code.PERMANENT, "This is locked: sign in once with your recovery code or your former password");

    private Replies() {}

    /** The reason goes to the log only. RFC 2449 section 8, RFC 3206 section 4. */
    static PopReply fault(String conversation, Exception trouble) {
        return switch (trouble) {
            case Locked locked -> {
                LOG.log(Level.DEBUG, conversation + ": " + locked.getMessage());
                yield LOCKED;
            }
            case StoreException full when full.isFull() -> {
                LOG.log(Level.WARNING, conversation + ": " + full.getMessage());
                yield PopReply.error(Code.TEMPORARY, "There is no room for it now");
            }
            case StoreException store -> {
                LOG.log(Level.ERROR, conversation + ": the store failed", store);
                yield PopReply.error(Code.TEMPORARY, "The mail cannot be reached now");
            }
            case IOException unreadable -> {
                LOG.log(Level.ERROR, conversation + ": a message could not be read", unreadable);
                yield PopReply.error(Code.TEMPORARY, "The message cannot be read now");
            }
            default -> {
                LOG.log(Level.ERROR, conversation + ": a command failed", trouble);
                yield PopReply.error(Code.TEMPORARY, "This failed through no fault of yours");
            }
        };
    }
}
