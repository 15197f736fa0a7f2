package sigillo.imapd;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import sigillo.account.Accounts;
import sigillo.imap.CommandParser;
import sigillo.imap.CommandParser.Outcome;
import sigillo.imap.Frame;
import sigillo.imap.ImapWriter;
import sigillo.login.SignIn;
import sigillo.search.Searches;
import sigillo.spool.Spool;

/**
 * A conversation with nobody: commands are carried out as for a mail program, and what is answered is thrown away.
 * One thread at a time.
 */
public final class SilentSession implements AutoCloseable {
    private static final String TAG = "a";

    private final ImapWriter out = new ImapWriter(OutputStream.nullOutputStream());
    private final ImapSession session;

    /** {@code searches}: whose threads search and read ahead. Shares no room with conversations of others. */
    public SilentSession(SignIn signIn, Accounts accounts, Spool spool, Searches searches, InstantSource clock) {
        var door = new ImapDoor(ImapSettings.DEFAULT, signIn, accounts, spool, searches);
        door.ahead().practised();
        var transport = new ImapSession.Transport(InetAddress.getLoopbackAddress(), true, false, Optional.empty());
        this.session = new ImapSession(door, transport, out, clock, new Nobody());
    }

    private record Nobody() implements Peer {
        @Override public void cut() {}

        @Override public boolean hasEnded() { return false; }
    }

    /**
     * {@code command}: without tag and line end. Throws {@link IOException} when the answer is not OK, or it would
     * take more than one line.
     */
    public void ask(String command) throws IOException {
        var outcome = CommandParser.parse(Frame.of(TAG + " " + command), out.names());
        if (!(outcome instanceof Outcome.Ok(var tag, var parsed))) throw new IOException("no command: " + command);
        var step = session.on(tag, parsed);
        if (!(step instanceof Step.Done(var status)) || !status.isOk()) throw new IOException("refused: " + command);
        out.status(tag, status);
        out.flush();
    }

    @Override public void close() { session.close(); }
}
