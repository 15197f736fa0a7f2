package sigillo.login;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.OneByOne;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Done;
import sigillo.directory.Edited.Refused;
import sigillo.directory.NewAccount;
import sigillo.keyring.Keyring;
import sigillo.keyring.Level;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Store;

/**
 * How people come into their accounts, made and changed: what the directory keeps of a password together with the slots
 * of the account's keys. A slot is there before anything names it and goes when nothing does, so that a stop between
 * two steps leaves the old way or the new one, never none; {@link #tidy} ends what was left in the middle. What is done
 * is durable. One change at a time; any thread. Refusals are sentences.
 */
public final class Credentials {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");

    private final Directory directory;
    private final DirectoryEditor editor;
    private final Keyring keyring;
    private final Passwords passwords;
    private final FormerPasswords former;
    private final Randomness randomness;
    /** What passwords that were made anew in this process are kept as now: one an account, of some hundred octets. */
    private final ConcurrentHashMap<String, String> sameAs = new ConcurrentHashMap<>();
    private final AccountChanges changes;
    private final ByPassword byPassword;
    private volatile Told told = Told.NOBODY;

    public Credentials(
            Store store, Directory directory, DirectoryEditor editor, Keyring keyring, Passwords passwords,
            Randomness randomness) {
        this.directory = directory;
        this.changes = new AccountChanges(directory);
        this.editor = editor;
        this.keyring = keyring;
        this.passwords = passwords;
        this.former = new FormerPasswords(store);
        this.byPassword = new ByPassword(directory, passwords, keyring);
        this.randomness = randomness;
    }

    /** Who hears of changes; before the first of them. */
    public void telling(Told who) { told = who; }

    private <T> Edited<T> told(AccountRecord account, String what, Edited<T> done) { return told.of(account.id(), what, Map.of(), done); }

    // ---- a new account ----

    /** {@code password}: for the directory. {@code code}: for its owner, once; nothing of it is kept. */
    public record Enrolled(String password, RecoveryCode code) {
        @Override public String toString() { return "a new account's credentials"; }
    }

    /** The first keys of an account that is about to be made. */
    public Enrolled enrol(AccountId account, Level level, String password) {
        try (var made = passwords.make(account, password)) {
            return enrol(account, level, made);
        }
    }

    /** How a browser stretches the first password of an account that is to be made: of an id that no account has. */
    public WebSignIn.Parameters firstParameters() { return passwords.first(NewAccount.freshId()); }

    /**
     * The first keys of an account whose password was stretched {@code by} these in a browser, and is not known here: for
     * {@link #isStretched} parts, which the caller wipes.
     */
    public Enrolled enrol(WebSignIn.Parameters by, Level level, byte[] authenticating, byte[] opening) {
        try (var made = passwords.make(by, new Said.Stretched(authenticating, opening))) {
            return enrol(new AccountId(by.account()), level, made);
        }
    }

    /** Whether these can be what a browser makes of a password. */
    public static boolean isStretched(byte[] authenticating, byte[] opening) { return new Said.Stretched(authenticating, opening).isWhole(); }

    private Enrolled enrol(AccountId account, Level level, Passwords.Made made) {
        var code = RecoveryCode.random(randomness);
        try (var secret = code.secret()) {
            var ways = List.of(new Way(Slot.Kind.PASSWORD, made.secret()), new Way(Slot.Kind.RECOVERY, secret));
            return new Enrolled(made.kept().slot(keyring.enrol(account, level, ways).getFirst()).text(), code);
        }
    }

    // ---- opening ----

    /** By the password; empty when it is wrong. */
    public Optional<Unlocked> open(AccountRecord account, String password) {
        var kept = KeptPassword.parse(account.password());
        var checked = passwords.check(account.id(), kept, password);
        return checked.isRight() ? open(account.id(), kept.orElseThrow(), checked.secret()) : Optional.empty();
    }

    /** With what a check has given; the secret is wiped. */
    Optional<Unlocked> open(AccountId account, KeptPassword kept, Optional<Secret> secret) {
        try {
            return byPassword.open(account, kept, secret);
        } finally {
            secret.ifPresent(Secret::close);
        }
    }

