package sigillo.imapd;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.imap.AuthenticateCommand;
import sigillo.imap.LoginCommand;
import sigillo.imap.Status;
import sigillo.login.SignIn;
import sigillo.sasl.SaslExchange;

/**
 * Lets clients in: LOGIN and AUTHENTICATE, RFC 9051 sections 6.2.2 and 6.2.3. What is wrong with a refused password is
 * not told, and the answer comes late.
 */
final class Authentication {
    private final ImapDoor door;
    private final InetAddress address;
    private final boolean isOpen;
    private final Function<SignIn.Answer.Welcome, Step> welcome;
    private int failures;

    /** {@code isOpen}: whether passwords may be said on this connection. {@code welcome}: for who comes in. */
    Authentication(ImapDoor door, InetAddress address, boolean isOpen, Function<SignIn.Answer.Welcome, Step> welcome) {
        this.door = door;
        this.address = address;
        this.isOpen = isOpen;
        this.welcome = welcome;
    }

    Step login(LoginCommand command) { return isOpen ? signIn(command.user(), command.password()) : closed(); }

    Step authenticate(AuthenticateCommand command) {
        if (!isOpen) return closed();
        var exchange = SaslExchange.of(command.mechanism());
        if (exchange.isEmpty()) return new Step.Done(Status.no("CANNOT", "There is no such mechanism"));
        return command.initial().map(message -> next(exchange.get(), message))
            .orElseGet(() -> ask(exchange.get(), exchange.get().opening()));
    }

    private Step next(SaslExchange exchange, Bytes message) {
        return switch (exchange.on(message)) {
            case SaslExchange.Next.Ask(var challenge) -> ask(exchange, challenge);
            case SaslExchange.Next.Credentials(var user, var password) -> signIn(user, password);
            case SaslExchange.Next.Malformed(var why) -> new Step.Done(Status.bad(why));
            case SaslExchange.Next.NotAllowed() -> refused();
        };
    }

    private Step ask(SaslExchange exchange, Bytes challenge) {
        return new Step.Ask(challenge,
            said -> said.map(message -> next(exchange, message)).orElseGet(Authentication::cancelled));
    }

    private static Step cancelled() { return new Step.Done(Status.bad("Cancelled")); }

    /** RFC 9051 section 11.7 */
    private static Step closed() { return new Step.Done(Status.no("PRIVACYREQUIRED", "Start TLS first")); }

    private Step signIn(String user, String password) {
        return switch (door.signIn().signIn(user, password, SignIn.Service.IMAP, Optional.of(address))) {
            case SignIn.Answer.Welcome who -> welcome.apply(who);
            case SignIn.Answer.Refused() -> refused();
            case SignIn.Answer.Slowed(var retryAfter) -> late(Status.no("LIMIT",
                "Too many failures: try again in " + Math.max(1, retryAfter.toSeconds()) + " seconds"));
        };
    }

    private Step refused() { return late(Status.no("AUTHENTICATIONFAILED", "Wrong name or password")); }

    private Step late(Status status) {
        boolean last = ++failures >= door.limits().failedLoginsMax();
        return new Step.Later(door.limits().failedLoginDelay(),
            last ? new Step.Bye(Status.bye("Too many failures"), status) : new Step.Done(status));
    }
}
