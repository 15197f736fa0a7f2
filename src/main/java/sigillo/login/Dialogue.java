package sigillo.login;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.sasl.Mechanism;
import sigillo.sasl.SaslExchange;
import sigillo.sasl.SaslExchange.Next;
import sigillo.sealing.Secret;

/**
 * A client signs in by a mechanism of SASL: its messages in, what the door says out. The same for all doors. One
 * thread. To be closed when the client gives up: until he has heard the last word, what was opened for him is held
 * here.
 */
public final class Dialogue implements AutoCloseable {

    /** What the door does next. */
    public sealed interface Turn {
        record Ask(Bytes challenge) implements Turn {}

        record Answered(SignIn.Answer answer) implements Turn {}

        /** {@code why} is in ASCII, for people. */
        record Malformed(String why) implements Turn {}
    }

    private final SignIn signIn;
    private final SaslExchange exchange;
    private final SignIn.Service service;
    private final Optional<InetAddress> client;
    /** Said when the client has taken note of the last challenge. */
    private Optional<SignIn.Answer> answer = Optional.empty();

    private Dialogue(SignIn signIn, SaslExchange exchange, SignIn.Service service, Optional<InetAddress> client) {
        this.signIn = signIn;
        this.exchange = exchange;
        this.service = service;
        this.client = client;
    }

    /**
     * Empty when the mechanism is not offered; its name in upper case. {@code binding}: see {@link SaslExchange#of}.
     */
    public static Optional<Dialogue> begin(
            SignIn signIn, String mechanism, Optional<Bytes> binding, SignIn.Service service,
            Optional<InetAddress> client) {
        return Mechanism.of(mechanism).filter(signIn.mechanisms(binding.isPresent())::contains)
            .map(known -> new Dialogue(signIn, signIn.exchange(known, binding), service, client));
    }

    /** The challenge for a client that sent no initial response. */
    public Bytes opening() { return exchange.opening(); }

    /**
     * Whether the challenge that was given last is the last word to a client who is let in: a door whose protocol has a
     * place for it in its answer says it there, and concludes.
     */
    public boolean isWelcome() { return answer.isPresent() && answer.get() instanceof SignIn.Answer.Welcome; }

    /** Where it {@link #isWelcome}: without what the client says to the last word, which is nothing. */
    public SignIn.Answer conclude() {
        var said = answer.orElseThrow();
        answer = Optional.empty();
        return said;
    }

    /** The message, which may hold a password, is wiped. */
    public Turn on(Bytes message) {
        if (answer.isEmpty()) {
            var next = exchange.on(message);
            Arrays.fill(message.unsafeArray(), (byte) 0);
            return turn(next);
        }
        return new Turn.Answered(conclude());
    }

    private Turn turn(Next next) {
        return switch (next) {
            case Next.Ask(var challenge) -> new Turn.Ask(challenge);
            case Next.Credentials(var user, var password) -> {
                try (password) {
                    yield new Turn.Answered(signIn.signIn(user, password, service, client));
                }
            }
            case Next.Keys(var user, var then) -> turn(then.apply(signIn.scramKeys(user)));
            case Next.Proved(var user, var candidate, var clientKey, var last) -> {
                try (var secret = Secret.take(clientKey)) {
                    yield last(signIn.proved(user, candidate.number(), secret, service, client), last);
                }
            }
            case Next.Unproved(var user, var last) -> later(signIn.unproved(user, service, client), last);
            case Next.WrongProof(var user) -> new Turn.Answered(signIn.unproved(user, service, client));
            case Next.Bearer bearer -> bearer(bearer, signIn.bearer(bearer.user(), bearer.token(), service, client));
            case Next.Malformed(var why) -> new Turn.Malformed(why);
            case Next.NotAllowed() -> new Turn.Answered(new SignIn.Answer.Refused());
        };
    }

    /** Only who is let in hears that the server knows him too. */
    private Turn last(SignIn.Answer heard, Bytes last) {
        return heard instanceof SignIn.Answer.Welcome ? later(heard, last) : new Turn.Answered(heard);
    }

    /** RFC 7628 section 3.2.3: who fails is told why, and his answer to that is not looked at. */
    private Turn bearer(Next.Bearer bearer, SignIn.Answer heard) {
        return switch (heard) {
            case SignIn.Answer.Refused() -> later(heard, bearer.refusal());
            case SignIn.Answer.OutOfScope() -> later(heard, bearer.outOfScope());
            case SignIn.Answer.Welcome _, SignIn.Answer.Slowed _, SignIn.Answer.AppPasswordNeeded() ->
                new Turn.Answered(heard);
        };
    }

    private Turn later(SignIn.Answer heard, Bytes last) {
        answer = Optional.of(heard);
        return new Turn.Ask(last);
    }

    @Override public void close() {
        if (answer.isPresent() && answer.get() instanceof SignIn.Answer.Welcome(_, var unlocked, _)) unlocked.close();
        answer = Optional.empty();
    }
}
