package sigillo.login;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.sasl.BearerHelp;
import sigillo.sasl.Mechanism;
import sigillo.sasl.PasswordText;
import sigillo.sasl.SaslExchange;
import sigillo.sasl.ScramHash;
import sigillo.sasl.ScramKeys;
import sigillo.sealing.Secret;

/**
 * Signs in by app password and token, and by the account's own password where that is allowed. What has the form of an
 * app password is never stretched as people's passwords are: it needs it not, and costs half a millisecond. So nothing
 * is remembered of it, and a revoked one is void at once. Nor is it guessed: the right one is let in however many wrong
 * ones came before, while wrong ones are counted with those of people's passwords. Any thread may call.
 */
public final class GrantSignIn implements SignIn {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");

    private final Directory directory;
    private final Grants grants;
    private final SignIn accountPasswords;
    private final SecondFactor factor;
    private final boolean isForPeople;
    private final Slowdown slowdown;
    private final InstantSource clock;
    private final Lapses lapses;
    private volatile Failures failures = Failures.NOBODY;
    private volatile BearerHelp help = BearerHelp.NONE;
    private volatile Predicate<AccountId> unsaid = _ -> false;
    private final CredentialTags tags = new CredentialTags();
    private final Remembered<Bytes> wrong =
        new Remembered<>(LoginLimits.SIGN_IN_TABLE_ENTRIES_MAX, Duration.ofDays(30));

    /**
     * {@code accountPasswords}: checks them. {@code areTaken}: whether mail programs may sign in with them, where no
     * second factor is on: they could not be asked for it.
     */
    public GrantSignIn(
            Directory directory, Grants grants, SignIn accountPasswords, SecondFactor factor, boolean areTaken,
            Slowdown slowdown, InstantSource clock) {
        this.directory = directory;
        this.grants = grants;
        this.accountPasswords = accountPasswords;
        this.factor = factor;
        this.isForPeople = areTaken;
        this.slowdown = slowdown;
        this.clock = clock;
        this.lapses = new Lapses(clock);
    }

    /** SCRAM can be had with app passwords only, so it is not offered where a program may have another. */
    @Override public List<Mechanism> mechanisms(boolean bound) {
        if (isForPeople) return List.of(Mechanism.PLAIN, Mechanism.LOGIN, Mechanism.OAUTHBEARER, Mechanism.XOAUTH2);
        return Arrays.stream(Mechanism.values())
            .filter(mechanism -> bound || mechanism != Mechanism.SCRAM_SHA_256_PLUS).toList();
    }

    /** Whose own password no program may say: at level L2 the server is never to have it. Before anybody signs in. */
    public void unsaid(Predicate<AccountId> accounts) { unsaid = accounts; }

    /** Before anybody signs in. */
    public void telling(Failures who) { failures = who; }

    /** What is told to who comes with a token that is void. Before anybody signs in. */
    public void helping(BearerHelp told) { help = told; }

    @Override public SaslExchange exchange(Mechanism mechanism, Optional<Bytes> binding) {
        return SaslExchange.of(mechanism, binding, help);
    }

    // ---- by a password that is said ----

