package sigillo.directory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import sigillo.account.AccountId;
import sigillo.account.Quotas;
import sigillo.base.Domain;
import sigillo.store.StoreException;

/**
 * How much accounts may hold: each by its own limit, else the configured one; and no more than the others of its domain
 * leave of the domain's. What an account itself holds is counted in its own commits; what the others hold is looked at
 * once in {@link #LOOKED_AT_EVERY}, so that a domain may come to hold what arrives for several accounts in that time
 * beyond its limit, and no more. Any thread.
 */
public final class DirectoryQuotas implements Quotas {
    static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(5);

    private final Directory directory;
    private final OptionalLong configured;
    private final ToLongFunction<AccountId> octets;
    private final InstantSource clock;
    private final Map<Domain, Held> held = new ConcurrentHashMap<>();

    /** {@code configured}: of accounts with no limit of their own. {@code octets}: what an account holds. */
    public DirectoryQuotas(
            Directory directory, OptionalLong configured, ToLongFunction<AccountId> octets, InstantSource clock) {
        this.directory = directory;
        this.configured = configured;
        this.octets = octets;
        this.clock = clock;
    }

    /** What the accounts of a domain held when it was looked at. */
    private record Held(Instant at, Map<AccountId, Long> each) {
        long others(AccountId but) {
            return each.entrySet().stream().filter(one -> !one.getKey().equals(but))
                .mapToLong(Map.Entry::getValue).sum();
        }
    }

    @Override public OptionalLong octetsMax(AccountId account) {
        var record = directory.account(account);
        if (record.isEmpty()) return OptionalLong.empty();
        var own = own(account);
        var domain = record.get().address().domain();
        if (!(directory.limit(domain) instanceof Limit.Octets(long max))) return own;
        long left = Math.max(0, max - held(domain).others(account));
        return OptionalLong.of(own.isEmpty() ? left : Math.min(own.getAsLong(), left));
    }

    /** Without regard to the domain. */
    private OptionalLong own(AccountId account) {
        return switch (directory.limit(account)) {
            case Limit.Default() -> configured;
            case Limit.None() -> OptionalLong.empty();
            case Limit.Octets(long max) -> OptionalLong.of(max);
        };
    }

    private Held held(Domain domain) {
        var now = clock.instant();
        return held.compute(domain, (_, before) -> before != null && now.isBefore(before.at.plus(LOOKED_AT_EVERY))
            && !now.isBefore(before.at) ? before : new Held(now, look(domain)));
    }

    private Map<AccountId, Long> look(Domain domain) {
        var each = new HashMap<AccountId, Long>();
        for (var account : directory.accounts()) {
            if (account.address().domain().equals(domain)) each.put(account.id(), held(account.id()));
        }
        return each;
    }

    /** What of an account cannot be read stops the mail of nobody else. */
    private long held(AccountId account) {
        try {
            return octets.applyAsLong(account);
        } catch (StoreException damaged) {
            return 0;
        }
    }
}
