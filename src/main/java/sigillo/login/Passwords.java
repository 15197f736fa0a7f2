package sigillo.login;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Hashes passwords on a few platform threads, because a hash is long and takes memory. At most
 * {@link LoginLimits#HASHES_WAITING_MAX} wait; sign-ins beyond are turned away, the operator waits. Closing it lets
 * what is under way end.
 */
public final class Passwords implements AutoCloseable {
    /** What is checked when there is no such account: a hash of our cost that no password gives. */
    private static final String NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    /** Easy to type on a telephone: no letters that look alike. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Semaphore places = new Semaphore(LoginLimits.HASHES_WAITING_MAX, true);
    private final ExecutorService threads = Executors.newFixedThreadPool(LoginLimits.HASHES_AT_ONCE,
        Thread.ofPlatform().name("password-", 0).daemon().factory());

    /** Why a password cannot be set, as a sentence; empty when it can. */
    public static Optional<String> whyNot(String password) { return Argon2.whyNot(password); }

    /** A new one that nobody guesses: four groups of five characters, 99 random bits. */
    public static String fresh() {
        var text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) text.append('-');
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** For keeping. Blocks while others wait. */
    public String hash(String password) {
        places.acquireUninterruptibly();
        return run(() -> Argon2.hash(password));
    }

    /** Empty when too many wait already. Without a hash the answer is false, after the same time. */
    Optional<Boolean> matches(String password, Optional<String> hashed) {
        if (!places.tryAcquire()) return Optional.empty();
        return Optional.of(run(() -> Argon2.matches(password, hashed.orElse(NOBODY)) && hashed.isPresent()));
    }

    private <T> T run(Supplier<T> work) {
        try {
            return join(threads.submit(work::get));
        } finally {
            places.release();
        }
    }

    /** A hash under way cannot be stopped: an interrupt is kept for later. */
    private static <T> T join(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("hashing failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override public void close() { threads.close(); }
}
