package sigillo.policy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import sigillo.base.Domain;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsClient.Fetched;
import sigillo.mtasts.StsPolicy;
import sigillo.mtasts.StsRecord;
import sigillo.resolver.Answer;
import sigillo.resolver.HurriedResolver;
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

    private final Resolver resolver;
    private final HttpsClient https;
    private final PolicyRows rows;
    private final InstantSource clock;
    /** So that many messages to a domain fetch its policy once, and wait for no other domain's. */
    private final Map<Domain, FutureTask<Known>> fetching = new ConcurrentHashMap<>();
    private final Map<Domain, Failure> failures = new LinkedHashMap<>();

    private record Failure(Instant at, String why, Known.Problem problem) {
        boolean isFresh(Instant now) { return now.isBefore(at.plus(PolicyLimits.AFTER_FAILURE)); }
    }

    /** {@code key} seals what is kept. */
    public StsPolicies(Resolver resolver, HttpsClient https, Store store, Secret key, InstantSource clock) {
        this(resolver, https, new PolicyRows(store, key, Randomness.secure(), new PolicyRoom(PolicyLimits.KEPT_MAX, PolicyLimits.LONG_ALTOGETHER_MAX)), clock);
    }

    StsPolicies(Resolver resolver, HttpsClient https, PolicyRows rows, InstantSource clock) {
        this.resolver = resolver;
        this.https = https;
        this.rows = rows;
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
        if (kept.get().isToBeRefreshed(now) && fresh(domain, now).isEmpty()) begin(domain, id, now);
        return used(kept, now).orElseThrow();
    }

    private Optional<Known> used(Optional<PolicyRow> kept, Instant now) {
        kept.filter(row -> !row.wasUsedToday(now)).ifPresent(row -> rows.put(row.usedAt(now)));
        return kept.map(row -> new Known.Policy(row.policy()));
    }

    /** What DNS says: {@code why} there is no record. */
    private record Said(Optional<StsRecord> record, String why) {}

    private Said said(Domain domain) {
        return switch (new HurriedResolver(resolver, System.nanoTime() + PolicyLimits.LOOK_UP.toNanos()).txt("_mta-sts." + domain.name())) {
            case Answer.Found<String>(var texts, _) -> switch (StsRecord.of(texts)) {
                case StsRecord.Found.One(var record) -> new Said(Optional.of(record), "");
                case StsRecord.Found.None _ -> new Said(Optional.empty(), "no MTA-STS");
                case StsRecord.Found.Bad(var why) -> new Said(Optional.empty(), why);
            };
            case Answer.NoData<String> _, Answer.NoSuchDomain<String> _ -> new Said(Optional.empty(), "no MTA-STS");
            case Answer.Temporary<String>(_, var why) -> new Said(Optional.empty(), "its MTA-STS record cannot be had: " + why);
        };
    }

    /** Another one than is kept, or the first. */
    private Known fetched(Domain domain, String id, Instant now) {
        try {
            return begin(domain, id, now).get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return otherwise(good(domain, now), "interrupted", Known.Problem.NONE, now);
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
    }

    /** On a thread of its own, so that who is called off takes it from nobody else. One at a time for a domain. */
    private Future<Known> begin(Domain domain, String id, Instant now) {
        // out of the way before it is done: who waited for it and asks again is not answered by it
        var begun = new FutureTask<>(() -> {
            try {
                return attempt(domain, id, now);
            } finally {
                fetching.remove(domain);
            }
        });
        var other = fetching.putIfAbsent(domain, begun);
        if (other != null) return other;
        Thread.ofVirtual().name("policy of " + domain).start(begun);
        return begun;
    }

    private Optional<PolicyRow> good(Domain domain, Instant now) {
        return rows.get(domain).filter(row -> row.isGood(now));
    }

    /** RFC 8461 section 3.3: what is kept stays good when this fails, whose id it is then counts for nothing. */
    private Known attempt(Domain domain, String id, Instant now) {
        var kept = good(domain, now);
        boolean isHere = kept.filter(row -> row.id().equals(id) && !row.isToBeRefreshed(now)).isPresent();
        if (isHere) return used(kept, now).orElseThrow();
        var failure = fresh(domain, now);
        if (failure.isPresent()) return otherwise(kept, failure.get().why(), failure.get().problem(), now);
        return switch (fetch(domain)) {
            case Policy.Had(var policy) -> {
                forget(domain);
                rows.put(new PolicyRow(domain, id, policy, now, now));
                yield new Known.Policy(policy);
            }
            case Policy.Lacking(var why, var problem) -> {
                remember(domain, new Failure(now, why, problem));
                yield otherwise(kept, why, problem, now);
            }
        };
    }

    private Known otherwise(Optional<PolicyRow> kept, String why, Known.Problem problem, Instant now) {
        return used(kept, now).orElseGet(() -> new Known.None("its MTA-STS policy cannot be had: " + why, problem));
    }

    private sealed interface Policy {
        record Had(StsPolicy policy) implements Policy {}

        record Lacking(String why, Known.Problem problem) implements Policy {
            Lacking(String why) { this(why, Known.Problem.NOT_FETCHED); }
        }
    }

    /** RFC 8461 section 3.3: no redirect is followed, and nothing but 200 counts. */
    private Policy fetch(Domain domain) {
        return switch (https.get("mta-sts." + domain.name(), "/.well-known/mta-sts.txt", StsPolicy.OCTETS_MAX, PolicyLimits.FETCH)) {
            case Fetched.Failed(var why, var isUnproven) -> new Policy.Lacking(why, isUnproven ? Known.Problem.NOT_PROVEN : Known.Problem.NOT_FETCHED);
            case Fetched.Response(int status, _, _) when status != 200 -> new Policy.Lacking("HTTP status " + status);
            case Fetched.Response(_, var type, _) when !isPlainText(type) -> new Policy.Lacking("it is not text/plain");
            case Fetched.Response(_, _, var body) -> switch (StsPolicy.parse(new String(body, StandardCharsets.UTF_8))) {
                case StsPolicy.Parsed.Ok(var policy) -> new Policy.Had(policy);
                case StsPolicy.Parsed.Bad(var why) -> new Policy.Lacking(why, Known.Problem.INVALID);
            };
        };
    }

    private static boolean isPlainText(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("text/plain");
    }

    /** Whatever its id is now: who makes a new one at each question has us fetch no more often. */
    private synchronized Optional<Failure> fresh(Domain domain, Instant now) {
        return Optional.ofNullable(failures.get(domain)).filter(failure -> failure.isFresh(now));
    }

    private synchronized Instant failedAt(Domain domain) {
        var failure = failures.get(domain);
        return failure == null ? Instant.MIN : failure.at();
    }

    private synchronized void forget(Domain domain) { failures.remove(domain); }

    private synchronized void remember(Domain domain, Failure failure) {
        failures.remove(domain);
        failures.put(domain, failure);
        if (failures.size() > PolicyLimits.FAILURES_MAX) failures.remove(failures.keySet().iterator().next());
    }

    private record Due(Domain domain, Instant since) {}

    /**
     * To be called each hour: fetches policies anew before they end, and lets go those that have ended. RFC 8461
     * section 10.2: else whoever blocks a fetch for as long as a policy lasts has turned it off. What was tried lately
     * comes last, so that those that cannot be had keep the turn from nobody.
     */
    public void refresh() {
        var now = clock.instant();
        var ended = new ArrayList<Domain>();
        var due = new ArrayList<Due>();
        rows.each(row -> {
            if (!row.isGood(now)) ended.add(row.domain());
            else if (row.isToBeRefreshed(now) && !row.isUnused(now)) due.add(new Due(row.domain(), later(row.fetched(), failedAt(row.domain()))));
        });
        rows.removeAll(ended);
        due.sort(Comparator.comparing(Due::since));
        long end = System.nanoTime() + PolicyLimits.REFRESHING.toNanos();
        for (var one : due) {
            if (Thread.currentThread().isInterrupted() || System.nanoTime() - end > 0) return;
            rows.get(one.domain()).ifPresent(row -> renew(row, now));
        }
    }

    private static Instant later(Instant one, Instant other) { return one.isAfter(other) ? one : other; }

    private void renew(PolicyRow row, Instant now) {
        switch (fetch(row.domain())) {
            case Policy.Had(var policy) -> {
                forget(row.domain());
                rows.put(new PolicyRow(row.domain(), row.id(), policy, now, row.used()));
            }
            case Policy.Lacking(var why, var problem) -> {
                remember(row.domain(), new Failure(now, why, problem));
                LOG.log(System.Logger.Level.INFO, "the policy of " + row.domain() + " cannot be fetched anew: " + why);
            }
        }
    }
}
