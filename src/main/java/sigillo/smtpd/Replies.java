package sigillo.smtpd;

import sigillo.smtp.ForwardPath;
import sigillo.smtp.SmtpLimits;
import sigillo.smtp.SmtpReply;
import sigillo.store.StoreException;

/** What we say. Codes of RFC 5321 section 4.2.3, enhanced status of RFC 3463; nothing tells what we are made of. */
final class Replies {
    private Replies() {}

    static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "Ok");
    static final SmtpReply SENDER_OK = SmtpReply.of(250, "2.1.0", "Ok");
    static final SmtpReply RECIPIENT_OK = SmtpReply.of(250, "2.1.5", "Ok");
    static final SmtpReply GO_AHEAD = SmtpReply.of(354, "", "Send the message, end it with a dot on a line of its own");
    static final SmtpReply BYE = SmtpReply.of(221, "2.0.0", "Bye");
    static final SmtpReply HELP = SmtpReply.of(214, "2.0.0", "See RFC 5321");
    /** RFC 5321 section 7.3: nobody learns who lives here. */
    static final SmtpReply NOT_VERIFIED = SmtpReply.of(252, "2.5.0", "Send a message, it will be tried");
    static final SmtpReply NOT_IMPLEMENTED = SmtpReply.of(502, "5.5.1", "Not implemented");

    static final SmtpReply STOPPING = SmtpReply.of(421, "4.3.2", "The server is stopping, come again");
    static final SmtpReply TIMEOUT = SmtpReply.of(421, "4.4.2", "You took too long");
    static final SmtpReply TOO_MANY_ERRORS = SmtpReply.of(421, "4.7.0", "Too many errors");
    static final SmtpReply TOO_MANY_REFUSED = SmtpReply.of(421, "4.7.0", "Too many refused recipients");
    static final SmtpReply TOO_MANY_CONNECTIONS = SmtpReply.of(421, "4.7.0", "Too many connections, come again later");
    /** RFC 3463 section 3.4: X.3.2, not accepting network messages. */
    static final SmtpReply NO_ROOM = SmtpReply.of(421, "4.3.2", "No room for more connections now, come again later");
    static final SmtpReply TOO_MUCH = SmtpReply.of(421, "4.7.0", "Too much from your address, come again later");
    static final SmtpReply TOO_MANY_MAILS = SmtpReply.of(421, "4.7.0", "Enough for one connection, open another");
    static final SmtpReply EARLY_TALKER = SmtpReply.of(554, "5.5.1", "You spoke before you were greeted");

    static final SmtpReply BAD_SEQUENCE = SmtpReply.of(503, "5.5.1", "Bad sequence of commands");
    static final SmtpReply GREET_FIRST = SmtpReply.of(503, "5.5.1", "Say hello first");
    static final SmtpReply WRONG_GREETING = SmtpReply.of(500, "5.5.1", "This is not how one says hello here");
    static final SmtpReply NO_RECIPIENT = SmtpReply.of(503, "5.5.1", "No recipient was accepted");
    static final SmtpReply BINARY_NEEDS_BDAT = SmtpReply.of(503, "5.5.1", "Binary messages are sent with BDAT");
    static final SmtpReply LINE_TOO_LONG = SmtpReply.of(500, "5.5.2", "Line too long");
    static final SmtpReply BARE_LINE_END = SmtpReply.of(500, "5.5.2", "Lines end in CR LF");
    static final SmtpReply NOT_UTF8 = SmtpReply.of(500, "5.5.2", "This is not UTF-8");

    static final SmtpReply NO_PARAMETER = SmtpReply.of(555, "5.5.4", "Parameter not offered here");
    /** What RFC 8689 calls for is not offered in clear. */
    static final SmtpReply NEEDS_TLS = SmtpReply.of(530, "5.7.10", "REQUIRETLS needs a connection with TLS, say STARTTLS first");
    static final SmtpReply NO_BINARY = SmtpReply.of(501, "5.5.4", "BINARYMIME is not offered");
    static final SmtpReply HOLD_TOO_LONG = SmtpReply.of(501, "5.5.4", "Too far in the future");
    static final SmtpReply TOO_LARGE = SmtpReply.of(552, "5.3.4", "Message too large");
    static final SmtpReply NEEDS_SMTPUTF8 = SmtpReply.of(553, "5.6.7", "This address needs SMTPUTF8");
    static final SmtpReply NOT_YOUR_ADDRESS = SmtpReply.of(553, "5.7.1", "This sender's address is not yours");
    static final SmtpReply TOO_MANY_RECIPIENTS = SmtpReply.of(452, "4.5.3", "Too many recipients, send another copy");
    static final SmtpReply NOTIFICATIONS_ONLY =
        SmtpReply.of(550, "5.7.1", "This address takes notifications only, which have no sender");
    /** RFC 5321 section 4.5.3.1.10: the client sends another copy. */
    static final SmtpReply ALONE = SmtpReply.of(452, "4.5.3", "Only some may write to one of these: send each a copy of its own");
    static final SmtpReply ONLY_SOME =
        SmtpReply.of(550, "5.7.1", "Only some may write to this address, and nobody vouches that you are one of them");
    static final SmtpReply TOO_MANY_NAMES =
        SmtpReply.of(450, "4.7.1", "Too much mail for names that nobody has, try again later");
    static final SmtpReply RELAY_DENIED = SmtpReply.of(550, "5.7.1", "We do not relay for strangers");
    static final SmtpReply DISABLED = SmtpReply.of(550, "5.2.1", "This mailbox takes no mail");
    static final SmtpReply BARE_IN_MESSAGE = SmtpReply.of(550, "5.6.0", "A line of the message ends in CR or LF alone");
    static final SmtpReply FULL = SmtpReply.of(452, "4.3.1", "No room now, try again later");
    static final SmtpReply FAILED = SmtpReply.of(451, "4.3.0", "Something failed here, try again later");

    static final SmtpReply TLS_GO = SmtpReply.of(220, "2.0.0", "Begin TLS");
    static final SmtpReply TLS_FIRST = SmtpReply.of(530, "5.7.0", "Begin TLS first");
    static final SmtpReply SIGN_IN_FIRST = SmtpReply.of(530, "5.7.0", "Sign in first");
    static final SmtpReply SIGNED_IN = SmtpReply.of(235, "2.7.0", "Welcome");
    static final SmtpReply WRONG_CREDENTIALS = SmtpReply.of(535, "5.7.8", "Wrong user or password");
    static final SmtpReply NOT_FOR_SENDING = SmtpReply.of(535, "5.7.8", "This app password or token is not for sending");
    /** RFC 4954 section 6: too weak for this user. */
    static final SmtpReply APP_PASSWORD_NEEDED = SmtpReply.of(534, "5.7.9", "Mail programs need an app password for this account");
    static final SmtpReply SLOWED = SmtpReply.of(454, "4.7.0", "Too many failed attempts, try again later");
    static final SmtpReply SIGNED_OUT = SmtpReply.of(421, "4.7.0", "What you signed in with is void now, sign in again");
    static final SmtpReply AUTH_NEEDS_TLS = SmtpReply.of(538, "5.7.11", "Signing in needs TLS");
    static final SmtpReply NO_SUCH_MECHANISM = SmtpReply.of(504, "5.5.4", "No such mechanism");
    /** RFC 4954 section 6 */
    static final SmtpReply AUTH_TOO_LONG = SmtpReply.of(500, "5.5.6", "Line too long");
    static final SmtpReply CANCELLED = SmtpReply.of(501, "5.7.0", "Cancelled");
    static final SmtpReply NOT_BASE64 = SmtpReply.of(501, "5.5.2", "This cannot be read");

    static SmtpReply unknown(ForwardPath path) {
        var text = path.toString();
        var shown = text.length() <= SmtpLimits.ECHO_CHARACTERS_MAX ? " " + text : "";
        return SmtpReply.of(550, "5.1.1", "No such mailbox" + shown);
    }

    static SmtpReply chunkTaken(long octets) { return SmtpReply.of(250, "2.0.0", octets + " octets received"); }

    /** RFC 3463 section 3.4: a fault of ours is never permanent. */
    static SmtpReply fault(RuntimeException fault) {
        return fault instanceof StoreException store && store.isFull() ? FULL : FAILED;
    }
}
