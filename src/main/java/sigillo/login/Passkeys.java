package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Done;
import sigillo.directory.Edited.Refused;
import sigillo.keyring.Keyring;
import sigillo.keyring.Level;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Damaged;
import sigillo.webauthn.Ceremony;

/**
 * Passkeys of accounts: made, listed, called otherwise, taken away, and shown at the web pages. One whose authenticator has a
 * secret for us (PRF) has a slot of its own, and opens the account; another opens it at level L0 alone, and stands in for the code
 * of a second factor. A counter that goes back says that there are two of it: then it lets nobody in until its owner takes it
 * away. Any thread. Decision 0057.
 */
public final class Passkeys {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    private static final String SIGN_IN = "sign-in";
    /** What authenticators make their secret of; the same for all, since it is made with a key of theirs. */
    private static final Bytes SALT = Bytes.wrap(Sha256.of("sigillo/v1/passkey-prf".getBytes(StandardCharsets.US_ASCII)));

    private final Grants grants;
    private final GrantRows rows;
    private final Directory directory;
    private final Keyring keyring;
    private final AccountChanges changes;
    private final Randomness randomness;
    private final InstantSource clock;
    private final Challenges challenges;
    private final Alarms alarms;
    private volatile BiConsumer<AccountId, Bytes> gone = (_, _) -> { };

    Passkeys(Grants grants, GrantRows rows, Directory directory, Keyring keyring, AccountChanges changes,
            Randomness randomness, InstantSource clock, Alarms alarms) {
        this.alarms = alarms;
        this.grants = grants;
        this.rows = rows;
        this.directory = directory;
        this.keyring = keyring;
        this.changes = changes;
        this.randomness = randomness;
        this.clock = clock;
        this.challenges = new Challenges(randomness);
    }

    /**
     * Who hears that one goes, by its credential, whoever takes it away: what was opened by it alone goes with it.
     * Before the first of them. What it throws keeps the passkey, but {@link Damaged}: of what cannot be read nothing
     * is taken away, which is an alarm, and the passkey goes.
     */
    public void whenGone(BiConsumer<AccountId, Bytes> who) { gone = who; }

    void goes(AccountId account, PasskeyProof passkey) {
        try {
            gone.accept(account, passkey.credential());
        } catch (Damaged what) {
            alarms.raise("vault of account " + account, "A passkey of account " + account
                + " was revoked, but its slot of the vault was not: " + what.getMessage()
                + ". Bring the store back from a backup, and then have the owner change the password.",
                "Una passkey dell'account " + account + " è stata revocata, ma la sua voce nella cassaforte no: "
                + what.getMessage() + ". Riporta l'archivio da un backup, e poi fai cambiare la password al titolare.");
        }
    }

    /** As it is listed. */
    public record Passkey(Grant grant, boolean opens, boolean isSuspect) {}

    /** {@code known}: those that the account has already, so that none is made twice. */
    public record Offer(Bytes challenge, Bytes user, List<Bytes> known, Bytes salt) {}

    /** What browsers hand to authenticators for their secret (PRF). */
    public static Bytes salt() { return SALT; }

    public List<Passkey> list(AccountId account) {
        return grants.list(account, Grant.Kind.PASSKEY).stream().map(grant -> new Passkey(grant, proof(grant).opens(), proof(grant).isSuspect())).toList();
    }

    private static PasskeyProof proof(Grant grant) { return grant.passkey().orElseThrow(); }

    // ---- made ----

    /** {@code session}: in which it is made; nobody else can go on with it. */
    public Offer begin(AccountId account, String session) {
        return new Offer(challenges.fresh(making(account, session), clock.instant()), Bytes.utf8(account.text()), credentials(account), SALT);
    }

    private static String making(AccountId account, String session) { return "make " + account.text() + " " + session; }

    /** By which browsers know those of an account. */
    public List<Bytes> credentials(AccountId account) { return grants.list(account, Grant.Kind.PASSKEY).stream().map(grant -> proof(grant).credential()).toList(); }

