package sigillo.popd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.PopDeletes;
import sigillo.login.SignIn;
import sigillo.net.Protocol;
import sigillo.net.Tls;
import sigillo.net.Wire;

/** POP3 behind a listener, or several that share their limits. */
public final class PopProtocol implements Protocol {
    private static final byte[] NO_ROOM = (Replies.NO_ROOM.line() + "\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TOO_MANY = "-ERR [SYS/TEMP] Too many connections\r\n".getBytes(StandardCharsets.US_ASCII);

    private final PopDoor door;
    private final Optional<Tls> tls;

    /** {@code tls} is for STLS; a listener with TLS from the start has its own. */
    public PopProtocol(
            PopSettings settings, Optional<Tls> tls, SignIn signIn, Accounts accounts, Directory directory, InstantSource clock) {
        this(new PopDoor(settings, signIn, accounts, account -> deletes(directory, account), clock), tls);
    }

    PopProtocol(PopDoor door, Optional<Tls> tls) {
        this.door = door;
        this.tls = tls;
    }

    private static PopDeletes deletes(Directory directory, AccountId account) {
        return directory.account(account).map(AccountRecord::popDeletes).orElse(PopDeletes.NOTHING);
    }

    @Override public void serve(Wire wire) throws IOException { new PopConnection(door, wire, tls).run(); }

    @Override public byte[] noRoom() { return NO_ROOM.clone(); }

    @Override public byte[] tooMany() { return TOO_MANY.clone(); }
}