    /** Without a secret, when the account is open already or the server opens it. */
    Optional<Unlocked> join(AccountId account, Optional<KeptPassword> kept) {
        return kept.flatMap(one -> switch (one) {
            case KeptPassword.Split split -> keyring.join(account, split.slot());
            case KeptPassword.Plain _ -> keyring.joinAsServer(account);
        });
    }

    private Optional<Unlocked> open(AccountId account, Recovering code) {
        try (var secret = code.secret()) {
            return keyring.slots(account).entrySet().stream().filter(slot -> slot.getValue() == Slot.Kind.RECOVERY)
                .flatMap(slot -> keyring.unlock(account, slot.getKey(), secret).stream()).findFirst();
        }
    }

    // ---- passwords ----

    /** By the owner, who knows the one that he has. */
    public Edited<AccountRecord> change(Address address, String current, String next) {
        return with(address, next, made ->
            byPassword.change(changes, address, current, "the current password is wrong",
                (account, open) -> told(account, "passwordChanged", replace(account, open, made))));
    }

    /**
     * By the owner, who has lost it and kept the recovery code: what an operator's reset has locked opens too, as far
     * as it is the code of that time. A code that was replaced is refused, even while it still unlocks mail ({@link
     * #unlock}): its owner has made another, maybe since strangers have seen it, and it gets nobody in any more.
     */
    public Edited<AccountRecord> recover(Address address, RecoveryCode code, String next) {
        return with(address, next, made -> recover(address, code, made));
    }

    private Edited<AccountRecord> recover(Address address, Recovering code, Passwords.Made made) {
        return changes.of(address, account -> {
            var unlocked = open(account.id(), code);
            if (unlocked.isEmpty()) return new Refused<>("this is not the recovery code of " + address);
            try (var open = unlocked.get()) {
                open.heal();
                var done = replace(account, open, made);
                if (done instanceof Done<AccountRecord>) forgetFormer(account.id());
                return told(account, "passwordRecovered", done);
            }
        });
    }

    /** A password that was stretched in a browser: this server never sees it. The parts are the caller's to wipe. */
    public record NextPassword(WebSignIn.Parameters by, byte[] authenticating, byte[] opening) {
        @Override public String toString() { return "a new password"; }
    }

    /** By the owner, whose account is open, and who was asked for the one that he has. */
    public Edited<AccountRecord> change(Address address, Unlocked open, NextPassword next) {
        return with(address, next, made -> changes.of(address, open, account -> told(account, "passwordChanged", replace(account, open, made))));
    }

    /** As {@link #recover(Address, RecoveryCode, String)}. */
    public Edited<AccountRecord> recover(Address address, Recovering code, NextPassword next) {
        return with(address, next, made -> recover(address, code, made));
    }

    /** Whether it is the recovery code of the account, which stays as it is. */
    public boolean isRecovery(Address address, Recovering code) {
        return directory.account(address).filter(account -> {
            try (var secret = code.secret()) {
                return keyring.slots(account.id()).entrySet().stream().anyMatch(slot ->
                    slot.getValue() == Slot.Kind.RECOVERY && keyring.fits(account.id(), slot.getKey(), secret));
            }
        }).isPresent();
    }

    private Edited<AccountRecord> with(Address address, NextPassword next, Function<Passwords.Made, Edited<AccountRecord>> change) {
        var account = directory.account(address);
        if (account.isEmpty()) return AccountChanges.none(address);
        boolean isFit = account.get().id().text().equals(next.by.account()) && passwords.isOfToday(next.by)
            && isStretched(next.authenticating, next.opening);
        if (!isFit) return new Refused<>("the new password was not stretched as it is to be: ask how, and try again");
        try (var made = passwords.make(next.by, new Said.Stretched(next.authenticating, next.opening))) {
            return change.apply(made);
        }
    }

    /** Nobody waits for the hash but who asked. */
    private <T> Edited<T> with(Address address, String next, Function<Passwords.Made, Edited<T>> change) {
        var account = directory.account(address);
        if (account.isEmpty()) return AccountChanges.none(address);
        try (var made = passwords.make(account.get().id(), next)) {
            var isSame = directory.account(address).filter(now -> now.id().equals(account.get().id())).isPresent();
            return isSame ? change.apply(made) : AccountChanges.none(address);
        }
    }

