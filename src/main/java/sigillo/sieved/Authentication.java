package sigillo.sieved;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiFunction;
import sigillo.base.Bytes;
import sigillo.login.Dialogue;
import sigillo.login.SignIn;
import sigillo.managesieve.SaslAnswer;
import sigillo.managesieve.SieveCommand;
import sigillo.managesieve.SieveReply;
import sigillo.managesieve.SieveReply.Code;

/**
 * Lets clients in: RFC 5804 section 2.1. What is wrong with a refused password is not told, nor whether there is such a user,
 * and the answer comes late. What was refused on a connection counts on it for good.
 */
final class Authentication {
    private final SieveDoor door;
    private final InetAddress address;
    private final boolean isOpen;
    private final Optional<Bytes> binding;
    private final BiFunction<SignIn.Answer.Welcome, Optional<Bytes>, Step> welcome;
    private Optional<Dialogue> dialogue = Optional.empty();
    private int failures;

    /**
     * {@code isOpen}: whether passwords may be said on this connection. {@code binding}: what names it, where it has TLS.
     * {@code welcome}: for who comes in, with the last word of the mechanism.
     */
    Authentication(
            SieveDoor door, InetAddress address, boolean isOpen, Optional<Bytes> binding,
            BiFunction<SignIn.Answer.Welcome, Optional<Bytes>, Step> welcome) {
        this.door = door;
        this.address = address;
        this.isOpen = isOpen;
        this.binding = binding;
        this.welcome = welcome;
    }

    Step authenticate(SieveCommand.Authenticate command) {
        if (!isOpen) return new Step.Say(Replies.TLS_FIRST);
        dialogue = Dialogue.begin(door.signIn(), command.mechanism(), binding, SignIn.Service.SIEVE, Optional.of(address));
        if (dialogue.isEmpty()) return new Step.Say(Replies.NO_MECHANISM);
        var begun = dialogue.get();
        return command.initial().map(answer -> next(begun, answer)).orElseGet(() -> ask(begun, begun.opening()));
    }

    private Step ask(Dialogue begun, Bytes challenge) { return new Step.Ask(challenge, answer -> next(begun, answer)); }

    private Step next(Dialogue begun, SaslAnswer answer) {
        return switch (answer) {
            case SaslAnswer.Message(var message) -> turned(begun, begun.on(message));
            case SaslAnswer.Cancelled() -> ended(begun, Replies.CANCELLED);
            case SaslAnswer.Unreadable(var why) -> ended(begun, SieveReply.no(why));
        };
    }

    /** RFC 5804 section 1.3: the last word to who is let in comes with the OK, and needs no answer. */
    private Step turned(Dialogue begun, Dialogue.Turn turn) {
        return switch (turn) {
            case Dialogue.Turn.Ask(var last) when begun.isWelcome() -> answered(begun.conclude(), Optional.of(last));
            case Dialogue.Turn.Ask(var challenge) -> ask(begun, challenge);
            case Dialogue.Turn.Answered(var answer) -> answered(answer, Optional.empty());
            case Dialogue.Turn.Malformed(var why) -> new Step.Say(SieveReply.no(why));
        };
    }

    private static Step ended(Dialogue begun, SieveReply reply) {
        begun.close();
        return new Step.Say(reply);
    }

    /** The connection has ended. */
    void close() { dialogue.ifPresent(Dialogue::close); }

    private Step answered(SignIn.Answer answer, Optional<Bytes> last) {
        return switch (answer) {
            case SignIn.Answer.Welcome who -> welcome.apply(who, last);
            case SignIn.Answer.Refused() -> late(SieveReply.no("Wrong name or password"));
            case SignIn.Answer.OutOfScope() -> late(SieveReply.no("This app password or token is not for rules (ManageSieve)"));
            case SignIn.Answer.AppPasswordNeeded() -> late(SieveReply.no("Mail programs need an app password for this account"));
            case SignIn.Answer.Slowed(var retryAfter) -> late(SieveReply.no(Code.TRY_LATER,
                "Too many failures: try again in " + Math.max(1, retryAfter.toSeconds()) + " seconds"));
        };
    }

    /** RFC 5804 section 2.1: after too many BYE. */
    private Step late(SieveReply reply) {
        boolean isLast = ++failures >= door.limits().failedLoginsMax();
        return new Step.Later(door.limits().failedLoginDelay(), isLast ? new Step.Bye(reply.asBye()) : new Step.Say(reply));
    }
}
