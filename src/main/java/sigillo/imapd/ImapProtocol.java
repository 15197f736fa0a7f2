package sigillo.imapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import sigillo.account.Accounts;
import sigillo.events.MailEvents;
import sigillo.login.SignIn;
import sigillo.net.Protocol;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.search.Searches;
import sigillo.spool.Spool;

/** IMAP behind a listener, or several that share their limits. */
public final class ImapProtocol implements Protocol {
    private static final byte[] TOO_MANY = "* BYE Too many connections\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NO_ROOM = ("* " + ImapConnection.NO_ROOM + "\r\n").getBytes(StandardCharsets.US_ASCII);

    private final ImapDoor door;
    private final Optional<Tls> tls;
    private final InstantSource clock;

    /** {@code tls} is for STARTTLS; a listener with TLS from the start has its own. {@code searches}: those of all doors. */
    public ImapProtocol(
            ImapSettings settings, Optional<Tls> tls, SignIn signIn, Accounts accounts, Spool spool,
            Searches searches, InstantSource clock) {
        this(new ImapDoor(settings, signIn, accounts, spool, searches), tls, clock);
    }

    /** As the other; scripts run for what happens here: RFC 6785. */
    public ImapProtocol(
            ImapSettings settings, Optional<Tls> tls, SignIn signIn, Accounts accounts, Spool spool,
            Searches searches, MailEvents events, InstantSource clock) {
        this(new ImapDoor(settings, signIn, accounts, spool, searches, Optional.of(events)), tls, clock);
    }

    ImapProtocol(ImapDoor door, Optional<Tls> tls, InstantSource clock) {
        this.door = door;
        this.tls = tls;
        this.clock = clock;
    }

    /**
     * Calls {@code signedIn} whenever somebody has signed in, on the thread of his conversation: it must return at once,
     * and throw nothing.
     */
    public ImapProtocol whenSignedIn(Runnable signedIn) {
        door.connections().whenEntered(signedIn);
        return this;
    }

    /** What reads mail is compiled: from now on long FETCHes may have the other core (decision 0058). */
    public void practised() { door.ahead().practised(); }

    @Override public void serve(Wire wire) throws IOException { new ImapConnection(door, wire, tls, clock).run(); }

    @Override public byte[] tooMany() { return TOO_MANY.clone(); }

    @Override public byte[] noRoom() { return NO_ROOM.clone(); }
}