    private Edited<AccountRecord> replace(AccountRecord account, Unlocked open, Passwords.Made made) {
        long slot = open.add(new Way(Slot.Kind.PASSWORD, made.secret()));
        var done = editor.setPassword(account.address(), made.kept().slot(slot).text());
        passwords.isOurs(account.id(), account.password());
        slot(account).ifPresent(old -> keyring.remove(account.id(), old));
        return done;
    }

    /** What is kept of a password that was just seen right, as it would be made today; empty when it is so already. */
    Optional<Passwords.Made> renewed(AccountRecord seen, Said said) {
        try {
            return KeptPassword.parse(seen.password()).flatMap(kept -> passwords.renewed(seen.id(), kept, said));
        } catch (RuntimeException e) {
            return notRenewed(seen, e);
        }
    }

    /**
     * Keeps that from now on, and wipes its secret. Who is connected notices nothing. Does nothing where the password
     * was changed meanwhile; what goes wrong waits for the next sign-in, for this one has succeeded.
     */
    void renew(AccountRecord seen, Optional<Passwords.Made> renewed, Unlocked open) {
        renewed.ifPresent(made -> {
            try (made) {
                changes.alone(() -> renew(seen, made, open));
            } catch (RuntimeException e) {
                notRenewed(seen, e);
            }
        });
    }

    private static Optional<Passwords.Made> notRenewed(AccountRecord seen, RuntimeException why) {
        var what = "what is kept of the password of account " + seen.id() + " was not renewed";
        LOG.log(System.Logger.Level.WARNING, what, why);
        return Optional.empty();
    }

    private Void renew(AccountRecord seen, Passwords.Made made, Unlocked open) {
        boolean isSame = directory.account(seen.address())
            .filter(now -> now.id().equals(seen.id()) && now.password().equals(seen.password())).isPresent();
        if (!isSame) return null;
        long next = open.add(new Way(Slot.Kind.PASSWORD, made.secret()));
        var text = made.kept().slot(next).text();
        editor.setPassword(seen.address(), text);
        passwords.isOurs(seen.id(), seen.password());
        sameAs.put(seen.password(), text);
        slot(seen).ifPresent(old -> keyring.replace(seen.id(), old, next));
        return null;
    }

    /** Whether the account has the password that it had then, made anew or not. */
    boolean isStill(AccountRecord then, AccountRecord now) {
        boolean isSame = now.password().equals(then.password()) || now.password().equals(sameAs.get(then.password()));
        return now.id().equals(then.id()) && isSame;
    }

    /**
     * {@code isFormerKept}: whether the password that was replaced unlocks the mail of its time. False when too many
     * former ones wait already ({@link LoginLimits#FORMER_PASSWORDS_MAX}): then only the recovery code does.
     */
    public record Reset(AccountRecord account, boolean isFormerKept) {}

    /**
     * By the operator, who knows none. At level L0 nothing else changes. At L1 the mail that is there stays locked
     * until its owner comes with the recovery code or the former password ({@link #unlock}); new mail opens with the
     * new one.
     */
    public Edited<Reset> reset(Address address, String next) {
        return with(address, next, made -> changes.of(address, account -> {
            var server = keyring.joinAsServer(account.id());
            if (server.isEmpty()) return told(account, "passwordReset", resetLocked(account, made));
            try (var open = server.get()) {
                return told(account, "passwordReset", reset(replace(account, open, made), true));
            }
        }));
    }

    private Edited<Reset> resetLocked(AccountRecord account, Passwords.Made made) {
        long slot = keyring.reserve(account.id(), new Way(Slot.Kind.PASSWORD, made.secret()));
        boolean isKept = slot(account).map(old -> former.keep(account.id(), old, account.password())).orElse(true);
        var done = editor.setPassword(account.address(), made.kept().slot(slot).text());
        passwords.isOurs(account.id(), account.password());
        keyring.reset(account.id(), slot);
        if (!isKept) slot(account).ifPresent(old -> keyring.remove(account.id(), old));
        return reset(done, isKept);
    }

    private static Edited<Reset> reset(Edited<AccountRecord> edited, boolean isFormerKept) {
        return switch (edited) {
            case Done<AccountRecord>(var now) -> new Done<>(new Reset(now, isFormerKept));
            case Refused<AccountRecord>(var why) -> new Refused<>(why);
        };
    }

