package sigillo.directory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Edited.Done;
import sigillo.directory.Edited.Refused;
import sigillo.store.Abandoned;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Changes the directory. What is done is durable and seen by all reads when a method returns. One change at a time: what a
 * rule reads in the register still holds when its change is committed. One object for a {@link Directory}; any thread.
 */
public final class DirectoryEditor {
    /** Many accounts in one request are hashed for a minute and a half. */
    private static final Duration MAKING_MAX = Duration.ofMinutes(10);

    private final Directory directory;
    private final Transactions transactions;
    private final Register register;
    private final EditRules rules;
    private final InstantSource clock;
    private final ReentrantLock oneAtATime;
    private volatile Abandoned watch = Abandoned.atOnce();

    public DirectoryEditor(Directory directory, InstantSource clock) {
        this.directory = directory;
        this.transactions = directory.transactions();
        this.register = directory.register();
        this.rules = new EditRules(directory.register(), directory.settings(),
            address -> directory.handled(address, Writer.WHOEVER).isPresent());
        this.clock = clock;
        this.oneAtATime = directory.changing();
    }

    // ---- domains ----

    public Edited<DomainRecord> addDomain(Domain name) {
        return edit(tx -> unless(rules.whyNoDomain(name), () -> keep(tx, new DomainRecord(name, clock.instant()))));
    }

    /** Refused while the domain has accounts or aliases: what they hold is not lost by a slip. */
    public Edited<DomainRecord> removeDomain(Domain name) {
        return edit(tx -> {
            var row = tx.get(Rows.domain(name));
            if (row.isEmpty()) return new Refused<>("there is no domain " + name);
            return unless(rules.whyDomainStays(name), () -> {
                var domain = Rows.domain(row.get());
                tx.delete(Rows.domain(name));
                keep(tx, Rows.limit(name), new Limit.Default());
                tx.afterCommit(() -> register.remove(domain));
                return new Done<>(domain);
            });
        });
    }

    // ---- accounts ----

    /** Why no account of this address could be made; empty when it could. Cheap: asked before a password is hashed. */
    public Optional<String> whyNoAccount(Address address) { return rules.whyNoAccount(address); }

    /**
     * Says that accounts are about to be made, before anything of them is, so that nothing stays of what a stop has left in
     * the middle: see {@link #abandoned}.
     */
    public void announce(List<AccountId> accounts) {
        edit(tx -> {
            for (var account : accounts) tx.put(Rows.announced(account), Rows.encode(clock.instant()));
            return null;
        });
    }

    /** Other servers make accounts too, by clocks of their own: an announcement counts from when it is seen here. */
    public void shared() { watch = new Abandoned(MAKING_MAX); }

    /** Accounts that were announced a while ago, and that nobody is making any more, here or on another machine. */
    public List<AccountId> abandoned() {
        var old = new TreeMap<Bytes, AccountId>();
        for (var account : directory.announced(clock.instant().minus(MAKING_MAX))) old.put(Rows.announced(account), account);
        return watch.of(Rows.ANNOUNCED, old.keySet()).stream().map(old::get).toList();
    }

    /** Makes several in one commit; one answer for each, in order. */
    public List<Edited<AccountRecord>> addAccounts(List<NewAccount> accounts) {
        return edit(tx -> accounts.stream().map(account -> addAccount(tx, account)).toList());
    }

    public Edited<AccountRecord> addAccount(NewAccount account) { return addAccounts(List.of(account)).getFirst(); }

    /** One of the server's own, whose domain is none of ours: nobody's mail comes to it. */
    public Edited<AccountRecord> addOwn(NewAccount account) {
        return edit(tx -> addAccount(tx, account, rules.whyNoOwn(account.address())));
    }

    private Edited<AccountRecord> addAccount(Tx tx, NewAccount account) { return addAccount(tx, account, rules.whyNoAccount(account.address())); }

    private Edited<AccountRecord> addAccount(Tx tx, NewAccount account, Optional<String> not) {
        var why = not;
        if (why.isEmpty() && tx.get(Rows.account(account.address())).isPresent()) why = Optional.of(account.address() + " is here twice");
        return unless(why, () -> {
            long serial = tx.get(Rows.SERIAL).map(Rows::serial).orElse(0L) + 1;
            tx.put(Rows.SERIAL, Rows.encode(serial));
            tx.delete(Rows.announced(account.id()));
            unretire(tx, account.address());
            return keep(tx, new AccountRecord(account.id(), serial, account.address(), account.password(), false, clock.instant()));
        });
    }

    public Edited<AccountRecord> setPassword(Address address, String hashed) {
        return change(address, account -> account.password(hashed));
    }

