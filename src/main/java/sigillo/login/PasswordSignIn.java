package sigillo.login;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;
import sigillo.sasl.PasswordText;
import sigillo.sealing.Secret;

/**
 * Signs in by main address and password, and opens the account. What was checked before is answered from memory under a
 * keyed hash as long as the account is open: a mail program that reconnects costs microseconds, and one that repeats
 * its old password costs as little and counts as one guess. Any thread may call.
 */
public final class PasswordSignIn implements SignIn {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    private static final String WEB = "web";
    private static final int MAX = LoginLimits.SIGN_IN_TABLE_ENTRIES_MAX;

    private final Directory directory;
    private final Credentials credentials;
    private final Passwords passwords;
    private final Slowdown slowdown;
    private final InstantSource clock;
    private volatile Failures failures = Failures.NOBODY;

    private final CredentialTags tags = new CredentialTags();
    private final Remembered<Bytes> right = new Remembered<>(MAX, LoginLimits.CREDENTIAL_REMEMBERED);
    private final Remembered<Bytes> wrong = new Remembered<>(MAX, Duration.ofDays(30));
    private final ConcurrentHashMap<Bytes, CompletableFuture<Optional<Boolean>>> underWay = new ConcurrentHashMap<>();

    public PasswordSignIn(
            Directory directory, Credentials credentials, Passwords passwords, Slowdown slowdown, InstantSource clock) {
        this.directory = directory;
        this.credentials = credentials;
        this.passwords = passwords;
        this.slowdown = slowdown;
        this.clock = clock;
    }

    /** Before anybody signs in. */
    public void telling(Failures who) { failures = who; }

    /** A code after the right password was wrong. */
    void wrongCode(String user, Optional<InetAddress> client) {
        attempt(user, Service.JMAP, client).tell(failures, WEB, true);
    }

