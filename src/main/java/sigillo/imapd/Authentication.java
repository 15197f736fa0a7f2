package sigillo.imapd;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.imap.AuthenticateCommand;
import sigillo.imap.LoginCommand;
import sigillo.imap.SaslAnswer;
import sigillo.imap.Status;
import sigillo.login.Dialogue;
import sigillo.login.SignIn;

/**
 * Lets clients in: LOGIN and AUTHENTICATE, RFC 9051 sections 6.2.2 and 6.2.3. What is wrong with a refused password is
 * not told, and the answer comes late.
 */
final class Authentication {
    private final ImapDoor door;
    private final InetAddress address;
    private final boolean isOpen;
    private final Function<SignIn.Answer.Welcome, Step> welcome;
    private final Optional<Bytes> binding;
    private Optional<Dialogue> dialogue = Optional.empty();
    private int failures;

    /**
     * {@code isOpen}: whether passwords may be said on this connection. {@code binding}: what names it, where it has TLS.
     * {@code welcome}: for who comes in.
     */
    Authentication(ImapDoor door, InetAddress address, boolean isOpen, Optional<Bytes> binding, Function<SignIn.Answer.Welcome, Step> welcome) {
        this.door = door;
        this.address = address;
        this.isOpen = isOpen;
        this.binding = binding;
        this.welcome = welcome;
    }

    Step login(LoginCommand command) { return isOpen ? signIn(command.user(), command.password()) : closed(); }

    Step authenticate(AuthenticateCommand command) {
        if (!isOpen) return closed();
        dialogue = Dialogue.begin(door.signIn(), command.mechanism(), binding, SignIn.Service.IMAP, Optional.of(address));
        if (dialogue.isEmpty()) return new Step.Done(Status.no("CANNOT", "There is no such mechanism"));
        var begun = dialogue.get();
        return command.initial().map(message -> next(begun, message)).orElseGet(() -> ask(begun, begun.opening()));
    }

    private Step next(Dialogue begun, Bytes message) {
        return switch (begun.on(message)) {
            case Dialogue.Turn.Ask(var challenge) -> ask(begun, challenge);
            case Dialogue.Turn.Answered(var answer) -> answered(answer);
            case Dialogue.Turn.Malformed(var why) -> new Step.Done(Status.bad(why));
        };
    }

    private Step ask(Dialogue begun, Bytes challenge) {
        return new Step.Ask(challenge, said -> switch (said) {
            case SaslAnswer.Message(var message) -> next(begun, message);
            case SaslAnswer.Cancelled() -> ended(begun, "Cancelled");
            case SaslAnswer.Unreadable(var why) -> ended(begun, why);
        });
    }

    private static Step ended(Dialogue begun, String why) {
        begun.close();
        return new Step.Done(Status.bad(why));
    }

    /** The connection has ended. */
    void close() { dialogue.ifPresent(Dialogue::close); }

    /** RFC 9051 section 11.7 */
    private static Step closed() { return new Step.Done(Status.no("PRIVACYREQUIRED", "Start TLS first")); }

    private Step signIn(String user, String password) {
        return answered(door.signIn().signIn(user, password, SignIn.Service.IMAP, Optional.of(address)));
    }

    private Step answered(SignIn.Answer answer) {
        return switch (answer) {
            case SignIn.Answer.Welcome who -> welcome.apply(who);
            case SignIn.Answer.Refused() -> refused();
            // RFC 5530 section 3
            case SignIn.Answer.OutOfScope() -> late(Status.no("AUTHORIZATIONFAILED", "This app password or token is not for IMAP"));
            // RFC 9051 section 7.1: people must be shown what follows
            case SignIn.Answer.AppPasswordNeeded() -> late(Status.no("ALERT", "Mail programs need an app password for this account"));
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
