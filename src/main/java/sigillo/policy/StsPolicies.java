package sigillo.policy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import sigillo.base.Domain;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsClient.Fetched;
import sigillo.mtasts.StsPolicy;
import sigillo.mtasts.StsRecord;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Store;

/**
 * MTA-STS as a sender: RFC 8461 section 3. DNS says whether there is a policy and which; HTTPS gives it; it is kept as
 * long as it says, whatever DNS and HTTPS say meanwhile, unless they give another. Any thread.
 */
public final class StsPolicies implements Policies {
    private static final System.Logger LOG = System.getLogger("sigillo.policy");
    private static final int LOCKS = 64;

    private final Resolver resolver;
    private final HttpsClient https;
    private final PolicyRows rows;
    private final InstantSource clock;
    /** So that many messages to a domain fetch its policy once. */
    private final ReentrantLock[] fetching = Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);
    private final Map<Domain, Failure> failures = new LinkedHashMap<>();

    private record Failure(String id, Instant until, String why) {}

    /** {@code key} seals what is kept. */
    public StsPolicies(Resolver resolver, HttpsClient https, Store store, Secret key, InstantSource clock) {
        this.resolver = resolver;
        this.https = https;
        this.rows = new PolicyRows(store, key, Randomness.secure());
        this.clock = clock;
    }

    @Override public Known of(Domain domain) {
        if (domain.isLiteral()) return new Known.None("an address has no policy");
        var now = clock.instant();
        var kept = rows.get(domain).filter(row -> row.isGood(now));
        var said = said(domain);
        if (said.record().isEmpty()) return used(kept, now).orElseGet(() -> new Known.None(said.why()));
        var id = said.record().get().id();
        if (kept.isEmpty() || !kept.get().id().equals(id)) return fetched(domain, id, now);
        if (kept.get().isToBeRefreshed(now)) Thread.ofVirtual().name("policy of " + domain).start(() -> fetched(domain, id, now));
        return used(kept, now).orElseThrow();
    }

    private Optional<Known> used(Optional<PolicyRow> kept, Instant now) {
        kept.filter(row -> !row.wasUsedToday(now)).ifPresent(row -> rows.put(row.usedAt(now)));
        return kept.map(row -> new Known.Policy(row.policy()));
    }

    /** What DNS says: {@code why} there is no record. */
    private record Said(Optional<StsRecord> record, String why) {}

    private Said said(Domain domain) {
        return switch (resolver.txt("_mta-sts." + domain.name())) {
            case Answer.Found<String>(var texts, _) -> switch (StsRecord.of(texts)) {
                case StsRecord.Found.One(var record) -> new Said(Optional.of(record), "");
                case StsRecord.Found.None _ -> new Said(Optional.empty(), "no MTA-STS");
                case StsRecord.Found.Bad(var why) -> new Said(Optional.empty(), why);
            };
            case Answer.NoData<String> _, Answer.NoSuchDomain<String> _ -> new Said(Optional.empty(), "no MTA-STS");
            case Answer.Temporary<String>(var why) -> new Said(Optional.empty(), "its MTA-STS record cannot be had: " + why);
        };
    }

    /** Another one than is kept, or the first. RFC 8461 section 3.3: what is kept stays good when this fails. */
    private Known fetched(Domain domain, String id, Instant now) {
        var lock = fetching[Math.floorMod(domain.hashCode(), LOCKS)];
        lock.lock();
        try {
            var kept = rows.get(domain).filter(row -> row.isGood(now));
            boolean isHere = kept.filter(row -> row.id().equals(id) && !row.isToBeRefreshed(now)).isPresent();
            if (isHere) return used(kept, now).orElseThrow();
            var failure = failure(domain).filter(f -> f.id().equals(id) && now.isBefore(f.until()));
            if (failure.isPresent()) return otherwise(kept, failure.get().why(), now);
            return switch (fetch(domain)) {
                case Policy.Had(var policy) -> {
                    keep(new PolicyRow(domain, id, policy, now, now), kept.isPresent());
                    yield new Known.Policy(policy);
                }
                case Policy.Lacking(var why) -> {
                    remember(domain, new Failure(id, now.plus(PolicyLimits.AFTER_FAILURE), why));
                    yield otherwise(kept, why, now);
                }
            };
        } finally {
            lock.unlock();
        }
    }

    private Known otherwise(Optional<PolicyRow> kept, String why, Instant now) {
        return used(kept, now).orElseGet(() -> new Known.None("its MTA-STS policy cannot be had: " + why));
    }

    private void keep(PolicyRow row, boolean isThere) {
        if (isThere || !rows.isFull()) rows.put(row);
    }

    private sealed interface Policy {
        record Had(StsPolicy policy) implements Policy {}

        record Lacking(String why) implements Policy {}
    }

    /** RFC 8461 section 3.3: no redirect is followed, and nothing but 200 counts. */
    private Policy fetch(Domain domain) {
        return switch (https.get("mta-sts." + domain.name(), "/.well-known/mta-sts.txt", StsPolicy.OCTETS_MAX, PolicyLimits.FETCH)) {
            case Fetched.Failed(var why) -> new Policy.Lacking(why);
            case Fetched.Response(int status, _, _) when status != 200 -> new Policy.Lacking("HTTP status " + status);
            case Fetched.Response(_, var type, _) when !isPlainText(type) -> new Policy.Lacking("it is not text/plain");
            case Fetched.Response(_, _, var body) -> switch (StsPolicy.parse(new String(body, StandardCharsets.UTF_8))) {
                case StsPolicy.Parsed.Ok(var policy) -> new Policy.Had(policy);
                case StsPolicy.Parsed.Bad(var why) -> new Policy.Lacking(why);
            };
        };
    }

    private static boolean isPlainText(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("text/plain");
    }

    private synchronized Optional<Failure> failure(Domain domain) { return Optional.ofNullable(failures.get(domain)); }

    private synchronized void remember(Domain domain, Failure failure) {
        failures.remove(domain);
        failures.put(domain, failure);
        if (failures.size() > PolicyLimits.FAILURES_MAX) failures.remove(failures.keySet().iterator().next());
    }

    /**
     * To be called each hour: fetches policies anew before they end, and lets go those that have ended. RFC 8461 section
     * 10.2: else whoever blocks a fetch for as long as a policy lasts has turned it off.
     */
    public void refresh() {
        var now = clock.instant();
        var all = rows.all();
        rows.removeAll(all.stream().filter(row -> !row.isGood(now)).toList());
        all.stream().filter(row -> row.isGood(now) && row.isToBeRefreshed(now) && !row.isUnused(now)).limit(PolicyLimits.REFRESHED_AT_ONCE)
            .forEach(row -> renew(row, now));
    }

    private void renew(PolicyRow row, Instant now) {
        if (Thread.currentThread().isInterrupted()) return;
        switch (fetch(row.domain())) {
            case Policy.Had(var policy) -> rows.put(new PolicyRow(row.domain(), row.id(), policy, now, row.used()));
            case Policy.Lacking(var why) -> LOG.log(System.Logger.Level.INFO, "the policy of " + row.domain() + " cannot be fetched anew: " + why);
        }
    }
}
