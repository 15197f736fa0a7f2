package sigillo.login;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;
import sigillo.login.PasswordSignIn.Seen;
import sigillo.sasl.PasswordText;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * Signs people in at web pages: by their password, or by what their browser made of it ({@link SplitKdf}), and by a
 * code where a {@link SecondFactor} is on. Until the code was right nothing of the account is open; what the password
 * opens is held for {@link LoginLimits#CODE_WAIT}. Guesses of passwords count together with those at the other doors.
 * Wrong codes are counted apart, since who types them knows the password: see {@link LoginLimits#GUESS_DELAY_MAX}.
 * Blocks; any thread.
 */
public final class WebSignIn implements AutoCloseable {
    static final int VERSION = 1;

    private final Directory directory;
    private final Credentials credentials;
    private final Passwords passwords;
    private final PasswordSignIn signIn;
    private final SecondFactor factor;
    private final Kits kits;
    private final InstantSource clock;
    private final Duration wait;
    private final Waiting waiting;
    private final Slowdown codes;
    private volatile Predicate<AccountId> unsaid = _ -> false;

    /** {@code signIn}: that of the other doors, so that guesses are counted once. */
    public WebSignIn(
            Directory directory, Credentials credentials, Passwords passwords, PasswordSignIn signIn,
            SecondFactor factor, Kits kits, InstantSource clock) {
        this(directory, credentials, passwords, signIn, factor, kits, clock, LoginLimits.CODE_WAIT);
    }

    WebSignIn(
            Directory directory, Credentials credentials, Passwords passwords, PasswordSignIn signIn,
            SecondFactor factor, Kits kits, InstantSource clock, Duration wait) {
        this.directory = directory;
        this.credentials = credentials;
        this.passwords = passwords;
        this.signIn = signIn;
        this.codes = signIn.slowdown().ofCodes();
        this.factor = factor;
        this.kits = kits;
        this.clock = clock;
        this.wait = wait;
        this.waiting = new Waiting(Randomness.secure(), wait);
    }

    public sealed interface Answer {
        /**
         * The caller closes {@code unlocked} when his session ends. {@code kitToConfirm}: he has not shown yet that he
         * has his recovery code.
         */
        record In(User user, Unlocked unlocked, boolean kitToConfirm) implements Answer {}

        /**
         * The password is right, a code is wanted. {@code continuation}: good for one call of {@link #code}, until
         * {@code until}. {@code wasWrong}: the code before was.
         */
        record CodeWanted(String continuation, Instant until, boolean wasWrong) implements Answer {
            @Override public String toString() { return "a code is wanted until " + until; }
        }

        /** The password is right, and a browser must make of it what is sent here: the server is not to have it. */
        record Unsaid() implements Answer {}

        /** Wrong, unknown, disabled, used up, too late: all alike. */
        record Refused() implements Answer {}

        /** Of a code: its continuation stays good for its time. */
        record Slowed(Duration retryAfter) implements Answer {}
    }

    /** Asked once more of who is signed in already. */
    public enum Again { RIGHT, WRONG, UNSAID, SLOWED }

    /** Whose password is not taken as it is: level L2. Before anybody signs in. */
    public void unsaid(Predicate<AccountId> accounts) { unsaid = accounts; }

    // ---- the password ----

    /** {@code account}: of the labels of HKDF. Of Argon2id (RFC 9106) version 1.3. */
    public record Parameters(int version, String account, Bytes salt, int memoryKib, int passes, int lanes) {}

    /** For any text: those of a name that is no account's are made up, of the same form, and stay as they are. */
    public Parameters params(String user) {
        var address = Address.parse(user);
        var account = address.flatMap(directory::account);
        var stretch = passwords.stretch(address.map(Address::lookupKey).orElse(user), account.map(AccountRecord::id),
            account.flatMap(there -> KeptPassword.parse(there.password())));
        var cost = stretch.cost();
        return new Parameters(VERSION, stretch.account().text(), stretch.salt(), cost.memoryKib(), cost.passes(),
            cost.lanes());
    }

    /** How a browser is to stretch a new password of this user: for any text, as {@link #params}, with a fresh salt. */
    public Parameters freshParams(String user) { return passwords.first(new AccountId(params(user).account())); }

    public Answer byPassword(String user, String password, Optional<InetAddress> client) {
        try (var text = PasswordText.of(password)) {
            return answer(user, new Said.Password(text), client);
        }
    }

    /** 32 octets each, wiped here. */
    public Answer byStretched(String user, byte[] authenticating, byte[] opening, Optional<InetAddress> client) {
        var said = new Said.Stretched(authenticating, opening);
        try {
            return said.isWhole() ? answer(user, said, client) : new Answer.Refused();
        } finally {
            said.wipe();
        }
    }

    private Answer answer(String user, Said said, Optional<InetAddress> client) {
        return switch (signIn.see(user, said, client)) {
            case Seen.Wrong() -> new Answer.Refused();
            case Seen.Slowed(var retryAfter) -> new Answer.Slowed(retryAfter);
            case Seen.Right(var account, _, var secret) when isUnsaid(account, said) -> {
                secret.ifPresent(Secret::close);
                yield new Answer.Unsaid();
            }
            case Seen.Right(var account, var kept, var secret) -> {
                var until = clock.instant().plus(wait);
                var renewed = credentials.renewed(account, said);
                var one = new Waiting.One(account, kept, secret, renewed, signIn.source(user, client), until, 0);
                yield factor.isOn(account.id()) ? wanted(one) : in(one);
            }
        };
    }

    private boolean isUnsaid(AccountRecord account, Said said) {
        return said instanceof Said.Password && unsaid.test(account.id());
    }

    private Answer wanted(Waiting.One one) {
        return new Answer.CodeWanted(waiting.add(one), one.until(), one.wrong() > 0);
    }

    /** The slot is gone when the password was changed meanwhile. */
    private Answer in(Waiting.One one) {
        try (var secret = new Held(one)) {
            var account = directory.account(one.account().address())
                .filter(now -> !now.disabled() && now.password().equals(one.account().password()));
            var unlocked = account.flatMap(there -> credentials.open(there.id(), one.kept(), secret.copy()));
            if (unlocked.isEmpty()) return new Answer.Refused();
            credentials.renew(account.get(), one.renewed(), unlocked.get());
            signIn.welcome(one.source(), account.get().user());
            return new Answer.In(account.get().user(), unlocked.get(), kits.isToConfirm(account.get().id()));
        }
    }

    /** Wiped however the opening ends. */
    private record Held(Waiting.One one) implements AutoCloseable {
        Optional<Secret> copy() { return one.secret().map(Secret::copy); }

        @Override public void close() { one.wipe(); }
    }

    /**
     * 32 octets, never before somebody has signed in: with them a browser makes of its part of the password what wraps its
     * client root, so that who has the store alone has nothing to try passwords against.
     */
    public byte[] vaultPepper(AccountId account) { return passwords.vaultPepper(account); }

    // ---- the code ----

    /** Of the authenticator, or a backup code. */
    public Answer code(String continuation, String typed, Optional<InetAddress> client) {
        var now = clock.instant();
        var source = waiting.get(continuation, now)
            .map(one -> signIn.source(one.account().address().toString(), client));
        if (source.isEmpty()) {
            waiting.drop(continuation);
            return new Answer.Refused();
        }
        var delay = charged(source.get(), typed, now);
        if (!delay.isZero()) return new Answer.Slowed(delay);
        var one = waiting.take(continuation, now);
        if (one.isEmpty()) return new Answer.Refused();
        return isRight(source.get(), one.get().account(), typed, client)
            ? in(one.get()) : wrong(one.get().wrongOnceMore());
    }

    private Answer wrong(Waiting.One one) {
        if (one.wrong() < LoginLimits.CODES_WRONG_MAX) return wanted(one);
        one.wipe();
        return new Answer.Refused();
    }

    /** How long it has to wait. Nobody guesses backup codes, so their owner comes in whoever else tries. */
    private Duration charged(Slowdown.Source source, String typed, Instant now) {
        if (!BackupCodes.isOne(typed)) return codes.enter(source, now);
        codes.charge(source, now);
        return Duration.ZERO;
    }

    /** Given back when it was right. */
    private boolean isRight(Slowdown.Source source, AccountRecord account, String typed, Optional<InetAddress> client) {
        if (!factor.use(account.id(), typed)) {
            signIn.wrongCode(account.address().toString(), client);
            return false;
        }
        codes.giveBack(source);
        codes.welcome(source, clock.instant());
        return true;
    }

    // ---- passkeys ----

    /**
     * By a passkey alone, which has verified who holds it: two factors in one. Empty where it opens nothing: then the password is
     * needed. {@code opening}: wiped here.
     */
    public Optional<Answer> byPasskey(Passkeys passkeys, Passkeys.Shown shown, Optional<Secret> opening, Optional<InetAddress> client) {
        try {
            var account = shown.account();
            return passkeys.open(shown, opening).map(unlocked -> {
                welcome(passkeys, shown, client);
                return new Answer.In(account.user(), unlocked, kits.isToConfirm(account.id()));
            });
        } finally {
            opening.ifPresent(Secret::close);
        }
    }

    /** After the password, in the place of a code. */
    public Answer byPasskey(Passkeys passkeys, Passkeys.Shown shown, String continuation, Optional<InetAddress> client) {
        var one = waiting.take(continuation, clock.instant());
        if (one.isEmpty()) return new Answer.Refused();
        if (!one.get().account().id().equals(shown.account().id())) return wrong(one.get().wrongOnceMore());
        passkeys.used(shown, use(client));
        return in(one.get());
    }

    /** Whose password was right, and who waits for a code. */
    public Optional<AccountId> waitsFor(String continuation) { return waiting.get(continuation, clock.instant()).map(one -> one.account().id()); }

    private void welcome(Passkeys passkeys, Passkeys.Shown shown, Optional<InetAddress> client) {
        passkeys.used(shown, use(client));
        signIn.welcome(signIn.source(shown.account().address().toString(), client), shown.account().user());
    }

    private Grant.Use use(Optional<InetAddress> client) {
        return new Grant.Use(clock.instant(), SignIn.Service.JMAP, client.map(AddressKey::of).map(AddressKey::toString));
    }

    // ---- once more ----

    /** Right too where no second factor is on. */
    public Again codeAgain(User user, String typed, Optional<InetAddress> client) {
        var account = directory.account(user.address()).filter(there -> there.id().equals(user.account()));
        if (account.isEmpty()) return Again.WRONG;
        if (!factor.isOn(user.account())) return Again.RIGHT;
        var now = clock.instant();
        var source = signIn.source(user.address().toString(), client);
        if (!charged(source, typed, now).isZero()) return Again.SLOWED;
        return isRight(source, account.get(), typed, client) ? Again.RIGHT : Again.WRONG;
    }

    public Again passwordAgain(User user, String password, Optional<InetAddress> client) {
        try (var text = PasswordText.of(password)) {
            var again = again(signIn.see(user.address().toString(), new Said.Password(text), client), user);
            return again == Again.RIGHT && unsaid.test(user.account()) ? Again.UNSAID : again;
        }
    }

    /** 32 octets, wiped here. */
    public Again stretchedAgain(User user, byte[] authenticating, Optional<InetAddress> client) {
        var said = new Said.Stretched(authenticating, new byte[SplitKdf.PART_OCTETS]);
        try {
            return said.isWhole() ? again(signIn.see(user.address().toString(), said, client), user) : Again.WRONG;
        } finally {
            said.wipe();
        }
    }

    private static Again again(Seen seen, User user) {
        return switch (seen) {
            case Seen.Wrong() -> Again.WRONG;
            case Seen.Slowed _ -> Again.SLOWED;
            case Seen.Right(var account, _, var secret) -> {
                secret.ifPresent(Secret::close);
                yield account.id().equals(user.account()) ? Again.RIGHT : Again.WRONG;
            }
        };
    }

    /** Who waits for a code. */
    int waiting() { return waiting.size(); }

    /** Wipes what waits for a code. */
    @Override public void close() { waiting.close(); }
}
