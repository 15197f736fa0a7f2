package sigillo.login;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;

/** Checks credentials. Blocks (password hashing runs on a bounded pool); slows down guessing by itself. */
public interface SignIn {

    /**
     * {@code user}: the main address of an account, as the client wrote it. {@code client}: where it comes from, so that
     * guessing is slowed by network too.
     */
    Answer signIn(String user, String password, Service service, Optional<InetAddress> client);

    enum Service { IMAP, POP, SMTP, JMAP, SIEVE }

    sealed interface Answer {
        /** {@code unlocked}: what is his is open until the door closes it; for SMTP nothing is opened. */
        record Welcome(User user, Unlocked unlocked) implements Answer {}

        /** Unknown user, wrong password and disabled account look alike from outside. */
        record Refused() implements Answer {}

        /** Too many failures: try again after {@code retryAfter}. The same for users that exist and that do not. */
        record Slowed(Duration retryAfter) implements Answer {}
    }
}
