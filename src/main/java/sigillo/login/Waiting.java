package sigillo.login;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sigillo.account.AccountId;
import sigillo.directory.AccountRecord;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * Who has shown his password and not yet his code: what his password opens, wiped when he does not come. Each has a
 * name that nobody guesses and that is good once. Bounded: the oldest gives way, of the same account first. Any thread.
 */
final class Waiting implements AutoCloseable {
    private final Randomness randomness;
    private final Duration time;
    private final Map<String, One> all = new LinkedHashMap<>();
    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("sign-in-codes").daemon().factory());

    Waiting(Randomness randomness, Duration time) {
        this.randomness = randomness;
        this.time = time;
    }

    /**
     * {@code account}: as it was when the password was right. {@code renewed}: what will be kept of his password, when
     * that has to change. {@code wrong}: codes that he has typed.
     */
    record One(
            AccountRecord account, KeptPassword kept, Optional<Secret> secret, Optional<Passwords.Made> renewed,
            Slowdown.Source source, Instant until, int wrong) {

        One wrongOnceMore() { return new One(account, kept, secret, renewed, source, until, wrong + 1); }

        void wipe() {
            secret.ifPresent(Secret::close);
            renewed.ifPresent(Passwords.Made::close);
        }

        @Override public String toString() { return "who waits for a code"; }
    }

    /** Its name. */
    String add(One one) {
        var name = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.octets(Secret.OCTETS));
        synchronized (this) {
            all.put(name, one);
            makeRoom(one.account.id());
        }
        timer.schedule(() -> drop(name), time.toMillis(), TimeUnit.MILLISECONDS);
        return name;
    }

    private void makeRoom(AccountId account) {
        var his = all.entrySet().stream().filter(one -> one.getValue().account.id().equals(account))
            .map(Map.Entry::getKey).toList();
        if (his.size() > LoginLimits.CODES_WAITING_OF_ACCOUNT_MAX) drop(his.getFirst());
        if (all.size() > LoginLimits.CODES_WAITING_MAX) drop(all.keySet().iterator().next());
    }

    /** Without taking it. */
    synchronized Optional<One> get(String name, Instant now) {
        return Optional.ofNullable(all.get(name)).filter(one -> now.isBefore(one.until));
    }

    /** The caller's from now on. */
    synchronized Optional<One> take(String name, Instant now) {
        var one = get(name, now);
        if (one.isPresent()) all.remove(name);
        else drop(name);
        return one;
    }

    /** What is there of it is wiped. */
    synchronized void drop(String name) {
        var gone = all.remove(name);
        if (gone != null) gone.wipe();
    }

    synchronized int size() { return all.size(); }

    @Override public void close() {
        timer.shutdownNow();
        synchronized (this) {
            all.values().forEach(One::wipe);
            all.clear();
        }
    }
}
