package sigillo.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * Domains, accounts and aliases: one partition, read whole into memory when opened. Reads are quick, never block, and see
 * what {@link DirectoryEditor} has committed. One object for a store in a process; any thread may read.
 */
public final class Directory implements Recipients {
    private static final PartitionName PARTITION = new PartitionName("directory");

    private final Transactions transactions;
    private final DirectorySettings settings;
    private final Register register;
    /** Changes of the register, one at a time: what a rule reads in it holds until its change is committed. */
    private final ReentrantLock changing = new ReentrantLock();
    private volatile boolean isInDoubt;
    private volatile Returns returns = Returns.NONE;
    private volatile Programs programs = Programs.NONE;

    public Directory(Store store, DirectorySettings settings) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.settings = settings;
        this.register = Register.read(transactions.partition());
    }

    /** What it knows of addresses that lead back to senders. */
    public void returning(Returns all) { returns = all; }

    @Override public Resolved resolve(Address address) {
        return resolve(address, Writer.WHOEVER);
    }

    @Override public Resolved resolve(Address address, Writer writer) {
        var back = isLocal(address.domain()) ? returns.of(address) : Optional.<Resolved>empty();
        return back.or(() -> handled(address, writer)).orElseGet(() -> new Resolution(register, settings, writer, false).of(address));
    }

    /** What is at addresses of programs. */
    public void programs(Programs all) { programs = all; }

    Optional<Resolved> handled(Address address, Writer writer) {
        return isLocal(address.domain()) ? programs.of(address, writer) : Optional.empty();
    }

    @Override public boolean isCaught(Address address) {
        if (handled(address, Writer.WHOEVER).isPresent()) return false;
        var walk = new Resolution(register, settings);
        walk.of(address);
        return walk.isCaught();
    }

    /** A group may say that nobody writes under it. */
    @Override public boolean owns(User user, Address address) {
        if (isLocal(address.domain()) && returns.of(address).isPresent()) return false;
        var resolved = handled(address, Writer.WHOEVER).orElseGet(() -> new Resolution(register, settings, Writer.WHOEVER, true).of(address));
        return Recipients.reaches(resolved, user.account());
    }

    /** The addresses under which an account may write: its own first, then aliases and masked ones that are in use, by name. */
    public List<Address> identities(AccountId account) {
        var own = account(account).filter(record -> !record.disabled());
        if (own.isEmpty()) return List.of();
        var user = own.get().user();
        var others = Stream.concat(register.aliases().stream().flatMap(alias -> alias.name().single().stream()),
            masked(account).stream().map(MaskedRecord::address));
        var all = others.filter(address -> owns(user, address)).sorted(Comparator.comparing(Address::lookupKey));
        return Stream.concat(Stream.of(user.address()), all).toList();
    }

    /** The newest first. */
    public List<MaskedRecord> masked(AccountId account) {
        return register.masked().stream().filter(masked -> masked.account().equals(account))
            .sorted(Comparator.comparing(MaskedRecord::createdAt).reversed().thenComparing(masked -> masked.address().lookupKey())).toList();
    }

    /** True for an account's address, an alias, a masked address. */
    public boolean isSomebodys(Address address) {
        return register.account(address).isPresent() || register.alias(new AliasRecord.Name.Of(address)).isPresent()
            || register.masked(address).isPresent();
    }

    /** True when a name is nobody's, and never was. */
    public boolean isFree(Address address) {
        return !isSomebodys(address) && register.gone(address).isEmpty() && handled(address, Writer.WHOEVER).isEmpty();
    }

    /** True when a name is nobody's and never was, and mail to it reaches nobody but by the catch-all: not as a detail of another's either. */
    public boolean isUnused(Address address) {
        var walk = new Resolution(register, settings);
        return isFree(address) && (walk.of(address) instanceof Recipients.Resolved.Unknown || walk.isCaught());
    }

    public Optional<MaskedRecord> masked(Address address) { return register.masked(address); }

    @Override public boolean isLocal(Domain domain) { return register.has(domain); }

    /** The account whose main address this is. */
    public Optional<AccountRecord> account(Address address) { return register.account(address); }

    public Optional<AccountRecord> account(AccountId id) { return register.account(id); }

    /**
     * False for one that is removed, of which nothing may stay behind. While anything here is {@link #damaged} it is
     * true of all: whose entry cannot be read is no less here, and loses nothing.
     */
    public boolean mayHave(AccountId id) { return account(id).isPresent() || !damaged().isEmpty(); }

    @Override public Suspected suspected(AccountId id) {
        return account(id).map(AccountRecord::suspected).orElse(Suspected.JUNK);
    }

    /** What the operator has said of it. */
    public Limit limit(AccountId account) { return register.limit(Rows.limit(account)); }

    /** Of all accounts of a domain together. */
    public Limit limit(Domain domain) { return register.limit(Rows.limit(domain)); }

    /**
     * What lies there and is none, for people: mail to it waits at who sends it ({@link #resolve} throws {@link
     * sigillo.store.StoreException}), nobody signs in to it, and the others go on.
     */
    public Set<String> damaged() { return register.damaged(); }

    /** By name. */
    public List<DomainRecord> domains() {
        return register.domains().stream().sorted(Comparator.comparing(DomainRecord::name)).toList();
    }

    /** In the order in which they were made. */
    public List<AccountRecord> accounts() { return List.copyOf(register.accounts()); }

    /** Accounts whose entry is gone and of which something may be left. */
    public List<AccountId> removals() {
        var removals = new ArrayList<AccountId>();
        transactions.partition().range(Rows.REMOVALS, Rows.REMOVALS.afterPrefix(), false, (key, _) -> {
            Rows.removal(key).ifPresent(removals::add);
            return true;
        });
        return removals;
    }

    /** Accounts that were announced before that time, and not made: something of them may be there. */
    public List<AccountId> announced(Instant before) {
        var announced = new ArrayList<AccountId>();
        transactions.partition().range(Rows.ANNOUNCED, Rows.ANNOUNCED.afterPrefix(), false, (key, row) -> {
            if (Rows.time(row).isBefore(before)) Rows.announced(key).ifPresent(announced::add);
            return true;
        });
        return announced;
    }

    /** By domain, catch-alls first. */
    public List<AliasRecord> aliases() {
        return register.aliases().stream()
            .sorted(Comparator.comparing((AliasRecord alias) -> alias.name().domain()).thenComparing(alias -> alias.name().lookupKey()))
            .toList();
    }

    /** Another process has changed it: it is read again. Throws {@link sigillo.store.StoreException}; then it is as it was. */
    public void changedElsewhere() {
        changing.lock();
        try {
            register.become(Register.read(transactions.partition()));
        } finally {
            changing.unlock();
        }
    }

    /** A commit may be there all the same, or come later, and the register does not know. */
    void inDoubt() { isInDoubt = true; }

    /**
     * Reads the directory again when a commit was in doubt: once a later one has got in it is there, or never will be. To
     * be called once in a while; quick when nothing was. Throws {@link sigillo.store.StoreException}; then the next call
     * does it.
     */
    public void settle() {
        if (!isInDoubt) return;
        changing.lock();
        try {
            transactions.write(tx -> {
                tx.put(Rows.SERIAL, tx.get(Rows.SERIAL).orElseGet(() -> Rows.encode(0L)));
                return null;
            });
            isInDoubt = false;
            register.become(Register.read(transactions.partition()));
        } finally {
            changing.unlock();
        }
    }

    ReentrantLock changing() { return changing; }

    Transactions transactions() { return transactions; }

    DirectorySettings settings() { return settings; }

    Register register() { return register; }
}