    /** {@code challenge}: what {@code client} says of it. {@code opening}: what the authenticator opens the account with; the caller's to wipe. */
    public record Wish(String session, String name, byte[] challenge, Ceremony.Client client, byte[] attestation, Ceremony.Here here, Optional<Secret> opening) {}

    /** By who has the account open. */
    public Edited<Grant> make(Address address, Unlocked open, Wish wish) {
        return changes.of(address, open, account -> make(account.id(), open, wish));
    }

    private Edited<Grant> make(AccountId account, Unlocked open, Wish wish) {
        var now = clock.instant();
        if (!isName(wish.name)) return new Refused<>("a name has 1 to " + LoginLimits.GRANT_NAME_MAX + " characters");
        if (grants.list(account, Grant.Kind.PASSKEY).size() >= LoginLimits.PASSKEYS_MAX) return new Refused<>("there are " + LoginLimits.PASSKEYS_MAX + " already");
        boolean isOurs = challenges.isOurs(wish.challenge, making(account, wish.session), now);
        var made = isOurs ? Ceremony.made(wish.client, wish.attestation, wish.here) : Optional.<Ceremony.Made>empty();
        if (made.isEmpty() || !challenges.use(wish.challenge, account, now)) return new Refused<>("this is no passkey that was just made here");
        var proof = new PasskeyProof(made.get().credential(), made.get().key(), wish.here.party(), made.get().counter(), wish.opening.isPresent(), false);
        // Web Authentication section 7.1 step 26
        if (rows.byToken(proof.hash()).isPresent()) return new Refused<>("there is this passkey already");
        return new Done<>(keep(account, open, wish, proof, now));
    }

    private Grant keep(AccountId account, Unlocked open, Wish wish, PasskeyProof proof, Instant now) {
        long slot = wish.opening.map(secret -> open.add(new Way(Slot.Kind.PASSKEY, secret))).orElseGet(() -> reserved(account));
        var grant = new Grant(rows.nextNumber(account), wish.name, Set.of(), slot, new Grant.Proof.Passkey(proof), now, Optional.empty(), Optional.empty());
        rows.put(account, grant);
        grants.hasNew(account, grant);
        LOG.log(System.Logger.Level.INFO, "account " + account + " has a passkey more");
        return grant;
    }

    /** A slot that nobody opens: with it the passkey can be taken away for good. */
    private long reserved(AccountId account) {
        try (var secret = Secret.random(randomness)) {
            return keyring.reserve(account, new Way(Slot.Kind.PASSKEY, secret));
        }
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LoginLimits.GRANT_NAME_MAX && name.chars().noneMatch(Character::isISOControl);
    }

    /** Durable; refused with a sentence. */
    public Edited<Grant> rename(Address address, long number, String name) {
        if (!isName(name)) return new Refused<>("a name has 1 to " + LoginLimits.GRANT_NAME_MAX + " characters");
        return changes.of(address, account -> rows.change(account.id(), number, there -> there.filter(one -> one.kind() == Grant.Kind.PASSKEY).map(one -> one.name(name)))
            .<Edited<Grant>>map(Done::new).orElseGet(() -> new Refused<>("there is none with the number " + number)));
    }

    /** Who came by it is ended. */
    public Edited<Grant> remove(Address address, long number) { return grants.revoke(address, Grant.Kind.PASSKEY, number); }

    // ---- shown ----

    /** For who signs in; {@code continuation}: after his password, empty for who signs in by it alone. */
    public Bytes challenge(Optional<String> continuation) { return challenges.fresh(showing(continuation), clock.instant()); }

    private static String showing(Optional<String> continuation) { return continuation.map(one -> "code " + one).orElse(SIGN_IN); }

