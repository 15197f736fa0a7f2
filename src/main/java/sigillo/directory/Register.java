package sigillo.directory;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.store.Partition;

/**
 * The directory as it is committed, in memory, because RCPT asks at every turn. Filled once from the partition, then
 * changed by {@link DirectoryEditor} after each commit, in the order of commits. Any thread may read.
 */
final class Register {
    private final ConcurrentMap<Domain, DomainRecord> domains = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, AccountRecord> accounts = new ConcurrentHashMap<>();
    private final ConcurrentMap<AccountId, AccountRecord> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, AliasRecord> aliases = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, AccountRecord> bySerial = new ConcurrentSkipListMap<>();

    /** By the keys of {@link Rows}. */
    private final ConcurrentMap<Bytes, Limit> limits = new ConcurrentHashMap<>();

    static Register read(Partition partition) {
        var register = new Register();
        visit(partition, "d/", row -> register.put(Rows.domain(row)));
        visit(partition, "a/", row -> register.put(Rows.account(row)));
        visit(partition, "l/", row -> register.put(Rows.alias(row)));
        var from = Bytes.utf8("q/");
        partition.range(from, from.afterPrefix(), false, (key, row) -> register.limits.put(key, Rows.limit(row)) == null);
        return register;
    }

    private static void visit(Partition partition, String prefix, java.util.function.Consumer<byte[]> visitor) {
        var from = Bytes.utf8(prefix);
        partition.range(from, from.afterPrefix(), false, (_, row) -> {
            visitor.accept(row);
            return true;
        });
    }

    boolean has(Domain domain) { return domains.containsKey(domain); }

    Optional<AccountRecord> account(Address address) { return Optional.ofNullable(accounts.get(address.lookupKey())); }

    Optional<AccountRecord> account(AccountId id) { return Optional.ofNullable(byId.get(id)); }

    Optional<AliasRecord> alias(AliasRecord.Name name) { return Optional.ofNullable(aliases.get(name.lookupKey())); }

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

    void remove(DomainRecord domain) { domains.remove(domain.name()); }

    void remove(AccountRecord account) {
        accounts.remove(account.address().lookupKey());
        bySerial.remove(account.serial());
        byId.remove(account.id());
    }

    void remove(AliasRecord alias) { aliases.remove(alias.name().lookupKey()); }
}
