package sigillo.sasl;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import sigillo.base.Bytes;

/**
 * One authentication exchange on the side of the server: RFC 4422 section 3. Total: every message has an answer. It knows
 * nobody: what it needs it asks for by values. Holds a password only for the moment. One thread.
 */
public interface SaslExchange {

    /** {@code binding}: the tls-exporter of the connection, where it has one (RFC 9266); with it PLUS is offered. */
    static SaslExchange of(Mechanism mechanism, Optional<Bytes> binding) {
        return of(mechanism, binding, BearerHelp.NONE);
    }

    static SaslExchange of(Mechanism mechanism, Optional<Bytes> binding, BearerHelp help) {
        return of(mechanism, binding, help, Scram::freshNonce);
    }

    static SaslExchange of(Mechanism mechanism, Optional<Bytes> binding, Supplier<String> nonces) {
        return of(mechanism, binding, BearerHelp.NONE, nonces);
    }

    /** {@code nonces}: the server's part of them, never the same twice. */
    private static SaslExchange of(
            Mechanism mechanism, Optional<Bytes> binding, BearerHelp help, Supplier<String> nonces) {
        return switch (mechanism) {
            case PLAIN -> new Plain();
            case LOGIN -> new Login();
            case OAUTHBEARER -> new OAuthBearer(help);
            case XOAUTH2 -> new XOAuth2(help);
            case SCRAM_SHA_256 -> new Scram(ChannelBinding.offered(binding), nonces);
            case SCRAM_SHA_256_PLUS -> new Scram(ChannelBinding.required(binding.orElseThrow()), nonces);
        };
    }

    /** The challenge for a client that sent no initial response. */
    Bytes opening();

    /** After an initial response, or the answer to a challenge. */
    Next on(Bytes message);

    /** What comes after a message. */
    sealed interface Next {
        record Ask(Bytes challenge) implements Next {}

        /** To be checked; the password is to be wiped by who takes it. */
        record Credentials(String user, PasswordText password) implements Next {
            @Override public String toString() { return "Credentials[" + user + "]"; }
        }

        /** Wants the keys of a user, without knowing whether there is one; {@code then} goes on with them. */
        record Keys(String user, Function<ScramKeys, Next> then) implements Next {
            @Override public String toString() { return "Keys[" + user + "]"; }
        }

        /**
         * The user has shown that he knows the secret of {@code candidate}. {@code clientKey}: to be wiped by who takes
         * it. {@code last}: for the client when he is let in; he answers it with nothing.
         */
        record Proved(String user, ScramKeys.Candidate candidate, byte[] clientKey, Bytes last) implements Next {
            @Override public String toString() { return "Proved[" + user + "]"; }
        }

        /** The user has not shown it. {@code last} tells the client; whatever he answers, he is refused. */
        record Unproved(String user, Bytes last) implements Next {}

        /**
         * The user has come with a wrong password and hears so from the door at once. RFC 5802 section 7 leaves it to us whether to
         * send {@code e=invalid-proof} first: GNU SASL 2.2 (msmtp, mutt, 2026-11) cannot read it, and its user learns nothing.
         */
        record WrongProof(String user) implements Next {}

        /**
         * To be looked up. {@code user}: as whom, where the client says it. {@code refusal}, {@code outOfScope}: for who is not
         * let in, as {@code last} in {@link Unproved}.
         */
        record Bearer(Optional<String> user, String token, Bytes refusal, Bytes outOfScope) implements Next {
            @Override public String toString() { return "Bearer[" + user.orElse("") + "]"; }
        }

        /** {@code why} is in ASCII, for people. */
        record Malformed(String why) implements Next {}

        /** The client wants to act for another, which nobody may. */
        record NotAllowed() implements Next {}
    }
}