    /**
     * {@code isWhole}: whether the present password opens all mail now; else mail from before another reset is locked.
     */
    public record Unlocking(AccountRecord account, boolean isWhole) {}

    /**
     * Opens what a reset has locked, by the recovery code, one from before it that opens that mail, or a former
     * password; the present password and the recovery code open that then. Nothing is left of a former one that opens
     * no more than these.
     */
    public Edited<Unlocking> unlock(Address address, String codeOrFormer) {
        var account = directory.account(address);
        if (account.isEmpty()) return AccountChanges.none(address);
        var code = RecoveryCode.parse(codeOrFormer);
        var fitting = formerOf(account.get().id(), codeOrFormer);
        try {
            return changes.of(address, now -> {
                var unlocked = code.flatMap(one -> open(now.id(), one).or(() -> openFormer(now.id(), one)))
                    .or(() -> openFormer(now.id(), fitting));
                if (unlocked.isPresent()) return told(now, "lockedMailOpened", new Done<>(healed(now, unlocked.get())));
                return new Refused<>("this is neither the recovery code nor a former password of " + address);
            });
        } finally {
            fitting.values().forEach(Secret::close);
        }
    }

    private Unlocking healed(AccountRecord account, Unlocked unlocked) {
        try (unlocked) {
            unlocked.heal();
            forgetFormer(account.id());
            return new Unlocking(account, isWhole(account));
        }
    }

    /** What is kept of passwords whose slots open nothing more. One that a reset has not retired yet has its slot. */
    private void forgetFormer(AccountId account) {
        var opening = new HashSet<>(keyring.slots(account).keySet());
        opening.addAll(keyring.formerSlots(account).keySet());
        former.forgetBut(account, opening);
    }

    /** Whether its password opens all mail; else some from before a reset is locked. */
    public boolean isWhole(AccountRecord account) {
        return slot(account).map(own -> keyring.opensAll(account.id(), own)).orElse(true);
    }

    /**
     * The slots that it opened once, with their secrets: the caller's to wipe. Takes a hash for each former password.
     */
    private Map<Long, Secret> formerOf(AccountId account, String password) {
        var fitting = new TreeMap<Long, Secret>();
        former.of(account).forEach((slot, kept) ->
            passwords.check(account, KeptPassword.parse(kept), password).secret()
                .ifPresent(secret -> fitting.put(slot, secret)));
        return fitting;
    }

    private Optional<Unlocked> openFormer(AccountId account, RecoveryCode code) {
        try (var secret = code.secret()) {
            return formerCodes(account)
                .flatMap(slot -> keyring.unlockFormer(account, slot, secret).stream()).findFirst();
        }
    }

    private Stream<Long> formerCodes(AccountId account) {
        return keyring.formerSlots(account).entrySet().stream().filter(slot -> slot.getValue() == Slot.Kind.RECOVERY)
            .map(Map.Entry::getKey);
    }

    private Optional<Unlocked> openFormer(AccountId account, Map<Long, Secret> fitting) {
        return fitting.entrySet().stream()
            .flatMap(one -> keyring.unlockFormer(account, one.getKey(), one.getValue()).stream()).findFirst();
    }

    // ---- levels and codes ----

    /**
     * A new recovery code. The one before is void, but for mail that a reset has locked and the new one does not open:
     * that it goes on unlocking ({@link #unlock}), until it is. {@code password} is needed at level L1.
     */
    public Edited<RecoveryCode> newCode(Address address, Optional<String> password) {
        return opened(changes, address, password, (_, open) -> newCode(open));
    }

    /** By who has the account open. */
    public Edited<RecoveryCode> newCode(Address address, Unlocked open) {
        return changes.of(address, open, _ -> newCode(open));
    }

    /** One that his browser has made, of which this server gets its part; as {@link #newCode(Address, Unlocked)}. */
    public Edited<RecoveryPart> newCode(Address address, Unlocked open, RecoveryPart part) {
        return changes.of(address, open, _ -> newCode(open, part));
    }

    private Edited<RecoveryCode> newCode(Unlocked open) { return newCode(open, RecoveryCode.random(randomness)); }

