package sigillo.login;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Done;
import sigillo.directory.Edited.Refused;
import sigillo.keyring.Keyring;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;

/**
 * Programs that an owner has let in by OAuth (RFC 6749): each has one slot, whose secret is kept under each of its tokens
 * ({@link Opener}). So fresh tokens change no key, and revoking a program takes one slot away: all its tokens are void and
 * who came by them is ended. A code or refresh token that is shown once more was stolen: the program is revoked (RFC
 * 6749 section 4.1.2, RFC 9700). What is done is durable. Any thread.
 */
public final class Programs {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");

    private final Grants grants;
    private final GrantRows rows;
    private final Directory directory;
    private final Keyring keyring;
    private final AccountChanges changes;
    private final Randomness randomness;
    private final InstantSource clock;

    Programs(
            Grants grants, GrantRows rows, Directory directory, Keyring keyring, AccountChanges changes,
            Randomness randomness, InstantSource clock) {
        this.grants = grants;
        this.rows = rows;
        this.directory = directory;
        this.keyring = keyring;
        this.changes = changes;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** Who wants what. {@code name}: for people; {@code client}: its identifier. */
    public record Wish(String name, String client, Set<SignIn.Service> scopes) {
        public Wish { scopes = Set.copyOf(scopes); }
    }

    /** What a program shows with a code: RFC 6749 section 4.1.3; the challenge, S256 of its verifier, is RFC 7636's. */
    public record Proof(String client, String redirect, String challenge) {
        /** Of a device, which shows nothing but its code. */
        public static Proof ofDevice(String client) { return new Proof(client, "", ""); }
    }

    public sealed interface Issued {
        /** {@code life}: of the access token. */
        record Tokens(String access, String refresh, Set<SignIn.Service> scopes, Duration life) implements Issued {
            @Override public String toString() { return "tokens for " + scopes; }
        }

        /** Wrong, over, used, revoked, another's: all alike. */
        record Invalid() implements Issued {}

        /** More was asked for than the owner has granted. */
        record OutOfScope() implements Issued {}

        record Slowed(Duration retryAfter) implements Issued {}
    }

    // ---- the owner says yes ----

    /** By who has the account open; the code for the program. */
    public Edited<String> approve(Address address, Unlocked open, Wish wish, String redirect, String challenge) {
        try (var code = Secret.random(randomness)) {
            var proof = new Proof(wish.client, redirect, challenge);
            return switch (approve(address, open, wish, code, proof, LoginLimits.CODE_LIFE)) {
                case Done<Grant> _ -> new Done<>(Token.CODE.text(code));
                case Refused<Grant>(var why) -> new Refused<>(why);
            };
        }
    }

    /** {@code code}: the device's, RFC 8628; the caller's to wipe. */
    public Edited<Grant> approve(Address address, Unlocked open, Wish wish, DeviceCode code) {
        return approve(address, open, wish, code.secret(), Proof.ofDevice(wish.client), LoginLimits.DEVICE_CODE_LIFE);
    }

    private Edited<Grant> approve(
            Address address, Unlocked open, Wish wish, Secret code, Proof proof, Duration life) {
        var why = new Grants.Wish(Grant.Kind.TOKEN, wish.name, wish.scopes, Optional.of(life)).whyNot();
        if (why.isPresent()) return new Refused<>(why.get());
        return changes.of(address, open, account -> {
            var now = clock.instant();
            if (count(account.id(), now) >= LoginLimits.GRANTS_MAX) {
                return new Refused<>(address + " has " + LoginLimits.GRANTS_MAX + " programs: revoke one");
            }
            return new Done<>(waiting(account.id(), open, wish, code, proof, now.plus(life)));
        });
    }

    /** What nobody has come for in time goes first. */
    private long count(AccountId account, Instant now) {
        var all = rows.of(account).stream().filter(grant -> grant.kind() == Grant.Kind.PROGRAM).toList();
        all.stream().filter(grant -> grant.isOver(now)).forEach(grant -> grants.remove(account, grant));
        return all.stream().filter(grant -> !grant.isOver(now)).count();
    }

    private Grant waiting(AccountId account, Unlocked open, Wish wish, Secret code, Proof proof, Instant end) {
        try (var opens = Secret.random(randomness)) {
            long number = rows.nextNumber(account);
            long slot = grants.slot(account, open, wish.scopes, new Way(Slot.Kind.TOKEN, opens));
            var opener = Opener.of(code, opens, account, number, end, randomness);
            var kept = new ProgramTokens.Code(opener, proof.redirect, proof.challenge, false);
            var tokens = ProgramTokens.waiting(wish.client, unused(), kept);
            var grant = new Grant(number, wish.name, wish.scopes, slot, new Grant.Proof.Program(tokens), clock.instant(),
                Optional.of(end), Optional.empty());
            rows.put(account, grant);
            grants.hasNew(account, grant);
            return grant;
        }
    }

    /** Of the family of refresh tokens that are not made yet. */
    private Bytes unused() { return RefreshToken.hash(RefreshToken.family(randomness)); }

    // ---- the program comes ----

    /** For a code, which is good once. RFC 6749 section 4.1.3, RFC 8628 */
    public Issued redeem(String text, Proof proof) {
        var secret = Token.CODE.secret(text);
        if (secret.isEmpty()) return new Issued.Invalid();
        try (var code = secret.get()) {
            var owned = rows.byToken(Token.hash(code));
            return owned.isPresent() ? redeem(owned.get(), code, proof) : new Issued.Invalid();
        }
    }

    private Issued redeem(GrantRows.Owned owned, Secret code, Proof proof) {
        if (owned.grant().isOver(clock.instant())) return new Issued.Invalid();
        boolean isRight = owned.grant().tokens().filter(tokens -> isRight(tokens, code, proof)).isPresent();
        if (!isRight) return stolen(owned, "a code that was used, or without what belongs to it");
        return opened(owned, owned.grant().tokens().get().code().get().opener(), code)
            .map(opens -> issue(owned, code, opens)).orElseGet(Issued.Invalid::new);
    }

    private boolean isRight(ProgramTokens tokens, Secret code, Proof proof) {
        return tokens.client().equals(proof.client) && tokens.code()
            .filter(kept -> !kept.isUsed() && kept.opener().isOf(code, clock.instant())
                && kept.redirect().equals(proof.redirect) && kept.challenge().equals(proof.challenge)).isPresent();
    }

    private Issued issue(GrantRows.Owned owned, Secret code, Secret opens) {
        try (var made = new Made(owned, RefreshToken.family(randomness), opens)) {
            var kept = rows.change(owned.account(), owned.grant().number(), before -> before
                .filter(grant -> grant.tokens().flatMap(ProgramTokens::code)
                    .filter(one -> !one.isUsed() && one.opener().isOf(code, made.now)).isPresent())
                .map(grant -> grant.tokens(first(grant, made), made.refreshEnd())));
            return kept.isPresent() ? made.tokens(owned.grant().scopes()) : stolen(owned, "a code that was used");
        }
    }

    private static ProgramTokens first(Grant grant, Made made) {
        var waiting = grant.tokens().orElseThrow();
        return new ProgramTokens(waiting.client(), RefreshToken.hash(made.refresh.family()), waiting.code(),
            Optional.empty(), Optional.empty(), java.util.List.of())
            .given(made.refreshOpener(), made.accessOpener(grant.scopes()));
    }

    /** RFC 6749 section 6. {@code wanted}: as many of them as the owner has granted; all when it is empty. */
    public Issued refresh(String text, String client, Set<SignIn.Service> wanted) {
        var parsed = RefreshToken.parse(text);
        if (parsed.isEmpty()) return new Issued.Invalid();
        try (var token = parsed.get()) {
            var owned = rows.byToken(RefreshToken.hash(token.family()))
                .filter(one -> one.grant().tokens().filter(tokens -> tokens.client().equals(client)).isPresent());
            return owned.isPresent() ? refresh(owned.get(), token, wanted) : new Issued.Invalid();
        }
    }

    private Issued refresh(GrantRows.Owned owned, RefreshToken token, Set<SignIn.Service> wanted) {
        var now = clock.instant();
        var grant = owned.grant();
        if (grant.isOver(now)) return new Issued.Invalid();
        if (!grant.scopes().containsAll(wanted)) return new Issued.OutOfScope();
        var kept = current(grant.tokens().orElseThrow(), token.secret(), now);
        if (kept.isEmpty()) return stolen(owned, "a refresh token that was replaced");
        if (isTooOften(grant.tokens().get(), now)) return new Issued.Slowed(LoginLimits.REFRESH_TIME);
        return opened(owned, kept.get(), token.secret())
            .map(opens -> renew(owned, token, opens, wanted.isEmpty() ? grant.scopes() : wanted))
            .orElseGet(Issued.Invalid::new);
    }

    /** Of the newest, or of the one before it while its program may not have heard of the newest. */
    private static Optional<Opener> current(ProgramTokens tokens, Secret token, Instant now) {
        return tokens.refresh().filter(one -> one.isOf(token, now))
            .or(() -> tokens.former().filter(one -> one.isOf(token, now)));
    }

    private static boolean isTooOften(ProgramTokens tokens, Instant now) {
        var since = now.minus(LoginLimits.REFRESH_TIME).plus(LoginLimits.ACCESS_TOKEN_LIFE);
        return tokens.access().stream().filter(one -> one.opener().end().isAfter(since)).count()
            >= LoginLimits.REFRESHES_MAX;
    }

    private Issued renew(GrantRows.Owned owned, RefreshToken token, Secret opens, Set<SignIn.Service> scopes) {
        try (var made = new Made(owned, token.family(), opens)) {
            var kept = rows.change(owned.account(), owned.grant().number(), before -> before
                .filter(grant -> grant.tokens().flatMap(one -> current(one, token.secret(), made.now)).isPresent())
                .map(grant -> grant.tokens(renewed(grant, token, made, scopes), made.refreshEnd())));
            return kept.isPresent() ? made.tokens(scopes) : new Issued.Invalid();
        }
    }

    /** One that is repeated stays the one before, until its time is over. */
    private static ProgramTokens renewed(Grant grant, RefreshToken token, Made made, Set<SignIn.Service> scopes) {
        var tokens = grant.tokens().orElseThrow();
        var newest = tokens.refresh().orElseThrow();
        var before = newest.isOf(token.secret(), made.now)
            ? Optional.of(new Opener(newest.hash(), newest.wrapped(), made.now.plus(LoginLimits.REFRESH_REPEATED)))
            : tokens.former();
        return tokens.renewed(made.refreshOpener(), before, made.accessOpener(scopes), made.now);
    }

    /** The secret of its slot, while it is in its account's list and the account may be come into. */
    private Optional<Secret> opened(GrantRows.Owned owned, Opener opener, Secret token) {
        var account = directory.account(owned.account()).filter(there -> !there.disabled());
        if (account.isEmpty()) return Optional.empty();
        var opens = opener.opened(token, owned.account(), owned.grant().number());
        boolean isListed = opens.filter(secret -> keyring.fits(owned.account(), owned.grant().slot(), secret)).isPresent();
        if (!isListed) opens.ifPresent(Secret::close);
        return isListed ? opens : Optional.empty();
    }

    private Issued stolen(GrantRows.Owned owned, String what) {
        LOG.log(Level.WARNING, "a program of account " + owned.account() + " is revoked: somebody has shown " + what);
        revoke(owned);
        return new Issued.Invalid();
    }

    private void revoke(GrantRows.Owned owned) {
        changes.alone(() -> rows.get(owned.account(), owned.grant().number())
            .ifPresent(grant -> grants.remove(owned.account(), grant)));
    }

    /** A pair of tokens on its way to a program. */
    private final class Made implements AutoCloseable {
        private final GrantRows.Owned owned;
        private final Secret opens;
        private final Secret access = Secret.random(randomness);
        private final RefreshToken refresh;
        private final Instant now = clock.instant();

        /** Takes {@code opens}. */
        Made(GrantRows.Owned owned, Bytes family, Secret opens) {
            this.owned = owned;
            this.opens = opens;
            this.refresh = new RefreshToken(family, Secret.random(randomness));
        }

        Instant refreshEnd() { return now.plus(LoginLimits.REFRESH_TOKEN_LIFE); }

        Opener refreshOpener() { return opener(refresh.secret(), refreshEnd()); }

        ProgramTokens.Access accessOpener(Set<SignIn.Service> scopes) {
            return new ProgramTokens.Access(opener(access, now.plus(LoginLimits.ACCESS_TOKEN_LIFE)), scopes);
        }

        private Opener opener(Secret token, Instant end) {
            return Opener.of(token, opens, owned.account(), owned.grant().number(), end, randomness);
        }

        Issued tokens(Set<SignIn.Service> scopes) {
            return new Issued.Tokens(Token.ACCESS.text(access), refresh.text(), scopes, LoginLimits.ACCESS_TOKEN_LIFE);
        }

        @Override public void close() {
            opens.close();
            access.close();
            refresh.close();
        }
    }

    // ---- taken away by the program itself ----

    /**
     * RFC 7009: by a refresh or access token; the program is revoked, and who came by its tokens is ended. False
     * for one of another {@code client}. What is none is void already.
     */
    public boolean revoke(String text, String client) {
        var owned = owned(text);
        boolean isAnothers = owned.flatMap(one -> one.grant().tokens())
            .filter(tokens -> !tokens.client().equals(client)).isPresent();
        if (isAnothers) return false;
        owned.ifPresent(this::revoke);
        return true;
    }

    private Optional<GrantRows.Owned> owned(String text) {
        var refresh = RefreshToken.parse(text);
        if (refresh.isPresent()) {
            try (var token = refresh.get()) {
                return rows.byToken(RefreshToken.hash(token.family()));
            }
        }
        var access = Token.ACCESS.secret(text);
        if (access.isEmpty()) return Optional.empty();
        try (var token = access.get()) {
            return rows.byToken(Token.hash(token));
        }
    }

    // ---- signing in ----

    /** {@code opens}: its slot; to be wiped. {@code end}: of the access token. */
    record Bearer(AccountId account, Grant grant, Set<SignIn.Service> scopes, Secret opens, Instant end)
            implements AutoCloseable {
        @Override public void close() { opens.close(); }

        @Override public String toString() { return grant.toString(); }
    }

    /** By an access token. Empty for one that is void. */
    Optional<Bearer> bearer(Secret token, Instant now) {
        return rows.byToken(Token.hash(token)).filter(owned -> !owned.grant().isOver(now)).flatMap(owned -> {
            var access = owned.grant().tokens().stream().flatMap(tokens -> tokens.access().stream())
                .filter(one -> one.opener().isOf(token, now)).findFirst();
            return access.flatMap(one -> one.opener().opened(token, owned.account(), owned.grant().number())
                .map(opens -> new Bearer(owned.account(), owned.grant(), one.scopes(), opens, one.opener().end())));
        });
    }
}