    @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
        var attempt = attempt(user, service, client);
        var wait = slowdown.wait(attempt.source(), attempt.now());
        if (!wait.isZero()) return new Answer.Slowed(wait);
        if (Passwords.isTooLong(password)) return new Answer.Refused();
        var kept = attempt.account().map(AccountRecord::password);
        var tag = tags.of(attempt.source().name(), kept, password.unsafeOctets());
        if (wrong.has(tag, attempt.now())) return new Answer.Refused();
        var opened = right.has(tag, attempt.now()) ? join(attempt) : Optional.<Unlocked>empty();
        return opened.isPresent() ? welcome(attempt, opened.get()) : checkOnce(tag, attempt, password);
    }

    /** Those who come with the same credential while it is being checked wait for that one answer. */
    private Answer checkOnce(Bytes tag, Attempt attempt, PasswordText password) {
        var mine = new CompletableFuture<Optional<Boolean>>();
        var theirs = underWay.putIfAbsent(tag, mine);
        if (theirs != null) return together(theirs.join(), attempt);
        try {
            return check(tag, attempt, password, mine);
        } finally {
            underWay.remove(tag);
            mine.complete(Optional.empty());
        }
    }

    private Answer together(Optional<Boolean> isRight, Attempt attempt) {
        if (isRight.isEmpty()) return new Answer.Slowed(LoginLimits.HASHES_RETRY_AFTER);
        return isRight.get() ? welcome(attempt, join(attempt)) : refused(attempt, attempt.door());
    }

    private Answer check(
            Bytes tag, Attempt attempt, PasswordText password, CompletableFuture<Optional<Boolean>> answer) {
        var checked = charged(tag, attempt, new Said.Password(password));
        if (checked.isEmpty()) return new Answer.Slowed(LoginLimits.HASHES_RETRY_AFTER);
        boolean isRight = checked.get().isRight();
        if (isRight) right.add(tag, attempt.now());
        var opened = isRight ? open(attempt, checked.get()) : Optional.<Unlocked>empty();
        if (attempt.service().opensMail()) {
            opened.ifPresent(open -> renew(attempt.account().orElseThrow(), password, open));
        }
        answer.complete(Optional.of(isRight));
        return isRight ? welcome(attempt, opened) : refused(attempt, attempt.door());
    }

    /**
     * Charged before it is checked, and given back when it was right. Empty when it must wait for longer than one does
     * for an answer: since too many wait, or wrong ones came at the same moment.
     */
    private Optional<Passwords.Checked> charged(Bytes tag, Attempt attempt, Said said) {
        if (!slowdown.enterInTurn(attempt.source(), attempt.now()).isZero()) return Optional.empty();
        boolean isGuess = true;
        try {
            var checked = passwords.tryCheck(attempt.id(), attempt.kept(), said);
            isGuess = checked.filter(found -> !found.isRight()).isPresent();
            if (isGuess) wrong.add(tag, attempt.now());
            return checked;
        } finally {
            slowdown.settle(attempt.source(), !isGuess);
        }
    }

    // ---- for web pages ----

    /** Whether a password is right, and what it opens. */
    sealed interface Seen {
        /** {@code secret}: of the slot, when there is one; the caller's to wipe. */
        record Right(AccountRecord account, KeptPassword kept, Optional<Secret> secret) implements Seen {
            @Override public String toString() { return "the password of " + account; }
        }

        /** Also of an account that is disabled. */
        record Wrong() implements Seen {}

        record Slowed(Duration retryAfter) implements Seen {}
    }

    /** Checks and opens nothing; nothing is remembered but what was wrong. */
    Seen see(String user, Said said, Optional<InetAddress> client) {
        var attempt = attempt(user, Service.JMAP, client);
        var wait = slowdown.wait(attempt.source(), attempt.now());
        if (!wait.isZero()) return new Seen.Slowed(wait);
        if (said instanceof Said.Password(var password) && Passwords.isTooLong(password)) return new Seen.Wrong();
        var tag = said.tag(tags, attempt.source().name(), attempt.account().map(AccountRecord::password));
        if (wrong.has(tag, attempt.now())) return new Seen.Wrong();
        var checked = charged(tag, attempt, said);
        if (checked.isEmpty()) return new Seen.Slowed(LoginLimits.HASHES_RETRY_AFTER);
        if (!checked.get().isRight()) {
            refused(attempt, WEB);
            return new Seen.Wrong();
        }
        var account = attempt.account().filter(record -> !record.disabled());
        if (account.isPresent()) {
            return new Seen.Right(account.get(), attempt.kept().orElseThrow(), checked.get().secret());
        }
        checked.get().secret().ifPresent(Secret::close);
        return new Seen.Wrong();
    }

    /** He has shown all that was asked for. */
    void welcome(Slowdown.Source source, User user) {
        directory.account(user.account()).ifPresent(account -> slowdown.welcome(source.as(account), clock.instant()));
    }

    Slowdown.Source source(String user, Optional<InetAddress> client) {
        return attempt(user, Service.JMAP, client).source();
    }

    Slowdown slowdown() { return slowdown; }

    private Attempt attempt(String user, Service service, Optional<InetAddress> client) {
        return Attempt.of(directory, user, service, client, clock.instant());
    }

    // ---- opening ----

    private Optional<Unlocked> open(Attempt attempt, Passwords.Checked checked) {
        if (attempt.service().opensMail()) {
            return credentials.open(attempt.id(), attempt.kept().orElseThrow(), checked.secret());
        }
        try {
            boolean isItsOwn = credentials.fits(attempt.id(), attempt.kept().orElseThrow(), checked.secret());
            return isItsOwn ? nothing(attempt) : Optional.empty();
        } finally {
            checked.secret().ifPresent(Secret::close);
        }
    }

    private void renew(AccountRecord account, PasswordText password, Unlocked open) {
        credentials.renew(account, credentials.renewed(account, new Said.Password(password)), open);
    }

    private Optional<Unlocked> join(Attempt attempt) {
        return attempt.service().opensMail()
            ? credentials.join(attempt.id(), attempt.kept()) : nothing(attempt);
    }

    /**
     * Until the password is another, the account is disabled or gone. Empty when the slot that it names is: what is
     * kept of a former password was put back.
     */
    private Optional<Unlocked> nothing(Attempt attempt) {
        var account = attempt.account().orElseThrow();
        boolean stands = attempt.kept().filter(kept -> credentials.stands(account.id(), kept)).isPresent();
        return stands ? Optional.of(Unlocked.nothing(account.id(), () -> directory.account(account.address())
            .filter(now -> !now.disabled() && credentials.isStill(account, now)).isPresent())) : Optional.empty();
    }

    // ---- answers ----

    private Answer refused(Attempt attempt, String door) {
        attempt.tell(failures, door, false);
        LOG.log(Level.INFO, "wrong password or user: " + attempt.service() + attempt.from());
        return new Answer.Refused();
    }

    private Answer welcome(Attempt attempt, Optional<Unlocked> unlocked) {
        if (unlocked.isPresent()) return welcome(attempt, unlocked.get());
        LOG.log(Level.ERROR, "the password of account " + attempt.id() + " opens nothing: set it once more");
        return new Answer.Refused();
    }

    /**
     * A disabled account is refused only after its password was checked: from outside it looks like a wrong one. It is
     * looked up once more, since who disables it ends those who have it open by then.
     */
    private Answer welcome(Attempt attempt, Unlocked unlocked) {
        var account = attempt.account().flatMap(record -> directory.account(record.address()))
            .filter(record -> record.id().equals(attempt.id()) && !record.disabled());
        if (account.isEmpty()) {
            unlocked.close();
            return new Answer.Refused();
        }
        slowdown.welcome(attempt.source().as(account.get()), attempt.now());
        return Answer.Welcome.toAll(account.get().user(), unlocked);
    }
}