    /** A disabled account takes no mail and lets nobody in; what it holds stays. */
    public Edited<AccountRecord> setDisabled(Address address, boolean disabled) {
        return change(address, account -> account.disabled(disabled));
    }

    /** See {@link PopDeletes}; it holds from the next session on. */
    public Edited<AccountRecord> setPopDeletes(Address address, PopDeletes now) {
        return change(address, account -> account.popDeletes(now));
    }

    /** See {@link Suspected}; it holds for what comes from now on. */
    public Edited<AccountRecord> setSuspected(Address address, Suspected now) {
        return change(address, account -> account.suspected(now));
    }

    /** Removes the entry; what the account holds is destroyed after it: it is among {@link Directory#removals} until {@link #removed}. */
    public Edited<AccountRecord> removeAccount(Address address) {
        return edit(tx -> {
            var row = tx.get(Rows.account(address));
            if (row.isEmpty()) return noAccount(address);
            var account = Rows.account(row.get());
            tx.givesSpace();
            tx.delete(Rows.account(address));
            keep(tx, Rows.limit(account.id()), new Limit.Default());
            tx.put(Rows.removal(account.id()), Rows.encode(clock.instant()));
            register.masked().stream().filter(masked -> masked.account().equals(account.id())).toList()
                .forEach(masked -> drop(tx, masked));
            retire(tx, account.address(), Optional.empty());
            tx.afterCommit(() -> register.remove(account));
            return new Done<>(account);
        });
    }

    /** Nothing of it is left. */
    public void removed(AccountId account) {
        edit(tx -> {
            tx.delete(Rows.removal(account));
            tx.delete(Rows.announced(account));
            return null;
        });
    }

    private Edited<AccountRecord> change(Address address, UnaryOperator<AccountRecord> change) {
        return edit(tx -> {
            var row = tx.get(Rows.account(address));
            return row.isEmpty() ? noAccount(address) : keep(tx, change.apply(Rows.account(row.get())));
        });
    }

    // ---- limits ----

    /** How much an account may hold. */
    public Edited<AccountRecord> setLimit(Address address, Limit limit) {
        return edit(tx -> {
            var account = tx.get(Rows.account(address)).map(Rows::account);
            account.ifPresent(there -> keep(tx, Rows.limit(there.id()), limit));
            return account.<Edited<AccountRecord>>map(Done::new).orElseGet(() -> noAccount(address));
        });
    }

    /** How much all accounts of a domain may hold together. */
    public Edited<DomainRecord> setLimit(Domain name, Limit limit) {
        return edit(tx -> {
            var domain = tx.get(Rows.domain(name)).map(Rows::domain);
            domain.ifPresent(_ -> keep(tx, Rows.limit(name), limit));
            return domain.<Edited<DomainRecord>>map(Done::new)
                .orElseGet(() -> new Refused<>("there is no domain " + name));
        });
    }

    private void keep(Tx tx, Bytes key, Limit limit) {
        switch (limit) {
            case Limit.Default() -> tx.delete(key);
            case Limit.None none -> tx.put(key, Rows.encode(none));
            case Limit.Octets octets -> tx.put(key, Rows.encode(octets));
        }
        tx.afterCommit(() -> register.put(key, limit));
    }

    // ---- aliases ----

    /** Adds a target to an alias, which is made when it is not there. */
    public Edited<AliasRecord> addAlias(AliasRecord.Name name, Address target) {
        return edit(tx -> {
            var now = tx.get(Rows.alias(name)).map(Rows::alias).orElse(new AliasRecord(name, List.of(), clock.instant()));
            return unless(rules.whyNoAlias(now, target), () -> {
                var targets = new ArrayList<>(now.targets());
                targets.add(target);
                if (now.name() instanceof AliasRecord.Name.Of(var address)) unretire(tx, address);
                return keep(tx, now.targets(targets));
            });
        });
    }

    /** Who may write to an alias, and whether those whom it reaches may write under it; what is empty stays. */
    public Edited<AliasRecord> setAlias(AliasRecord.Name name, Optional<Writers> writers, Optional<Boolean> membersSpeak) {
        return edit(tx -> {
            var row = tx.get(Rows.alias(name));
            if (row.isEmpty()) return new Refused<>("there is no alias " + name);
            if (name instanceof AliasRecord.Name.CatchAll) return new Refused<>("a catch-all is for what anybody writes");
            var alias = Rows.alias(row.get());
            return keep(tx, alias.rules(writers.orElse(alias.writers()), membersSpeak.orElse(alias.membersSpeak())));
        });
    }

