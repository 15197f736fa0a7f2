package sigillo.sieved;

import java.lang.System.Logger.Level;
import sigillo.managesieve.SieveReply;
import sigillo.managesieve.SieveReply.Code;
import sigillo.rules.RuleLimits;
import sigillo.sieve.SieveLimits;
import sigillo.store.StoreException;

/** What we say, where it is always the same; and what a client is told when something fails on our side. */
final class Replies {
    private static final System.Logger LOG = System.getLogger("sigillo.sieved");

    static final SieveReply READY = SieveReply.ok("ManageSieve ready");
    static final SieveReply DONE = SieveReply.ok("Done");
    static final SieveReply BYE = SieveReply.ok("Goodbye"); // RFC 5804 section 2.3
    static final SieveReply SIGNED_IN = SieveReply.ok("Signed in");
    static final SieveReply SIGN_IN_FIRST = SieveReply.no("Sign in first");
    static final SieveReply SIGNED_IN_ALREADY = SieveReply.no("You have signed in");
    static final SieveReply TLS_FIRST = SieveReply.no(Code.ENCRYPT_NEEDED, "Start TLS first");
    static final SieveReply NO_TLS = SieveReply.no("TLS cannot be started");
    static final SieveReply BEGIN_TLS = SieveReply.ok("Begin TLS");
    static final SieveReply SECURED = SieveReply.ok("TLS is there");
    static final SieveReply NO_MECHANISM = SieveReply.no("There is no such mechanism");
    static final SieveReply CANCELLED = SieveReply.no("Cancelled");
    static final SieveReply SIGNED_OUT = SieveReply.bye("Your way in was taken away");
    static final SieveReply NO_SCRIPT = SieveReply.no(Code.NONEXISTENT, "There is no such script");
    static final SieveReply SCRIPT_EXISTS = SieveReply.no(Code.ALREADY_EXISTS, "There is a script with that name");
    static final SieveReply IS_ACTIVE = SieveReply.no(Code.ACTIVE, "The active script cannot be deleted");
    static final SieveReply BAD_NAME = SieveReply.no("A script has a name of 1 to " + RuleLimits.NAME_CHARACTERS_MAX
        + " characters, without / and control characters");
    static final SieveReply TOO_LARGE = SieveReply.no(Code.TOO_LARGE, "A script has " + SieveLimits.SCRIPT_OCTETS_MAX + " octets at most");
    static final SieveReply TOO_MANY = SieveReply.no(Code.TOO_MANY_SCRIPTS, "There are " + RuleLimits.SCRIPTS_MAX + " scripts at most");
    static final SieveReply BUSY = SieveReply.no(Code.TRY_LATER, "Other scripts are being checked");
    static final SieveReply TOO_MANY_WRONG = SieveReply.bye("Too many commands were wrong");
    static final SieveReply TOO_MANY_COMMANDS = SieveReply.bye("Too many commands");
    static final SieveReply QUIET = SieveReply.bye("Nothing came for too long");
    static final SieveReply NO_ROOM = SieveReply.bye(Code.TRY_LATER, "There is no room for more connections now");
    static final SieveReply STOPPING = SieveReply.bye(Code.TRY_LATER, "The server is stopping");

    private Replies() {}

    /** The reason goes to the log only. */
    static SieveReply fault(String conversation, Exception trouble) {
        return switch (trouble) {
            case StoreException full when full.isFull() -> {
                LOG.log(Level.WARNING, conversation + ": " + full.getMessage());
                yield SieveReply.no(Code.TRY_LATER, "There is no room for it now");
            }
            case StoreException store -> {
                LOG.log(Level.ERROR, conversation + ": the store failed", store);
                yield SieveReply.no(Code.TRY_LATER, "The scripts cannot be reached now");
            }
            default -> {
                LOG.log(Level.ERROR, conversation + ": a command failed", trouble);
                yield SieveReply.no(Code.TRY_LATER, "This failed through no fault of yours");
            }
        };
    }
}