    private <T extends Recovering> Edited<T> newCode(Unlocked open, T code) {
        if (formerCodes(open.account()).count() >= LoginLimits.FORMER_CODES_MAX) {
            return new Refused<>("too many recovery codes from before wait for mail that is locked: unlock it first"
                + " (sigillo account unlock)");
        }
        try (var secret = code.secret()) {
            long slot = open.add(new Way(Slot.Kind.RECOVERY, secret));
            keyring.supersede(open.account(), slot);
            return told.of(open.account(), "recoveryCodeMade", Map.of(), new Done<>(code));
        }
    }

    /**
     * From L0 to L1 the server's slot goes and keys are renewed, since it knew them; back needs the {@code password}.
     */
    public Edited<Level> level(Address address, Level level, Optional<String> password) {
        boolean isOwnersToDo = directory.account(address).filter(account -> keyring.level(account.id()) == Level.L2).isPresent();
        if (isOwnersToDo) return new Refused<>(address + " is at level L2, which only its owner leaves, in the webmail");
        if (level == Level.L1) {
            return changes.of(address, account -> isAt(account, level).orElseGet(() -> lock(account)));
        }
        return opened(changes, address, password, (account, open) -> isAt(account, level).orElseGet(() -> handed(open)));
    }

    /** By who has the account open. */
    public Edited<Level> level(Address address, Level level, Unlocked open) {
        return changes.of(address, open, account -> isAt(account, level).orElseGet(() -> changed(account, level, open)));
    }

    private Edited<Level> changed(AccountRecord account, Level level, Unlocked open) {
        boolean isZeroAccess = keyring.level(account.id()) == Level.L2;
        return switch (level) {
            case L0 -> isZeroAccess ? new Refused<>(account.address() + " has to be at level L1 first") : handed(open);
            case L1 -> isZeroAccess ? unwrapped(open) : lock(account);
            case L2 -> new Refused<>("to level L2 goes who has published an OpenPGP certificate");
        };
    }

    private Edited<Level> unwrapped(Unlocked open) {
        keyring.wrapTo(open, Optional.empty());
        return told.of(open.account(), "levelChanged", Map.of("level", "L1"), new Done<>(Level.L1));
    }

    /**
     * To level L2: mail that comes from now on is encrypted to the OpenPGP certificate with this fingerprint. The mail
     * that is there stays as it is; its owner's browser encrypts it.
     */
    public Edited<Level> zeroAccess(Address address, Bytes fingerprint, Unlocked open) {
        return changes.of(address, open, account -> zeroAccess(account, fingerprint, open));
    }

    /** The same by the {@code password}, for who makes an account and its key. */
    public Edited<Level> zeroAccess(Address address, Bytes fingerprint, String password) {
        return opened(changes, address, Optional.of(password), (account, open) -> zeroAccess(account, fingerprint, open));
    }

    private Edited<Level> zeroAccess(AccountRecord account, Bytes fingerprint, Unlocked open) {
        if (!keyring.level(account.id()).isOwners()) return new Refused<>(account.address() + " has to be at level L1 first");
        keyring.wrapTo(open, Optional.of(fingerprint));
        return told(account, Level.L2);
    }

    /**
     * At level L2: what comes from now on is encrypted to the OpenPGP certificate with this fingerprint, and to no
     * other any more. Refused at another level.
     */
    public Edited<Level> wrapTo(Address address, Bytes fingerprint, Unlocked open) {
        return changes.of(address, open, account -> {
            boolean isThere = keyring.level(account.id()) == Level.L2;
            if (!isThere) return new Refused<>(account.address() + " is not at level L2");
            keyring.wrapTo(open, Optional.of(fingerprint));
            return new Done<>(Level.L2);
        });
    }

    private Edited<Level> told(AccountRecord account, Level now) {
        return told.of(account.id(), "levelChanged", Map.of("level", now.name()), new Done<>(now));
    }

    private Edited<Level> handed(Unlocked open) {
        keyring.hand(open);
        return told.of(open.account(), "levelChanged", Map.of("level", "L0"), new Done<>(Level.L0));
    }

    private Optional<Edited<Level>> isAt(AccountRecord account, Level level) {
        return keyring.level(account.id()) == level
            ? Optional.of(new Refused<>(account.address() + " is at level " + level + " already")) : Optional.empty();
    }

