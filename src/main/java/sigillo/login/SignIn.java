package sigillo.login;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Bytes;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;
import sigillo.sasl.Mechanism;
import sigillo.sasl.PasswordText;
import sigillo.sasl.SaslExchange;
import sigillo.sasl.ScramKeys;
import sigillo.sealing.Secret;

/** Checks credentials. Blocks (password hashing runs on a bounded pool); slows down guessing by itself. */
public interface SignIn {

    /**
     * {@code user}: the main address of an account, as the client wrote it. {@code client}: where it comes from, so
     * that guessing is slowed by network too. {@code password}: the caller's to wipe.
     */
    Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client);

    /** With one that is text already. */
    default Answer signIn(String user, String password, Service service, Optional<InetAddress> client) {
        try (var text = PasswordText.of(password)) {
            return signIn(user, text, service, client);
        }
    }

    /**
     * What is offered on a connection where passwords may be said, the best first. {@code bound}: it has a
     * tls-exporter.
     */
    default List<Mechanism> mechanisms(boolean bound) { return List.of(Mechanism.PLAIN, Mechanism.LOGIN); }

    /** A client has chosen {@code mechanism}, one of these. {@code binding}: see {@link SaslExchange#of}. */
    default SaslExchange exchange(Mechanism mechanism, Optional<Bytes> binding) {
        return SaslExchange.of(mechanism, binding);
    }

    /** Of a user, whether there is one or not: without candidates nobody gets in. */
    default ScramKeys scramKeys(String user) { return new ScramKeys(Bytes.EMPTY, ScramKeys.ITERATIONS, List.of()); }

    /** Lets in who has shown that he knows what is kept under {@code number}; the secret stays the caller's. */
    default Answer proved(String user, long number, Secret clientKey, Service service, Optional<InetAddress> client) {
        return new Answer.Refused();
    }

    /** A proof was wrong. */
    default Answer unproved(String user, Service service, Optional<InetAddress> client) { return new Answer.Refused(); }

    /** By a token, as the {@code user} whom the client names, if it names one. */
    default Answer bearer(Optional<String> user, String token, Service service, Optional<InetAddress> client) {
        return new Answer.Refused();
    }

    enum Service {
        IMAP, POP, SMTP, JMAP, SIEVE;

        /** Whether who signs in for it has his mail opened: who sends, or writes his rules, needs none of it. */
        public boolean opensMail() { return this != SMTP && this != SIEVE; }
    }

    sealed interface Answer {
        /**
         * {@code unlocked}: what is his is open until the door closes it; nothing is opened for a service that needs it
         * not. {@code services}: all that he may do with what he has shown, the one that he came for among them: one
         * door may give access to what belongs to another's service.
         */
        record Welcome(User user, Unlocked unlocked, Set<Service> services) implements Answer {
            public Welcome { services = Set.copyOf(services); }

            /** By the account's own password. */
            public static Welcome toAll(User user, Unlocked unlocked) {
                return new Welcome(user, unlocked, EnumSet.allOf(Service.class));
            }
        }

        /** Unknown user, wrong password and disabled account look alike from outside. */
        record Refused() implements Answer {}

        /** The app password or token is right, and was made for other services. */
        record OutOfScope() implements Answer {}

        /**
         * The account's own password is not for mail programs here. Said to all where that holds for all; else only to
         * who has just shown that he knows it.
         */
        record AppPasswordNeeded() implements Answer {}

        /** Too many failures: try again after {@code retryAfter}. The same for users that exist and that do not. */
        record Slowed(Duration retryAfter) implements Answer {}
    }
}