    /** {@code user}: whose the authenticator says that it is; empty where it says nothing. */
    public record Assertion(Bytes credential, byte[] challenge, Ceremony.Client client, byte[] data, byte[] signature, Bytes user, Ceremony.Here here) {}

    /** Somebody has shown it, just now. Only this class makes one. */
    public static final class Shown {
        private final AccountRecord account;
        private final Grant grant;

        private Shown(AccountRecord account, Grant grant) {
            this.account = account;
            this.grant = grant;
        }

        AccountRecord account() { return account; }
    }

    /** For who is signed in and is to show that he is there; good in that {@code session} alone. */
    public Bytes challengeAgain(AccountId account, String session) {
        return challenges.fresh(again(account, session), clock.instant());
    }

    private static String again(AccountId account, String session) { return "again " + account.text() + " " + session; }

    /** Whether somebody has shown one of this account's, as the challenge for that session asked. */
    public boolean isShownAgain(Assertion said, AccountId account, String session) {
        return shown(said, again(account, session)).filter(one -> one.account.id().equals(account)).isPresent();
    }

    /** Empty for whatever is wrong with it. */
    public Optional<Shown> shown(Assertion said, Optional<String> continuation) {
        return shown(said, showing(continuation));
    }

    private Optional<Shown> shown(Assertion said, String purpose) {
        var now = clock.instant();
        if (!challenges.isOurs(said.challenge, purpose, now)) return Optional.empty();
        var owned = rows.byToken(PasskeyProof.hash(said.credential)).filter(one -> isStanding(one, said));
        var account = owned.flatMap(one -> directory.account(one.account())).filter(one -> !one.disabled());
        if (account.isEmpty()) return Optional.empty();
        var grant = owned.get().grant();
        var counter = Ceremony.shown(said.client, said.data, said.signature, proof(grant).key(), said.here);
        boolean isRight = counter.isPresent() && challenges.use(said.challenge, account.get().id(), now) && counts(account.get().id(), grant, counter.get());
        return isRight ? Optional.of(new Shown(account.get(), grant)) : Optional.empty();
    }

    /** Its row may have been put back after it was taken away: its slot was not. */
    private boolean isStanding(GrantRows.Owned owned, Assertion said) {
        var proof = owned.grant().passkey();
        boolean isHis = said.user.length() == 0 || said.user.equals(Bytes.utf8(owned.account().text()));
        return isHis && proof.filter(one -> !one.isSuspect() && one.party().equals(said.here.party())).isPresent()
            && keyring.slots(owned.account()).get(owned.grant().slot()) == Slot.Kind.PASSKEY;
    }

    /** In one commit with what was kept: of two that come at once with the same count one is the copy. */
    private boolean counts(AccountId account, Grant grant, long counter) {
        var now = rows.change(account, grant.number(), there -> there.flatMap(one -> one.passkey().map(proof ->
            one.passkey(proof.isCopied(counter) ? proof.suspect() : proof.counter(counter)))));
        boolean isGood = now.flatMap(Grant::passkey).filter(proof -> !proof.isSuspect()).isPresent();
        if (!isGood) LOG.log(System.Logger.Level.WARNING, grant + " of account " + account + " is out: its counter went back, so somebody has a copy of it, or it was taken away");
        return isGood;
    }

    /** Opens the account for who has shown it. {@code opening}: what its authenticator gave; the caller's to wipe. Empty where it opens nothing. */
    Optional<Unlocked> open(Shown shown, Optional<Secret> opening) {
        var account = shown.account.id();
        if (proof(shown.grant).opens() && opening.isPresent()) return keyring.unlock(account, shown.grant.slot(), opening.get());
        // by its own slot, so that who came by it is ended when it is taken away; at L1 that opens nothing, though somebody else has the account open
        return keyring.level(account) == Level.L0 ? keyring.join(account, shown.grant.slot()) : Optional.empty();
    }

    /** At most one write an hour. */
    void used(Shown shown, Grant.Use use) { grants.used(shown.account.id(), shown.grant, use); }
}
