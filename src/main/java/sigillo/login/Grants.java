package sigillo.login;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.OneByOne;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Done;
import sigillo.directory.Edited.Refused;
import sigillo.keyring.Keyring;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;
import sigillo.sasl.ScramHash;
import sigillo.sasl.ScramKeys;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * App passwords and tokens, made, listed and revoked. A slot is there before its row, and the row goes before its slot:
 * a stop between the two leaves a slot whose secret nobody was told, or nobody is let in with; {@link #tidy} removes
 * it. What is done is durable. One change at a time; any thread. Refusals are sentences.
 */
public final class Grants {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    private static final int SALT_OCTETS = 16;

    private final GrantRows rows;
    private final Directory directory;
    private final Credentials credentials;
    private final Keyring keyring;
    private final Peppers peppers;
    private final Randomness randomness;
    private final InstantSource clock;
    private volatile Told told = Told.NOBODY;
    private final AccountChanges changes;
    private final Programs programs;
    private final Passkeys passkeys;

    public Grants(
            Store store, Directory directory, Credentials credentials, Keyring keyring, Peppers peppers,
            Vouching vouching, Randomness randomness, InstantSource clock) {
        this.rows = new GrantRows(store, vouching);
        this.directory = directory;
        this.changes = new AccountChanges(directory);
        this.credentials = credentials;
        this.keyring = keyring;
        this.peppers = peppers;
        this.randomness = randomness;
        this.clock = clock;
        this.programs = new Programs(this, rows, directory, keyring, changes, randomness, clock);
        this.passkeys = new Passkeys(this, rows, directory, keyring, changes, randomness, clock, vouching.alarms());
    }

    /** Those of authenticators. */
    public Passkeys passkeys() { return passkeys; }

    /** 32 octets by which what was said to a program is known again as ours: RFC 7591. */
    public Bytes markOfClient(String text) { return Bytes.wrap(peppers.lasting("sigillo/v1/oauth-client", text)); }

    /** Those that programs get by OAuth. */
    public Programs programs() { return programs; }

    /** {@code secret}: for its owner, once; nothing of it is kept. */
    public record Made(Grant grant, String secret) {
        @Override public String toString() { return grant.toString(); }
    }

    /** {@code expiresAfter}: for a token. */
    public record Wish(Grant.Kind kind, String name, Set<SignIn.Service> scopes, Optional<Duration> expiresAfter) {
        /** Why it cannot be: a sentence. */
        Optional<String> whyNot() {
            boolean isTooLong = name.length() > LoginLimits.GRANT_NAME_MAX;
            if (name.isBlank() || isTooLong || name.chars().anyMatch(Character::isISOControl)) {
                return Optional.of("a name has 1 to " + LoginLimits.GRANT_NAME_MAX + " characters");
            }
            if (kind == Grant.Kind.PROGRAM || kind == Grant.Kind.PASSKEY) return Optional.of("a program asks for it itself");
            if (scopes.isEmpty()) return Optional.of("it must be for some service");
            if (expiresAfter.map(Wish::isBearable).orElse(true)) return Optional.empty();
            return Optional.of("it must end in 1 to " + LoginLimits.TOKEN_LIFE_MAX.toDays() + " days");
        }

        private static boolean isBearable(Duration life) {
            return life.isPositive() && life.compareTo(LoginLimits.TOKEN_LIFE_MAX) <= 0;
        }
    }

    // ---- made ----

    /** {@code password}: the account's, needed at level L1. */
    public Edited<Made> make(Address address, Optional<String> password, Wish wish) {
        var why = wish.whyNot();
        return why.isPresent() ? new Refused<>(why.get())
            : credentials.opened(changes, address, password, (account, open) -> make(account, open, wish));
    }

    /** By who has the account open. */
    public Edited<Made> make(Address address, Unlocked open, Wish wish) {
        var why = wish.whyNot();
        return why.isPresent() ? new Refused<>(why.get())
            : changes.of(address, open, account -> make(account, open, wish));
    }

    private Edited<Made> make(AccountRecord account, Unlocked open, Wish wish) {
        if (list(account.id(), wish.kind).size() >= LoginLimits.GRANTS_MAX) {
            return new Refused<>(account.address() + " has " + LoginLimits.GRANTS_MAX
                + " already: revoke one that is not used any more");
        }
        return new Done<>(switch (wish.kind) {
            case APP_PASSWORD -> appPassword(account, open, wish);
            case TOKEN -> token(account.id(), open, wish);
            case PROGRAM -> throw new IllegalArgumentException("see Programs");
            case PASSKEY -> throw new IllegalArgumentException("see Passkeys");
        });
    }

    private Made appPassword(AccountRecord account, Unlocked open, Wish wish) {
        var password = AppPassword.random(randomness);
        var derived = ScramHash.derive(password.text(), salt(account.address().lookupKey()), ScramKeys.ITERATIONS);
        try (var secret = Secret.take(derived.clientKey())) {
            var proof = new Grant.Proof.Scram(derived.storedKey(), derived.serverKey());
            var grant = keep(account.id(), open, wish, new Way(Slot.Kind.APP_PASSWORD, secret), proof);
            return new Made(grant, password.text());
        }
    }

    private Made token(AccountId account, Unlocked open, Wish wish) {
        var token = Token.OWNERS.random(randomness);
        try (var secret = Token.OWNERS.secret(token).orElseThrow()) {
            var proof = new Grant.Proof.Hash(Token.hash(secret));
            return new Made(keep(account, open, wish, new Way(Slot.Kind.TOKEN, secret), proof), token);
        }
    }

    /**
     * Who only sends or writes rules needs nothing of what is kept, so its slot opens nothing: it says that it was not
     * revoked.
     */
    private Grant keep(AccountId account, Unlocked open, Wish wish, Way way, Grant.Proof proof) {
        var now = clock.instant();
        long slot = slot(account, open, wish.scopes, way);
        var grant = new Grant(rows.nextNumber(account), wish.name, wish.scopes, slot, proof, now,
            wish.expiresAfter.map(now::plus), Optional.empty());
        rows.put(account, grant);
        hasNew(account, grant);
        return grant;
    }

    /** It is durable. */
    void hasNew(AccountId account, Grant grant) { told.told(account, "wayInMade", described(grant)); }

    private static Map<String, String> described(Grant grant) {
        return Map.of("kind", grant.kind().name().toLowerCase(Locale.ROOT), "name", grant.name(), "number", Long.toString(grant.number()));
    }

    /** Who hears of changes; before the first of them. */
    public void telling(Told who) { told = who; }

    long slot(AccountId account, Unlocked open, Set<SignIn.Service> scopes, Way way) {
        boolean opensMail = scopes.stream().anyMatch(SignIn.Service::opensMail);
        return opensMail ? open.add(way) : keyring.reserve(account, way);
    }

    // ---- seen and taken away ----

    public Edited<List<Grant>> list(Address address, Grant.Kind kind) {
        return changes.of(address, account -> new Done<>(list(account.id(), kind)));
    }

    List<Grant> list(AccountId account, Grant.Kind kind) {
        return rows.of(account).stream().filter(grant -> grant.kind() == kind && grant.isInUse()).toList();
    }

    /** Who came by it is ended. */
    public Edited<Grant> revoke(Address address, Grant.Kind kind, long number) {
        return changes.of(address, account -> {
            var grant = rows.get(account.id(), number).filter(one -> one.kind() == kind);
            if (grant.isEmpty()) return new Refused<>(address + " has none with the number " + number);
            remove(account.id(), grant.get());
            return new Done<>(grant.get());
        });
    }

    /**
     * Those of an account whose password the operator resets: a program that still opened old mail would open it to
     * all.
     */
    public void revokeAll(AccountId account) {
        changes.alone(() -> rows.of(account).forEach(grant -> remove(account, grant)));
    }

    void remove(AccountId account, Grant grant) {
        // before it: a stop leaves a passkey that can be taken away once more
        grant.passkey().ifPresent(passkey -> passkeys.goes(account, passkey));
        rows.remove(account, grant);
        keyring.remove(account, grant.slot());
        told.told(account, "wayInRevoked", described(grant));
    }

    /**
     * What a stop has left in the middle, and tokens that have ended. Throws {@link OneByOne.Failed} when the others are
     * done.
     */
    public void tidy() {
        OneByOne.each(directory.accounts(), account -> "account " + account.id(), account ->
            changes.of(account.address(), there -> new Done<>(tidy(there.id(), clock.instant()))));
    }

    private int tidy(AccountId account, Instant now) {
        for (var grant : rows.of(account)) if (grant.isOver(now)) remove(account, grant);
        var named = rows.slots(account);
        keyring.slots(account).forEach((slot, kind) -> {
            boolean isOurs = kind == Slot.Kind.APP_PASSWORD || kind == Slot.Kind.TOKEN || kind == Slot.Kind.PASSKEY;
            if (isOurs && !named.contains(slot)) keyring.remove(account, slot);
        });
        return named.size();
    }

    /** Those of whom anything is kept here. */
    public Set<AccountId> accounts() { return rows.accounts(); }

    /** What is kept here of an account that is removed. */
    void forget(AccountId account) { changes.alone(() -> rows.forget(account)); }

    /**
     * Gives those that are for sending alone, and were made before such had slots, one of their own: with the slot they can
     * be revoked for good. Its secret is ours, since nobody shows theirs now; it opens nothing.
     */
    public void giveSlots(AccountId account) {
        for (var grant : rows.of(account)) {
            if (grant.slot() != 0) continue;
            try (var secret = unsaid(account, grant)) {
                rows.put(account, grant.slot(keyring.reserve(account, new Way(slotKind(grant), secret))));
            }
        }
    }

    private static Slot.Kind slotKind(Grant grant) {
        return switch (grant.kind()) {
            case APP_PASSWORD -> Slot.Kind.APP_PASSWORD;
            case TOKEN, PROGRAM -> Slot.Kind.TOKEN;
            case PASSKEY -> Slot.Kind.PASSKEY;
        };
    }

    /** The secret of a slot that nobody opens: it says that the grant was not revoked. */
    private Secret unsaid(AccountId account, Grant grant) {
        return Secret.take(peppers.lasting("sigillo/v1/slot-of-grant", account + "/" + grant.number() + "/" + proof(grant)));
    }

    private static Bytes proof(Grant grant) {
        return switch (grant.proof()) {
            case Grant.Proof.Scram(var stored, _) -> stored;
            case Grant.Proof.Hash(var hash) -> hash;
            case Grant.Proof.Program(var tokens) -> tokens.family();
            case Grant.Proof.Passkey(var passkey) -> passkey.hash();
        };
    }

    /** Marks those from before there were marks. */
    public void mark(AccountId account) { rows.mark(account); }

    // ---- used ----

    /** For a user that there is not, the same without candidates. */
    ScramKeys scramKeys(String lookupKey, Optional<AccountRecord> account) {
        var grants = account.map(there -> rows.of(there.id())).orElse(List.of());
        var candidates = grants.stream().flatMap(grant -> candidate(grant).stream()).toList();
        return new ScramKeys(salt(lookupKey), ScramKeys.ITERATIONS, candidates);
    }

    /** Empty for tokens, which are not for SCRAM. */
    private static Optional<ScramKeys.Candidate> candidate(Grant grant) {
        return switch (grant.proof()) {
            case Grant.Proof.Scram(var stored, var server) ->
                Optional.of(new ScramKeys.Candidate(grant.number(), stored, server));
            case Grant.Proof.Hash _, Grant.Proof.Program _, Grant.Proof.Passkey _ -> Optional.empty();
        };
    }

    /** Each address has a salt for ever, whether it is an account's or not, so that asking for it tells nothing. */
    private Bytes salt(String lookupKey) {
        var mac = peppers.lasting("sigillo/v1/scram", lookupKey);
        return Bytes.wrap(Arrays.copyOf(mac, SALT_OCTETS));
    }

    Optional<Grant> grant(AccountId account, long number) { return rows.get(account, number); }

    Optional<GrantRows.Owned> byToken(Secret secret) { return rows.byToken(Token.hash(secret)); }

    /** Opens by its slot; nothing is opened for a service that needs it not. Empty when the slot is gone. */
    Optional<Unlocked> open(AccountRecord account, Grant grant, Secret secret, SignIn.Service service) {
        if (service.opensMail()) return keyring.unlock(account.id(), grant.slot(), secret);
        return isListed(account.id(), grant, secret)
            ? Optional.of(Unlocked.nothing(account.id(), () -> stands(account, grant))) : Optional.empty();
    }

    /** The row of one that was revoked may have been put back; its slot was not, nor is it another's with its number. */
    private boolean isListed(AccountId account, Grant grant, Secret secret) {
        if (keyring.fits(account, grant.slot(), secret)) return true;
        try (var unsaid = unsaid(account, grant)) {
            return keyring.fits(account, grant.slot(), unsaid);
        }
    }

    /** Until it is revoked or has ended, the account is disabled or gone. */
    private boolean stands(AccountRecord account, Grant grant) {
        boolean isHere = directory.account(account.address())
            .filter(now -> now.id().equals(account.id()) && !now.disabled()).isPresent();
        return isHere && grant(account.id(), grant.number()).filter(one -> !one.isOver(clock.instant())).isPresent();
    }

    /** At most one write an hour; where the disk is full, none: who signs in may be about to make room. */
    void used(AccountId account, Grant grant, Grant.Use use) {
        boolean isKnown = grant.lastUse()
            .filter(last -> use.at().isBefore(last.at().plus(LoginLimits.USE_KEPT_EVERY))).isPresent();
        if (isKnown) return;
        try {
            rows.used(account, grant.number(), use);
        } catch (StoreException refused) {
            var what = "the use of " + grant + " of account " + account + " is not kept: ";
            LOG.log(Level.WARNING, what + refused.getMessage());
        }
    }
}
