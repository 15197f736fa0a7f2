package sigillo.sieved;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sigillo.account.Accounts;
import sigillo.login.SignIn;
import sigillo.net.Protocol;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.rules.Rules;

/** ManageSieve behind a listener, or several that share their limits. */
public final class SieveProtocol implements Protocol {
    private static final byte[] NO_ROOM = said("There is no room for more connections now");
    private static final byte[] TOO_MANY = said("Too many connections");

    private final SieveDoor door;
    private final Optional<Tls> tls;

    /** {@code tls} is for STARTTLS. */
    public SieveProtocol(SieveDoorSettings settings, Optional<Tls> tls, SignIn signIn, Rules rules, Accounts accounts) {
        this(new SieveDoor(settings, signIn, rules, (account, name) -> accounts.open(account).mailboxId(name).isPresent()), tls);
    }

    SieveProtocol(SieveDoor door, Optional<Tls> tls) {
        this.door = door;
        this.tls = tls;
    }

    /** RFC 5804 section 1.3 */
    private static byte[] said(String why) {
        return ("BYE (TRYLATER) \"" + why + "\"\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override public void serve(Wire wire) throws IOException { new SieveConnection(door, wire, tls).run(); }

    @Override public byte[] noRoom() { return NO_ROOM.clone(); }

    @Override public byte[] tooMany() { return TOO_MANY.clone(); }
}