    private Edited<Level> lock(AccountRecord account) {
        var kinds = keyring.slots(account.id());
        boolean hasPassword = slot(account).filter(kinds::containsKey).isPresent();
        if (!hasPassword) {
            return new Refused<>("its password opens nothing yet: set it once more (sigillo account password)");
        }
        if (!kinds.containsValue(Slot.Kind.RECOVERY)) {
            return new Refused<>("it has no recovery code yet (sigillo account recovery-code)");
        }
        keyring.lock(account.id());
        return told.of(account.id(), "levelChanged", Map.of("level", "L1"), new Done<>(Level.L1));
    }

    /** New keys for all that comes, and in the next session for all that is there. */
    public Edited<AccountRecord> renewKeys(Address address) {
        return changes.of(address, account -> {
            keyring.renew(account.id());
            return told(account, "keysRenewed", new Done<>(account));
        });
    }

    /** By the password, or without one by the server at level L0. */
    <T> Edited<T> opened(AccountChanges mine, Address address, Optional<String> password, ByPassword.Work<T> work) {
        if (password.isPresent()) {
            return byPassword.change(mine, address, password.get(), "the password is wrong", work);
        }
        return mine.of(address, account -> {
            var unlocked = keyring.joinAsServer(account.id());
            if (unlocked.isEmpty()) return new Refused<>("only its owner opens it: his password is needed");
            try (var open = unlocked.get()) {
                return work.on(account, open);
            }
        });
    }

    /**
     * Whether the way in that a password names is there: one of a former password is not, nor that of another program.
     */
    boolean stands(AccountId account, KeptPassword kept) {
        return !(kept instanceof KeptPassword.Split split) || keyring.slots(account).containsKey(split.slot());
    }

    /** Whether the secret that came of a password is that of the slot which it names; a later one may have its number. */
    boolean fits(AccountId account, KeptPassword kept, Optional<Secret> secret) {
        return !(kept instanceof KeptPassword.Split split)
            || secret.filter(one -> keyring.fits(account, split.slot(), one)).isPresent();
    }

    // ---- housekeeping ----

    /** At a start: tells of the passwords by which nobody signs in, since their peppers are not there. */
    public void look() {
        for (var account : directory.accounts()) passwords.look(account.id(), account.password());
    }

    /** Marks a hash that came from another program before there were marks. */
    public void mark(AccountId id) {
        directory.account(id).ifPresent(account -> {
            var marked = passwords.marked(id, account.password());
            if (!marked.equals(account.password())) editor.setPassword(account.address(), marked);
        });
    }

    /**
     * What a stop has left in the middle: a reset is ended, slots of passwords that no password names open nothing new
     * any more, or go when nobody could open them, and what is kept of former ones that open nothing goes. An account that is damaged is left: throws
     * {@link OneByOne.Failed} when the others are done.
     */
    public void tidy() {
        OneByOne.each(directory.accounts(), account -> "account " + account.id(),
            account -> changes.alone(() -> tidy(account.address())));
    }

    private void tidy(Address address) {
        directory.account(address).ifPresent(account -> slot(account).ifPresent(named -> {
            if (keyring.awaitsReset(account.id(), named)) keyring.reset(account.id(), named);
            var kept = former.of(account.id()).keySet();
            keyring.slots(account.id()).forEach((slot, kind) -> {
                if (kind == Slot.Kind.PASSWORD && !named.equals(slot)) leave(account.id(), slot, kept.contains(slot));
            });
            keyring.formerSlots(account.id()).forEach((slot, kind) -> {
                if (kind == Slot.Kind.PASSWORD && !kept.contains(slot)) keyring.remove(account.id(), slot);
            });
            forgetFormer(account.id());
        }));
    }

    /** What no password names. Where nothing is kept of the password that was its own, nobody can open it any more. */
    private void leave(AccountId account, long slot, boolean isFormer) {
        if (isFormer) keyring.retire(account, slot);
        else keyring.remove(account, slot);
    }

    /** Of whom a former password is kept. */
    Set<AccountId> accounts() { return former.accounts(); }

    /** What is kept here of an account that is removed. */
    void forget(AccountId account) { former.forget(account); }

    /** The slot that the account's password opens; empty for a password that came from elsewhere. */
    private static Optional<Long> slot(AccountRecord account) {
        return KeptPassword.parse(account.password()).flatMap(KeptPassword::split).map(KeptPassword.Split::slot);
    }
}
