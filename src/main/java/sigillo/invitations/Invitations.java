package sigillo.invitations;

import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.invitations.Invitation.Making;
import sigillo.invitations.Invitation.State;
import sigillo.invitations.Invitation.Terms;
import sigillo.invitations.Invitation.Used;
import sigillo.login.Credentials;
import sigillo.login.Credentials.Enrolled;
import sigillo.sealing.Randomness;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * Invitations: made by the operator, used once by whoever has the link. Each step is durable before the next, and what a stop
 * leaves in the middle is decided by whether the account is in the directory. Nothing of them is in memory: what another server
 * of a cluster writes counts at once. Any thread; throws {@link StoreException}.
 */
public final class Invitations {
    private static final Logger LOG = System.getLogger("sigillo.invitations");
    private static final PartitionName PARTITION = new PartitionName("invitations");

    private final Transactions transactions;
    private final Directory directory;
    private final DirectoryEditor editor;
    private final Accounts accounts;
    private final Credentials credentials;
    private final Randomness randomness;
    private final InstantSource clock;
    /** Of who makes an account: no password is hashed here, so nobody waits long. */
    private final ReentrantLock oneAtATime = new ReentrantLock();

    public Invitations(Store store, Directory directory, DirectoryEditor editor, Accounts accounts, Credentials credentials,
            Randomness randomness, InstantSource clock) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.directory = directory;
        this.editor = editor;
        this.accounts = accounts;
        this.credentials = credentials;
        this.randomness = randomness;
        this.clock = clock;
    }

    // ---- what an operator does ----

    /** {@code secret}: for the link; nothing of it is kept. */
    public record Fresh(Invitation invitation, InvitationSecret secret) {}

    /** Durable when it returns; refused with a sentence for the operator. {@code valid}: at most {@link InvitationLimits#VALID_MAX}. */
    public Edited<Fresh> make(Terms terms, Duration valid) {
        tidy();
        var why = whyNot(terms.offer(), valid);
        if (why.isPresent()) return new Edited.Refused<>(why.get());
        var secret = InvitationSecret.random(randomness);
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var made = new Invitation(secret.hash(), terms, now, now.plus(valid), 0, credentials.firstParameters(), Optional.empty(), Optional.empty());
        keep(made);
        return new Edited.Done<>(new Fresh(made, secret));
    }

    private Optional<String> whyNot(Offer offer, Duration valid) {
        boolean isLong = valid.compareTo(InvitationLimits.VALID_MAX) > 0 || !valid.isPositive();
        if (isLong) return Optional.of("an invitation is valid for at most " + InvitationLimits.VALID_MAX.toDays() + " days");
        if (!directory.isLocal(offer.domain())) return Optional.of(offer.domain() + " is not a domain of this server: add it first (domain add)");
        if (all().size() >= InvitationLimits.INVITATIONS_MAX) return Optional.of("there are " + InvitationLimits.INVITATIONS_MAX + " invitations, which is the limit");
        return offer instanceof Offer.Named(var address) ? editor.whyNoAccount(address) : Optional.empty();
    }

    /** The newest first. */
    public List<Invitation> all() {
        return InvitationRows.all(transactions.partition()).stream().map(this::settled)
            .sorted(Comparator.comparing(Invitation::made).reversed()).toList();
    }

    /** {@code name}: as {@link Invitation#name} has it. Nobody makes an account by it any more; one that is made stays. */
    public Edited<Invitation> revoke(String name) {
        var found = all().stream().filter(one -> one.name().equals(name)).findFirst();
        if (found.isEmpty()) return new Edited.Refused<>("there is no invitation " + name);
        delete(found.get());
        return new Edited.Done<>(found.get());
    }

    /** What is long over. */
    private void tidy() {
        var now = clock.instant();
        all().stream().filter(one -> one.isOld(now)).forEach(this::delete);
    }

    // ---- what whoever has the link does ----

    /** Empty for what is the secret of none. */
    public Optional<Invitation> find(String secret) {
        return InvitationSecret.parse(secret).flatMap(one -> InvitationRows.at(transactions.partition(), one.hash())).map(this::settled);
    }

    public State state(Invitation one) { return one.state(clock.instant()); }

    /**
     * Makes the account. {@code name}: what he has chosen, where that is open. {@code account}: the id by which the browser has
     * stretched the password. The parts are of 32 octets, and wiped by the caller.
     */
    public Accepted accept(String secret, String name, String account, byte[] authenticating, byte[] opening) {
        oneAtATime.lock();
        try {
            var found = find(secret).filter(one -> state(one) == State.OPEN);
            if (found.isEmpty()) return new Accepted.Gone();
            if (!Credentials.isStretched(authenticating, opening)) return new Accepted.Malformed();
            var invitation = found.get();
            if (!invitation.parameters().account().equals(account)) return new Accepted.Again();
            var local = name.strip().toLowerCase(Locale.ROOT);
            var why = whyNotNamed(invitation.terms().offer(), local);
            if (why.isPresent()) return refused(invitation, why.get());
            return claimed(invitation) ? made(invitation, address(invitation.terms().offer(), local), authenticating, opening) : new Accepted.Busy();
        } finally {
            oneAtATime.unlock();
        }
    }

    private Optional<Accepted> whyNotNamed(Offer offer, String local) {
        return switch (offer) {
            case Offer.Named(var address) -> editor.whyNoAccount(address).map(_ -> new Accepted.NameTaken());
            case Offer.AnyOf _ when !Names.isOne(local) || Names.isReserved(local) -> Optional.of(new Accepted.NameUnfit());
            case Offer.AnyOf(var domain) -> directory.isUnused(new Address(local, domain)) && editor.whyNoAccount(new Address(local, domain)).isEmpty()
                ? Optional.empty() : Optional.of(new Accepted.NameTaken());
        };
    }

    private static Address address(Offer offer, String local) {
        return switch (offer) {
            case Offer.Named(var address) -> address;
            case Offer.AnyOf(var domain) -> new Address(local, domain);
        };
    }

    /** Only what says something of others counts. */
    private Accepted refused(Invitation invitation, Accepted why) {
        if (why instanceof Accepted.NameTaken) change(invitation.hash(), Invitation::refused);
        return why;
    }

    /** Written down before anything of the account is: also another server then makes none by it. */
    private boolean claimed(Invitation seen) {
        var now = clock.instant();
        var next = credentials.firstParameters();
        return transactions.write(tx -> {
            var key = InvitationRows.key(seen.hash());
            var there = tx.get(key).map(InvitationRows::decode).filter(one -> one.parameters().equals(seen.parameters()) && !one.isBeingMade(now));
            var making = Optional.of(new Making(new AccountId(seen.parameters().account()), now));
            there.ifPresent(one -> tx.put(key, InvitationRows.encode(one.making(making, next))));
            return there.isPresent();
        });
    }

    /** In the order in which an operator's accounts are made; of one that is refused the announcement sees to what is left. */
    private Accepted made(Invitation invitation, Address address, byte[] authenticating, byte[] opening) {
        var id = new AccountId(invitation.parameters().account());
        editor.announce(List.of(id));
        var enrolled = credentials.enrol(invitation.parameters(), invitation.terms().level(), authenticating, opening);
        accounts.create(id);
        return switch (editor.addAccount(new NewAccount(id, address, enrolled.password()))) {
            case Edited.Refused<AccountRecord> _ -> unclaimed(invitation, refused(invitation, new Accepted.NameTaken()));
            case Edited.Done<AccountRecord>(var account) -> done(invitation, account, enrolled);
        };
    }

    private Accepted unclaimed(Invitation invitation, Accepted why) {
        change(invitation.hash(), one -> one.making(Optional.empty(), one.parameters()));
        return why;
    }

    private Accepted done(Invitation invitation, AccountRecord account, Enrolled enrolled) {
        finish(invitation, account);
        return new Accepted.Made(account.address(), enrolled.code());
    }

    /** May be done again. */
    private void finish(Invitation invitation, AccountRecord account) {
        editor.setLimit(account.address(), invitation.terms().limit());
        change(invitation.hash(), one -> one.used(new Used(account.address(), clock.instant())));
        LOG.log(Logger.Level.INFO, "the invitation " + invitation.name() + " was used: the account " + account.address() + " is made");
    }

    /** One whose account was made just before a stop is used. */
    private Invitation settled(Invitation one) {
        var made = one.used().isPresent() ? Optional.<AccountRecord>empty() : one.making().flatMap(making -> directory.account(making.account()));
        if (made.isEmpty()) return one;
        finish(one, made.get());
        return InvitationRows.at(transactions.partition(), one.hash()).orElse(one);
    }

    // ---- rows ----

    private void keep(Invitation one) {
        transactions.write(tx -> {
            tx.put(InvitationRows.key(one.hash()), InvitationRows.encode(one));
            return null;
        });
    }

    private void change(Bytes hash, UnaryOperator<Invitation> change) {
        transactions.write(tx -> {
            var key = InvitationRows.key(hash);
            tx.get(key).map(InvitationRows::decode).ifPresent(one -> tx.put(key, InvitationRows.encode(change.apply(one))));
            return null;
        });
    }

    private void delete(Invitation one) {
        transactions.write(tx -> {
            tx.delete(InvitationRows.key(one.hash()));
            return null;
        });
    }
}