    /** Removes one target, and with the last one the alias; {@code target} empty: all. */
    public Edited<AliasRecord> removeAlias(AliasRecord.Name name, Optional<Address> target) {
        return edit(tx -> {
            var row = tx.get(Rows.alias(name));
            if (row.isEmpty()) return new Refused<>("there is no alias " + name);
            var alias = Rows.alias(row.get());
            if (target.isEmpty()) return drop(tx, alias);
            var rest = alias.targets().stream().filter(other -> !other.equals(target.get())).toList();
            if (rest.size() == alias.targets().size()) return new Refused<>("the alias " + name + " does not go to " + target.get());
            return rest.isEmpty() ? drop(tx, alias) : keep(tx, alias.targets(rest));
        });
    }

    // ---- masked addresses ----

    /** {@code fresh} becomes an address of the account. */
    public Edited<MaskedRecord> addMasked(AccountId account, Address fresh) {
        return edit(tx -> {
            var of = register.account(account);
            if (of.isEmpty()) return new Refused<>("there is no such account");
            return unless(rules.whyNoMasked(of.get(), fresh), () -> keep(tx, new MaskedRecord(fresh, account, false, clock.instant())));
        });
    }

    /** {@code owner}: whose it must be. */
    public Edited<MaskedRecord> pauseMasked(Optional<AccountId> owner, Address address, boolean paused) {
        return masked(owner, address, (tx, masked) -> keep(tx, masked.paused(paused)));
    }

    /** For good: nobody has it ever again. */
    public Edited<MaskedRecord> removeMasked(Optional<AccountId> owner, Address address) {
        return masked(owner, address, (tx, masked) -> {
            drop(tx, masked);
            return new Done<>(masked);
        });
    }

    private Edited<MaskedRecord> masked(Optional<AccountId> owner, Address address,
            BiFunction<Tx, MaskedRecord, Edited<MaskedRecord>> change) {
        return edit(tx -> {
            var masked = tx.get(Rows.masked(address)).map(Rows::masked).filter(one -> owner.map(one.account()::equals).orElse(true));
            return masked.map(one -> change.apply(tx, one)).orElseGet(() -> new Refused<>("there is no masked address " + address));
        });
    }

    // ---- names that were somebody's ----

    private void retire(Tx tx, Address name, Optional<AccountId> maskedOf) {
        if (!register.has(name.domain())) return;
        var gone = new GoneName(maskedOf, clock.instant());
        tx.put(Rows.gone(name), Rows.encode(gone));
        tx.afterCommit(() -> register.put(name, gone));
    }

    private void unretire(Tx tx, Address name) {
        if (register.gone(name).isEmpty()) return;
        tx.delete(Rows.gone(name));
        tx.afterCommit(() -> register.unretire(name));
    }

    // ---- the commit, then the register ----

    private <T> T edit(Transactions.Work<T> work) {
        oneAtATime.lock();
        try {
            directory.settle(); // a rule reads the register
            return transactions.write(work);
        } catch (StoreException refused) {
            if (refused.mayBeKept()) directory.inDoubt();
            throw refused;
        } finally {
            oneAtATime.unlock();
        }
    }

    private static <T> Edited<T> unless(Optional<String> why, java.util.function.Supplier<Edited<T>> change) {
        return why.isPresent() ? new Refused<>(why.get()) : change.get();
    }

    private Edited<DomainRecord> keep(Tx tx, DomainRecord domain) {
        tx.put(Rows.domain(domain.name()), Rows.encode(domain));
        tx.afterCommit(() -> register.put(domain));
        return new Done<>(domain);
    }

    private Edited<AccountRecord> keep(Tx tx, AccountRecord account) {
        tx.put(Rows.account(account.address()), Rows.encode(account));
        tx.afterCommit(() -> register.put(account));
        return new Done<>(account);
    }

    private Edited<AliasRecord> keep(Tx tx, AliasRecord alias) {
        tx.put(Rows.alias(alias.name()), Rows.encode(alias));
        tx.afterCommit(() -> register.put(alias));
        return new Done<>(alias);
    }

    private Edited<AliasRecord> drop(Tx tx, AliasRecord alias) {
        tx.delete(Rows.alias(alias.name()));
        if (alias.name() instanceof AliasRecord.Name.Of(var address)) retire(tx, address, Optional.empty());
        tx.afterCommit(() -> register.remove(alias));
        return new Done<>(alias);
    }

    private Edited<MaskedRecord> keep(Tx tx, MaskedRecord masked) {
        tx.put(Rows.masked(masked.address()), Rows.encode(masked));
        tx.afterCommit(() -> register.put(masked));
        return new Done<>(masked);
    }

    private void drop(Tx tx, MaskedRecord masked) {
        tx.delete(Rows.masked(masked.address()));
        retire(tx, masked.address(), Optional.of(masked.account()));
        tx.afterCommit(() -> register.remove(masked));
    }

    private static Edited<AccountRecord> noAccount(Address address) { return new Refused<>("there is no account " + address); }
}