    @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
        var app = AppPassword.parse(password);
        if (app.isPresent()) return signIn(attempt(user, service, client), app.get());
        return isForPeople ? byAccountPassword(user, password, service, client) : new Answer.AppPasswordNeeded();
    }

    /** For sending nothing is opened: whoever is not let in has not opened his account by asking. */
    private Answer byAccountPassword(
            String user, PasswordText password, Service service, Optional<InetAddress> client) {
        boolean isGuarded = Address.parse(user).flatMap(directory::account)
            .filter(account -> factor.isOn(account.id()) || unsaid.test(account.id())).isPresent();
        if (!isGuarded) return accountPasswords.signIn(user, password, service, client);
        var answer = accountPasswords.signIn(user, password, Service.SMTP, client);
        return answer instanceof Answer.Welcome ? new Answer.AppPasswordNeeded() : answer;
    }

    private Answer signIn(Attempt attempt, AppPassword password) {
        var tag = tags.of(attempt.source().name(), Optional.empty(), password.text());
        if (wrong.has(tag, attempt.now())) return new Answer.Refused();
        var keys = grants.scramKeys(attempt.source().name(), attempt.account());
        var derived = ScramHash.derive(password.text(), keys.salt(), keys.iterations());
        try (var secret = Secret.take(derived.clientKey())) {
            var found = keys.candidates().stream()
                .filter(candidate -> candidate.storedKey().equals(derived.storedKey())).findFirst();
            return found.isPresent() ? proved(attempt, found.get().number(), secret) : guessed(attempt, tag);
        }
    }

    /** The same once more is no guess. */
    private Answer guessed(Attempt attempt, Bytes tag) {
        wrong.add(tag, attempt.now());
        return guessed(attempt);
    }

    // ---- by a proof ----

    @Override public ScramKeys scramKeys(String user) {
        var attempt = attempt(user, Service.IMAP, Optional.empty());
        return grants.scramKeys(attempt.source().name(), attempt.account());
    }

    @Override public Answer proved(
            String user, long number, Secret clientKey, Service service, Optional<InetAddress> client) {
        return proved(attempt(user, service, client), number, clientKey);
    }

    /** Which password it was is not to be seen, so that all from one place are the same one. */
    @Override public Answer unproved(String user, Service service, Optional<InetAddress> client) {
        var attempt = attempt(user, service, client);
        var tag = tags.of(attempt.source().name(), Optional.of("a proof"), attempt.from());
        return wrong.has(tag, attempt.now()) ? new Answer.Refused() : guessed(attempt, tag);
    }

    private Answer proved(Attempt attempt, long number, Secret secret) {
        var account = attempt.account().filter(there -> !there.disabled());
        var grant = account.flatMap(there -> grants.grant(there.id(), number));
        return grant.isEmpty() ? new Answer.Refused() : welcome(attempt, account.get(), grant.get(), secret);
    }

    // ---- by a token ----

    /** Found by its hash, whoever the client says it is: one that is guessed costs one look. */
    @Override public Answer bearer(Optional<String> user, String token, Service service, Optional<InetAddress> client) {
        var attempt = attempt(user.orElse(""), service, client);
        var program = Token.ACCESS.secret(token);
        if (program.isPresent()) return byProgram(attempt, user.isPresent(), token, program.get());
        var secret = Token.OWNERS.secret(token);
        if (secret.isEmpty()) return wrongToken(attempt, token);
        try (var opens = secret.get()) {
            var owned = grants.byToken(opens).filter(one -> !one.grant().isOver(attempt.now()));
            var account = owned.flatMap(one -> directory.account(one.account()))
                .filter(there -> user.isEmpty() || isSame(attempt.account(), there));
            if (account.isEmpty()) return wrongToken(attempt, token);
            if (account.get().disabled()) return new Answer.Refused();
            return welcome(attempt, account.get(), owned.get().grant(), opens);
        }
    }

    /** By one that a program got by OAuth; what it opens is over with it. Takes {@code token}, which is {@code text}. */
    private Answer byProgram(Attempt attempt, boolean isNamed, String text, Secret token) {
        try (token) {
            var found = grants.programs().bearer(token, attempt.now());
            if (found.isEmpty()) return wrongToken(attempt, text);
            try (var bearer = found.get()) {
                var account = directory.account(bearer.account())
                    .filter(there -> !isNamed || isSame(attempt.account(), there));
                if (account.isEmpty()) return wrongToken(attempt, text);
                if (account.get().disabled()) return new Answer.Refused();
                if (!bearer.scopes().contains(attempt.service())) return new Answer.OutOfScope();
                return lapsing(welcome(attempt, account.get(), bearer.grant(), bearer.opens()), bearer);
            }
        }
    }

    /** For what the token is for too: its program may have asked for less than it was granted. */
    private Answer lapsing(Answer answer, Programs.Bearer by) {
        if (!(answer instanceof Answer.Welcome(var user, var open, var granted))) return answer;
        var services = granted.stream().filter(by.scopes()::contains).collect(Collectors.toSet());
        return new Answer.Welcome(user, new Lapsing(open, by.end(), lapses), services);
    }

    /** A program whose token has ended shows it again and again; that is no guess. */
    private Answer wrongToken(Attempt attempt, String token) {
        var tag = tags.of(attempt.source().name(), Optional.of("a token"), token);
        return wrong.has(tag, attempt.now()) ? new Answer.Refused() : guessed(attempt, tag);
    }

    /** A code or refresh token of a program was wrong; how long the next of them waits. */
    public Duration guessed(String secret, Optional<InetAddress> client) {
        var attempt = attempt("", Service.JMAP, client);
        return wrongToken(attempt, secret) instanceof Answer.Slowed(var after) ? after : Duration.ZERO;
    }

    private static boolean isSame(Optional<AccountRecord> named, AccountRecord account) {
        return named.filter(one -> one.id().equals(account.id())).isPresent();
    }

    // ---- answers ----

    private Attempt attempt(String user, Service service, Optional<InetAddress> client) {
        return Attempt.of(directory, user, service, client, clock.instant());
    }

    /** Wrong. Who shows the right one never waits: that is not guessed. */
    private Answer guessed(Attempt attempt) {
        var wait = slowdown.enter(attempt.source(), attempt.now());
        if (!wait.isZero()) return new Answer.Slowed(wait);
        attempt.tell(failures, attempt.door(), false);
        LOG.log(Level.INFO, "wrong app password or token: " + attempt.service() + attempt.from());
        return new Answer.Refused();
    }

    private Answer welcome(Attempt attempt, AccountRecord account, Grant grant, Secret secret) {
        if (!grant.scopes().contains(attempt.service())) return new Answer.OutOfScope();
        var unlocked = grants.open(account, grant, secret, attempt.service());
        if (unlocked.isEmpty()) return new Answer.Refused(); // revoked at this moment
        boolean isHere = directory.account(account.address())
            .filter(now -> now.id().equals(account.id()) && !now.disabled()).isPresent();
        if (!isHere) {
            unlocked.get().close(); // disabled at this moment
            return new Answer.Refused();
        }
        slowdown.welcome(attempt.source().as(account), attempt.now());
        var network = attempt.source().network().map(AddressKey::toString);
        grants.used(account.id(), grant, new Grant.Use(attempt.now(), attempt.service(), network));
        return new Answer.Welcome(account.user(), unlocked.get(), grant.scopes());
    }
}
