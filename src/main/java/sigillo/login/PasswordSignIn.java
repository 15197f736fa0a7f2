package sigillo.login;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.base.Address;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.keyring.Unlocked;

/**
 * Signs in by main address and password. What was checked before is answered from memory under a keyed hash: a mail program
 * that reconnects costs microseconds, and one that repeats its old password costs as little and counts as one guess.
 * Whoever signed in before from an address is not slowed by what others do to the account. Any thread may call.
 */
public final class PasswordSignIn implements SignIn {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    private static final int MAX = LoginLimits.SIGN_IN_TABLE_ENTRIES_MAX;

    private final Directory directory;
    private final Passwords passwords;
    private final InstantSource clock;

    private final CredentialTags tags = new CredentialTags();
    private final Remembered<Bytes> right = new Remembered<>(MAX, LoginLimits.CREDENTIAL_REMEMBERED);
    private final Remembered<Bytes> wrong = new Remembered<>(MAX, Duration.ofDays(30));
    private final ConcurrentHashMap<Bytes, CompletableFuture<Optional<Boolean>>> underWay = new ConcurrentHashMap<>();
    private final Slowdown slowdown = new Slowdown();

    public PasswordSignIn(Directory directory, Passwords passwords, InstantSource clock) {
        this.directory = directory;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Override public Answer signIn(String user, String password, Service service, Optional<InetAddress> client) {
        var now = clock.instant();
        var attempt = attempt(user, client);
        var wait = slowdown.wait(attempt.source, now);
        if (!wait.isZero()) return new Answer.Slowed(wait);
        if (Argon2.isTooLong(password)) return new Answer.Refused();
        var tag = tags.of(attempt.source.name(), attempt.hash(), password);
        if (right.has(tag, now)) return welcome(attempt, now);
        if (wrong.has(tag, now)) return new Answer.Refused();
        var matches = checkOnce(tag, attempt, password, now);
        if (matches.isEmpty()) return new Answer.Slowed(LoginLimits.HASHES_RETRY_AFTER);
        if (matches.get()) return welcome(attempt, now);
        var from = client.map(address -> " from " + address.getHostAddress()).orElse("");
        LOG.log(Level.INFO, "wrong password or user: " + service + from);
        return new Answer.Refused();
    }

    private record Attempt(Optional<AccountRecord> account, Slowdown.Source source) {
        Optional<String> hash() { return account.map(AccountRecord::password); }
    }

    private Attempt attempt(String user, Optional<InetAddress> client) {
        var address = Address.parse(user);
        var source = new Slowdown.Source(address.map(Address::lookupKey).orElse(""),
            client.filter(from -> !from.isLoopbackAddress()).map(AddressKey::of));
        return new Attempt(address.flatMap(directory::account), source);
    }

    /** Those who come with the same credential while it is being checked wait for that one answer. */
    private Optional<Boolean> checkOnce(Bytes tag, Attempt attempt, String password, Instant now) {
        var mine = new CompletableFuture<Optional<Boolean>>();
        var theirs = underWay.putIfAbsent(tag, mine);
        if (theirs != null) return theirs.join();
        try {
            mine.complete(check(tag, attempt, password, now));
        } finally {
            mine.complete(Optional.empty());
            underWay.remove(tag);
        }
        return mine.join();
    }

    private Optional<Boolean> check(Bytes tag, Attempt attempt, String password, Instant now) {
        slowdown.charge(attempt.source, now);
        var matches = passwords.matches(password, attempt.hash());
        if (matches.orElse(true)) slowdown.giveBack(attempt.source);
        matches.ifPresent(yes -> (yes ? right : wrong).add(tag, now));
        return matches;
    }

    /** A disabled account is refused only after its password was checked: from outside it looks like a wrong one. */
    private Answer welcome(Attempt attempt, Instant now) {
        var account = attempt.account.filter(record -> !record.disabled());
        if (account.isEmpty()) return new Answer.Refused();
        slowdown.welcome(attempt.source, now);
        return new Answer.Welcome(account.get().user(), Unlocked.nothing(account.get().id()));
    }
}
