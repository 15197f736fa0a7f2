package sigillo.directory;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Surviving;

/**
 * The directory as it is committed, in memory, because RCPT asks at every turn. Filled once from the partition, then
 * changed by {@link DirectoryEditor} after each commit, in the order of commits. Any thread may read.
 */
final class Register {
    private final ConcurrentMap<Domain, DomainRecord> domains = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, AccountRecord> accounts = new ConcurrentHashMap<>();
    private final ConcurrentMap<AccountId, AccountRecord> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, AliasRecord> aliases = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, MaskedRecord> masked = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, GoneName> gone = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, AccountRecord> bySerial = new ConcurrentSkipListMap<>();

    /** By the keys of {@link Rows}. */
    private final ConcurrentMap<Bytes, Limit> limits = new ConcurrentHashMap<>();
    /** The keys of rows that are none. */
    private final Set<Bytes> damaged = ConcurrentHashMap.newKeySet();
    /** Where rows were that cannot be read. */
    private volatile List<Surviving.Gap> gaps = List.of();

    /** What is no row of ours, or cannot be read, is {@link #damaged}, and harms none of the others. */
    static Register read(Partition partition) {
        var register = new Register();
        register.visit(partition, "d/", (key, row) -> register.put(Rows.domain(key, row)));
        register.visit(partition, "a/", (_, row) -> register.put(Rows.account(row)));
        register.visit(partition, "l/", (_, row) -> register.put(Rows.alias(row)));
        register.visit(partition, "k/", (_, row) -> register.put(Rows.masked(row)));
        register.visit(partition, "g/", (key, row) -> register.gone.put(Rows.goneName(key), Rows.gone(row)));
        register.visit(partition, "q/", (key, row) -> register.limits.put(key, Rows.limit(row)));
        register.inferDomains();
        return register;
    }

    /** Whoever has an account in a domain that cannot be read had the domain. */
    private void inferDomains() {
        var named = Stream.concat(accounts.values().stream().map(account -> account.address().domain()),
            aliases.values().stream().map(alias -> alias.name().domain()));
        named.filter(domain -> !domains.containsKey(domain) && isInGap(Rows.domain(domain))).toList()
            .forEach(domain -> put(new DomainRecord(domain, Instant.EPOCH)));
    }

    private boolean isInGap(Bytes key) { return gaps.stream().anyMatch(gap -> gap.has(key)); }

    /**
     * As the other is, entry by entry: who reads meanwhile finds what is in both. To be called where nobody else changes it.
     */
    void become(Register other) {
        gaps = and(gaps, other.gaps);
        same(domains, other.domains);
        same(accounts, other.accounts);
        same(bySerial, other.bySerial);
        same(byId, other.byId);
        same(aliases, other.aliases);
        same(masked, other.masked);
        same(gone, other.gone);
        same(limits, other.limits);
        damaged.addAll(other.damaged);
        damaged.retainAll(other.damaged);
        gaps = other.gaps;
    }

    private static <T> List<T> and(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static <K, V> void same(Map<K, V> ours, Map<K, V> others) {
        ours.putAll(others);
        ours.keySet().retainAll(others.keySet());
    }

    private void visit(Partition partition, String prefix, BiConsumer<Bytes, byte[]> visitor) {
        var from = Bytes.utf8(prefix);
        var found = Surviving.range(partition, from, from.afterPrefix(), (key, row) -> {
            try {
                visitor.accept(key, row);
            } catch (StoreException none) {
                damaged.add(key);
            }
            return true;
        });
        gaps = and(gaps, found);
    }

    /** Names of what lies there and is none or cannot be read, for people. */
    Set<String> damaged() {
        return Stream.concat(damaged.stream().map(Rows::named), gaps.stream().map(Rows::named))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Throws {@link StoreException} when what lies under that key is damaged: where mail to it goes is not known then, and
     * it waits.
     */
    void requireWhole(Bytes key) {
        if (damaged.contains(key) || isInGap(key)) {
            throw new StoreException("the directory is damaged: " + Rows.named(key), null);
        }
    }

    /** Throws {@link StoreException} when that cannot be told: as {@link #requireWhole}. */
    boolean has(Domain domain) {
        if (domains.containsKey(domain)) return true;
        requireWhole(Rows.domain(domain));
        return false;
    }

    Optional<AccountRecord> account(Address address) { return Optional.ofNullable(accounts.get(address.lookupKey())); }

    Optional<AccountRecord> account(AccountId id) { return Optional.ofNullable(byId.get(id)); }

    Optional<AliasRecord> alias(AliasRecord.Name name) { return Optional.ofNullable(aliases.get(name.lookupKey())); }

    Optional<MaskedRecord> masked(Address address) { return Optional.ofNullable(masked.get(address.lookupKey())); }

    Collection<MaskedRecord> masked() { return masked.values(); }

    /** When it was somebody's and is nobody's now. */
    Optional<GoneName> gone(Address address) { return Optional.ofNullable(gone.get(address.lookupKey())); }

    Collection<GoneName> gone() { return gone.values(); }

    /** The enabled account that was made first in this domain; else the first of all. */
    Optional<AccountRecord> first(Domain domain) {
        return bySerial.values().stream().filter(account -> !account.disabled() && account.address().domain().equals(domain)).findFirst()
            .or(() -> bySerial.values().stream().filter(account -> !account.disabled()).findFirst());
    }

    /** {@code key}: of {@link Rows}. */
    Limit limit(Bytes key) { return limits.getOrDefault(key, new Limit.Default()); }

    void put(Bytes key, Limit limit) {
        if (limit instanceof Limit.Default) limits.remove(key);
        else limits.put(key, limit);
    }

    Collection<DomainRecord> domains() { return domains.values(); }

    Collection<AccountRecord> accounts() { return bySerial.values(); }

    Collection<AliasRecord> aliases() { return aliases.values(); }

    void put(DomainRecord domain) { domains.put(domain.name(), domain); }

    void put(AccountRecord account) {
        accounts.put(account.address().lookupKey(), account);
        bySerial.put(account.serial(), account);
        byId.put(account.id(), account);
    }

    void put(AliasRecord alias) { aliases.put(alias.name().lookupKey(), alias); }

    void put(MaskedRecord address) { masked.put(address.address().lookupKey(), address); }

    void put(Address name, GoneName was) { gone.put(name.lookupKey(), was); }

    void remove(MaskedRecord address) { masked.remove(address.address().lookupKey()); }

    void unretire(Address name) { gone.remove(name.lookupKey()); }

    void remove(DomainRecord domain) { domains.remove(domain.name()); }

    void remove(AccountRecord account) {
        accounts.remove(account.address().lookupKey());
        bySerial.remove(account.serial());
        byId.remove(account.id());
    }

    void remove(AliasRecord alias) { aliases.remove(alias.name().lookupKey()); }
}
