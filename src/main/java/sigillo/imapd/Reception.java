package sigillo.imapd;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.directory.SignIn;
import sigillo.directory.User;
import sigillo.imap.AuthenticateCommand;
import sigillo.imap.LoginCommand;
import sigillo.imap.Status;

/**
 * Lets clients in: LOGIN and AUTHENTICATE, RFC 9051 sections 6.2.2 and 6.2.3. What is wrong with a refused password is
 * not told, and the answer comes late.
 */
final class Reception {
    private final ImapDoor door;
    private final InetAddress address;
    private final boolean isOpen;
    private final Function<User, Step> welcome;
    private int failures;

    /** {@code isOpen}: whether passwords may be said on this connection. {@code welcome}: for who comes in. */
    Reception(ImapDoor door, InetAddress address, boolean isOpen, Function<User, Step> welcome) {
        this.door = door;
        this.address = address;
        this.isOpen = isOpen;
        this.welcome = welcome;
    }

    Step login(LoginCommand command) { return isOpen ? signIn(command.user(), command.password()) : closed(); }

    Step authenticate(AuthenticateCommand command) {
        if (!isOpen) return closed();
        return switch (command.mechanism()) {
            case "PLAIN" -> command.initial().map(this::plain).orElseGet(() -> ask("", this::plain));
            case "LOGIN" -> command.initial().map(this::password).orElseGet(() -> ask("Username:", this::password));
            default -> new Step.Done(Status.no("CANNOT", "There is no such mechanism"));
        };
    }

    private static Step ask(String challenge, Function<Bytes, Step> answered) {
        return new Step.Ask(Bytes.utf8(challenge), said -> said.map(answered).orElseGet(Reception::cancelled));
    }

    private static Step cancelled() { return new Step.Done(Status.bad("Cancelled")); }

    /** RFC 9051 section 11.7 */
    private static Step closed() { return new Step.Done(Status.no("PRIVACYREQUIRED", "Start TLS first")); }

    /** RFC 4616 section 2: authorization identity, NUL, user, NUL, password. */
    private Step plain(Bytes message) {
        var text = text(message).map(t -> t.split("\0", -1)).filter(parts -> parts.length == 3);
        if (text.isEmpty()) return new Step.Done(Status.bad("Not a message of PLAIN"));
        var parts = text.get();
        // Nobody acts for somebody else here
        return parts[0].isEmpty() || parts[0].equals(parts[1]) ? signIn(parts[1], parts[2]) : refused();
    }

    private Step password(Bytes user) {
        var name = text(user);
        if (name.isEmpty()) return new Step.Done(Status.bad("Name is not UTF-8"));
        return ask("Password:", password -> text(password).map(p -> signIn(name.get(), p)).orElseGet(this::refused));
    }

    private static Optional<String> text(Bytes octets) {
        try {
            var utf8 = ByteBuffer.wrap(octets.unsafeArray());
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private Step signIn(String user, String password) {
        return switch (door.signIn().signIn(user, password, SignIn.Service.IMAP, Optional.of(address))) {
            case SignIn.Answer.Welcome(var who) -> welcome.apply(who);
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
