package sigillo.popd;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.login.Dialogue;
import sigillo.login.SignIn;
import sigillo.pop.PopCommand;
import sigillo.pop.PopReply;
import sigillo.pop.PopReply.Code;
import sigillo.pop.SaslLine;

/**
 * Lets clients in: USER and PASS (RFC 1939 section 7), AUTH (RFC 5034). What is wrong with a refused password is not told,
 * nor whether there is such a user, and the answer comes late.
 */
final class Authentication {
    private final PopDoor door;
    private final InetAddress address;
    private final boolean isOpen;
    private final Optional<Bytes> binding;
    private final Function<SignIn.Answer.Welcome, Step> welcome;
    private Optional<String> name = Optional.empty();
    private Optional<Dialogue> dialogue = Optional.empty();
    private int failures;

    /**
     * {@code isOpen}: whether passwords may be said on this connection. {@code binding}: what names it, where it has TLS.
     * {@code welcome}: for who comes in.
     */
    Authentication(
            PopDoor door, InetAddress address, boolean isOpen, Optional<Bytes> binding,
            Function<SignIn.Answer.Welcome, Step> welcome) {
        this.door = door;
        this.address = address;
        this.isOpen = isOpen;
        this.binding = binding;
        this.welcome = welcome;
    }

    /** Any other command than PASS: a name that was said holds for the very next one, RFC 1939 section 7. */
    void forgetName() { name = Optional.empty(); }

    PopReply user(PopCommand.User user) {
        if (!isOpen) return Replies.TLS_FIRST;
        name = Optional.of(user.name());
        return Replies.NAME_TAKEN;
    }

    Step pass(PopCommand.Pass pass) {
        if (!isOpen) return new Step.Say(Replies.TLS_FIRST);
        if (name.isEmpty()) return new Step.Say(Replies.NAME_FIRST);
        var user = name.get();
        forgetName();
        return answered(door.signIn().signIn(user, pass.password(), SignIn.Service.POP, Optional.of(address)));
    }

    Step auth(PopCommand.Auth auth) {
        if (!isOpen) return new Step.Say(Replies.TLS_FIRST);
        dialogue = Dialogue.begin(door.signIn(), auth.mechanism(), binding, SignIn.Service.POP, Optional.of(address));
        if (dialogue.isEmpty()) return new Step.Say(Replies.NO_MECHANISM);
        var begun = dialogue.get();
        return auth.initial().map(word -> next(begun, SaslLine.initial(word))).orElseGet(() -> ask(begun, begun.opening()));
    }

    private Step ask(Dialogue begun, Bytes challenge) { return new Step.Ask(challenge, line -> next(begun, SaslLine.of(line))); }

    private Step next(Dialogue begun, SaslLine line) {
        return switch (line) {
            case SaslLine.Message(var message) -> turned(begun, begun.on(message));
            case SaslLine.Cancelled() -> ended(begun, Replies.CANCELLED);
            case SaslLine.NotBase64() -> ended(begun, Replies.NOT_BASE64);
        };
    }

    private Step turned(Dialogue begun, Dialogue.Turn turn) {
        return switch (turn) {
            case Dialogue.Turn.Ask(var challenge) -> ask(begun, challenge);
            case Dialogue.Turn.Answered(var answer) -> answered(answer);
            case Dialogue.Turn.Malformed(var why) -> new Step.Say(PopReply.error(why));
        };
    }

    private static Step ended(Dialogue begun, PopReply reply) {
        begun.close();
        return new Step.Say(reply);
    }

    /** The connection has ended. */
    void close() { dialogue.ifPresent(Dialogue::close); }

    /** RFC 3206 section 4: AUTH where other credentials would help. */
    private Step answered(SignIn.Answer answer) {
        return switch (answer) {
            case SignIn.Answer.Welcome who -> welcome.apply(who);
            case SignIn.Answer.Refused() -> late(PopReply.error(Code.AUTH, "Wrong name or password"));
            case SignIn.Answer.OutOfScope() -> late(PopReply.error(Code.AUTH, "This app password or token is not for POP"));
            case SignIn.Answer.AppPasswordNeeded() ->
                late(PopReply.error(Code.AUTH, "Mail programs need an app password for this account"));
            case SignIn.Answer.Slowed(var retryAfter) -> late(PopReply.error(Code.TEMPORARY,
                "Too many failures: try again in " + Math.max(1, retryAfter.toSeconds()) + " seconds"));
        };
    }

    private Step late(PopReply reply) {
        boolean isLast = ++failures >= door.limits().failedLoginsMax();
        return new Step.Later(door.limits().failedLoginDelay(), isLast ? new Step.Bye(reply) : new Step.Say(reply));
    }
}
