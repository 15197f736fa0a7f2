package sigillo.certificates;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeNotSupportedException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;
import sigillo.base.Printable;
import sigillo.store.StoreException;

/**
 * An authority by ACME (RFC 8555). A name that one way does not prove is proven by the next, in a new order, since with one
 * authorization the whole order is invalid (section 7.1.6); a name that none proves is left out. Where the order stands is
 * kept before it goes on, so that who comes after a stop continues it. One conversation at a time.
 */
final class Acme implements Authority {
    private static final System.Logger LOG = System.getLogger(Acme.class.getName());
    private static final String ERRORS = "urn:ietf:params:acme:error:"; // RFC 8555 section 6.7

    private final AcmeSettings settings;
    private final CertificateRows rows;
    private final Map<ProofKind, Prover> provers;
    private final InstantSource clock;

    Acme(AcmeSettings settings, CertificateRows rows, Map<ProofKind, Prover> provers, InstantSource clock) {
        this.settings = settings;
        this.rows = rows;
        this.provers = provers;
        this.clock = clock;
    }

    // ---- talking ----

    private interface Asked<T> {
        T of(Login login) throws AcmeException, IOException, InterruptedException;
    }

    /** What went wrong on the way, in a sentence. */
    private static final class Trouble extends Exception {
        final Optional<Instant> notBefore;

        Trouble(String why, Optional<Instant> notBefore, Exception cause) {
            super(Printable.of(why.length() > CertificateLimits.REASON_CHARACTERS ? why.substring(0, CertificateLimits.REASON_CHARACTERS) : why), cause);
            this.notBefore = notBefore;
        }
    }

    private <T> T talk(Asked<T> asked) throws Trouble, InterruptedException {
        var provider = new BoundedProvider(settings.trust(), settings.patience());
        var session = new Session(settings.directory(), provider);
        session.networkSettings().setCompressionEnabled(false);
        session.networkSettings().setTimeout(settings.patience());
        try {
            return asked(session, asked);
        } catch (AcmeException | IOException failed) {
            throw trouble(failed, provider);
        } catch (StoreException ours) {
            throw ours;
        } catch (RuntimeException unexpected) { // what a library makes of an answer that is none
            LOG.log(Level.DEBUG, "an answer of the authority", unexpected);
            throw trouble(unexpected, provider);
        } finally {
            session.getHttpClient().shutdownNow();
        }
    }

    private <T> T asked(Session session, Asked<T> asked) throws AcmeException, IOException, InterruptedException {
        try {
            return asked.of(login(session, false));
        } catch (AcmeServerException refused) {
            if (!isOf(refused, "accountDoesNotExist")) throw refused;
            return asked.of(login(session, true)); // the authority has forgotten us
        }
    }

    /** The account is the one of the key, whether it is there already or not: RFC 8555 section 7.3.1. */
    private Login login(Session session, boolean anew) throws AcmeException, MalformedURLException {
        var directory = settings.directory().toString();
        var known = rows.account(directory);
        if (known.isPresent() && !known.get().place().isEmpty() && !anew) {
            return session.login(URI.create(known.get().place()).toURL(), known.get().keys());
        }
        var account = known.orElseGet(() -> KeptKey.make(AcmeSettings.KeyKind.EC, clock.instant()));
        if (known.isEmpty()) rows.account(directory, account);
        var builder = new AccountBuilder().useKeyPair(account.keys()).agreeToTermsOfService();
        settings.contact().ifPresent(builder::addEmail);
        settings.external().ifPresent(given -> builder.withKeyIdentifier(given.id(), given.secret()));
        var login = builder.createLogin(session);
        rows.account(directory, account.at(login.getAccountLocation().toString()));
        return login;
    }

    private static boolean isOf(AcmeServerException refused, String type) { return refused.getType().toString().equals(ERRORS + type); }

    private Trouble trouble(Exception failed, BoundedProvider provider) throws InterruptedException {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) throw new InterruptedException("told to stop");
        }
        if (Thread.interrupted()) throw new InterruptedException("told to stop");
        var asked = provider.askedToWait().map(this::byOurClock);
        return switch (failed) {
            case AcmeRateLimitedException limited -> {
                var until = limited.getRetryAfter().map(this::byOurClock).or(() -> asked)
                    .orElseGet(() -> clock.instant().plus(CertificateLimits.RATE_LIMITED));
                yield new Trouble("the authority says that it was asked too often: " + said(limited.getProblem()), Optional.of(until), limited);
            }
            case AcmeUserActionRequiredException terms -> new Trouble("the authority wants its terms to be agreed to first: "
                + said(terms.getProblem()) + terms.getTermsOfServiceUri().map(uri -> " (" + uri + ")").orElse(""), asked, terms);
            case AcmeServerException refused -> new Trouble("the authority refuses: " + said(refused.getProblem()), asked, refused);
            case AcmeNetworkException lost -> new Trouble(lost(lost), asked, lost);
            default -> new Trouble("the authority " + settings.directory().getHost() + ": " + failed.getMessage(), asked, failed);
        };
    }

    private String lost(AcmeNetworkException lost) {
        for (Throwable cause = lost; cause != null; cause = cause.getCause()) {
            boolean isOfClock = cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException;
            if (isOfClock) return "the authority's own certificate is not of this time: the clock of this server may be wrong (" + clock.instant() + ")";
        }
        var why = lost.getCause() == null ? lost : lost.getCause();
        return "the authority " + settings.directory().getHost() + " cannot be reached: " + (why.getMessage() == null ? why : why.getMessage());
    }

    /** The library compares with the system's clock. */
    private Instant byOurClock(Instant systems) { return clock.instant().plus(Duration.between(Instant.now(), systems)); }

    private static String said(Problem problem) {
        var more = problem.getSubProblems().stream().limit(5).map(Problem::toString).toList();
        return problem + (more.isEmpty() ? "" : " (" + String.join("; ", more) + ")");
    }

    // ---- ordering ----

    @Override public Ordered order(Wish wish) throws InterruptedException {
        var ordering = new Ordering(wish);
        try {
            return talk(ordering::run);
        } catch (Trouble trouble) {
            LOG.log(Level.DEBUG, "no certificate", trouble);
            return new Ordered.Failed(trouble.getMessage(), ordering.faults, trouble.notBefore);
        }
    }

    /** What is known of the names while an order, or one after the other, is under way. */
    private final class Ordering {
        private final Wish wish;
        private final List<String> names;
        private final Map<String, String> faults = new TreeMap<>();
        private final Map<String, ProofKind> proven = new HashMap<>();
        private final Map<String, Set<ProofKind>> failed = new HashMap<>();
        private final Map<String, Set<ProofKind>> offered = new HashMap<>();
        private final Map<String, String> reasons = new HashMap<>();
        private boolean isReplacing;
        private final Instant until = Instant.now().plus(CertificateLimits.ORDER_MAX);

        Ordering(Wish wish) {
            this.wish = wish;
            this.names = new ArrayList<>(wish.names());
            this.isReplacing = wish.replaced().isPresent();
        }

        Ordered run(Login login) throws AcmeException, IOException, InterruptedException {
            var continued = continued(login);
            for (int round = 0; round < CertificateLimits.ROUNDS_MAX && !names.isEmpty(); round++) {
                var order = continued.isPresent() ? continued : begun(login);
                continued = Optional.empty();
                if (order.isEmpty() || !isProven(order.get())) continue;
                if (!wish.worth().test(Set.copyOf(names))) break;
                var chain = issued(order.get());
                if (chain.isPresent()) return new Ordered.Issued(chain.get(), faults, proven);
            }
            rows.noOrder();
            var why = faults.isEmpty() ? "the authority gave no certificate" : "names could not be proven: " + String.join("; ",
                faults.entrySet().stream().limit(3).map(one -> one.getKey() + ": " + one.getValue()).toList());
            return new Ordered.Failed(why, faults, Optional.empty());
        }

        /** The order that a stop has interrupted, if it is for what is wanted and the authority still has it. */
        private Optional<Order> continued(Login login) throws AcmeException, MalformedURLException {
            var kept = rows.order();
            if (kept.isEmpty()) return Optional.empty();
            var there = kept.get();
            boolean isOurs = there.directory().equals(settings.directory().toString()) && there.key().equals(keyOf(wish))
                && wish.names().containsAll(there.names()) && clock.instant().isBefore(there.begun().plus(CertificateLimits.ORDER_KEPT));
            if (!isOurs) return Optional.empty();
            try {
                var order = login.bindOrder(URI.create(there.place()).toURL());
                order.fetch();
                if (order.getStatus() == Status.INVALID) return Optional.empty();
                names.retainAll(there.names());
                for (var left : wish.names()) {
                    if (!names.contains(left)) faults.put(left, rows.attempts().faults().getOrDefault(left, "it could not be proven before the server was stopped"));
                }
                return Optional.of(order);
            } catch (AcmeServerException | IllegalArgumentException gone) {
                LOG.log(Level.DEBUG, "the order of before is gone", gone);
                return Optional.empty();
            }
        }

        private Optional<Order> begun(Login login) throws AcmeException {
            try {
                var builder = login.newOrder().domains(names);
                settings.profile().ifPresent(builder::profile);
                if (isReplacing) builder.replaces(wish.replaced().get()); // RFC 9773
                var order = builder.create();
                rows.order(new OrderUnderWay(settings.directory().toString(), order.getLocation().toString(), names, keyOf(wish), clock.instant()));
                return Optional.of(order);
            } catch (AcmeNotSupportedException cannot) {
                if (!isReplacing) throw cannot;
                isReplacing = false;
                return begun(login);
            } catch (AcmeServerException refused) {
                boolean isOfReplaced = isReplacing && !(refused instanceof AcmeRateLimitedException) && concerned(refused.getProblem()).isEmpty();
                if (isOfReplaced) { // it was replaced already, or is of another account: an order by itself
                    isReplacing = false;
                    return begun(login);
                }
                drop(refused);
                return Optional.empty();
            }
        }

        /** Leaves out the names that a refusal is about; throws it again when it is about none. */
        private void drop(AcmeServerException refused) throws AcmeException {
            if (refused instanceof AcmeRateLimitedException) throw refused;
            var concerned = concerned(refused.getProblem());
            if (concerned.isEmpty()) throw refused;
            concerned.forEach(this::leaveOut);
        }

        /** RFC 8555 section 6.7.1; where there are no subproblems, the names that it says, as far as they are not part of others. */
        private Map<String, String> concerned(Problem problem) {
            var concerned = new TreeMap<String, String>();
            for (var sub : problem.getSubProblems()) {
                sub.getIdentifier().map(Identifier::getDomain).map(Acme::lower).filter(names::contains).ifPresent(name -> concerned.put(name, sub.toString()));
            }
            if (!concerned.isEmpty()) return concerned;
            var words = Set.of(problem.toString().toLowerCase(Locale.ROOT).split("[^a-z0-9.*_-]+"));
            names.stream().filter(name -> words.contains(name) || words.contains(name + ".")).forEach(name -> concerned.put(name, problem.toString()));
            return concerned;
        }

        private void leaveOut(String name, String why) {
            names.remove(name);
            faults.put(name, Printable.of(why.length() > CertificateLimits.REASON_CHARACTERS ? why.substring(0, CertificateLimits.REASON_CHARACTERS) : why));
        }

        /** Looks at all names, also after one has failed: so a round finds out about each. */
        private boolean isProven(Order order) throws AcmeException, InterruptedException {
            if (order.getStatus() != Status.PENDING) return order.getStatus() != Status.INVALID;
            boolean isAll = true;
            for (var one : order.getAuthorizations()) isAll &= isProven(one);
            return isAll;
        }

        private boolean isProven(Authorization one) throws AcmeException, InterruptedException {
            one.fetch();
            var bare = lower(one.getIdentifier().getDomain());
            var name = one.isWildcard() ? "*." + bare : bare;
            if (one.getStatus() == Status.VALID) return true;
            offered.computeIfAbsent(name, _ -> offeredBy(one)); // one that has failed names the others no more
            if (Instant.now().isAfter(until)) throw new AcmeException("it takes too long: it is continued later");
            var way = one.getStatus() == Status.PENDING ? way(name) : Optional.<ProofKind>empty();
            if (way.isEmpty()) {
                leaveOut(name, reasons.getOrDefault(name, "the authority looks for no proof that this server can show (acme.proofs)"));
                return false;
            }
            var why = shown(one, bare, way.get());
            if (why.isEmpty()) {
                proven.put(name, way.get());
                return true;
            }
            failed.computeIfAbsent(name, _ -> EnumSet.noneOf(ProofKind.class)).add(way.get());
            reasons.merge(name, way.get().text() + ": " + why.get(), (before, now) -> before + "; " + now);
            if (way(name).isEmpty()) leaveOut(name, reasons.get(name));
            return false;
        }

        /** The way that it was proven last, else the first that has not failed now. */
        private Optional<ProofKind> way(String name) {
            var tried = failed.getOrDefault(name, Set.of());
            var ways = new ArrayList<>(settings.proofs());
            Optional.ofNullable(wish.ways().get(name)).filter(ways::contains).ifPresent(last -> {
                ways.remove(last);
                ways.addFirst(last);
            });
            return ways.stream().filter(way -> !tried.contains(way) && provers.containsKey(way) && offered.getOrDefault(name, Set.of()).contains(way)).findFirst();
        }

        private static Set<ProofKind> offeredBy(Authorization one) {
            var kinds = EnumSet.noneOf(ProofKind.class);
            one.getChallenges().forEach(challenge -> ProofKind.of(challenge.getType()).ifPresent(kinds::add));
            return kinds;
        }

        /** Empty when the authority has found it; else why not. */
        private Optional<String> shown(Authorization one, String name, ProofKind way) throws AcmeException, InterruptedException {
            if (!(one.findChallenge(way.text()).orElseThrow() instanceof TokenChallenge challenge)) return Optional.of("unknown to this server");
            var prover = provers.get(way);
            var proof = proof(challenge, name);
            try {
                prover.show(proof);
                challenge.trigger();
                var status = waited(one, EnumSet.of(Status.VALID, Status.INVALID), CertificateLimits.PROOF_MAX);
                return status == Status.VALID ? Optional.empty() : Optional.of(reason(challenge));
            } catch (IOException notShown) {
                return Optional.of(notShown.getMessage());
            } finally {
                withdraw(prover, proof);
            }
        }

        private void withdraw(Prover prover, Prover.Proof proof) {
            try {
                prover.withdraw(proof);
            } catch (IOException stays) {
                LOG.log(Level.WARNING, "what proved " + proof.name() + " stays: " + stays.getMessage());
            }
        }

        private Prover.Proof proof(TokenChallenge challenge, String name) {
            var digest = challenge instanceof Dns01Challenge dns ? dns.getDigest() : "";
            return new Prover.Proof(name, token(challenge), challenge.getAuthorization(), digest, keys -> {
                if (!(challenge instanceof TlsAlpn01Challenge tls)) throw new IllegalStateException("not shown by TLS");
                return TlsProof.certificate(name, keys, tls.getAcmeValidation());
            });
        }

        /** RFC 8555 section 8.1: what stands before the dot. */
        private static String token(TokenChallenge challenge) {
            var authorization = challenge.getAuthorization();
            return authorization.substring(0, authorization.indexOf('.'));
        }

        private static String reason(Challenge challenge) throws AcmeException {
            challenge.fetch();
            return challenge.getError().map(Problem::toString).orElse("the authority did not find it");
        }

        /** Empty when names were left out, and another order is to be made. */
        private Optional<List<X509Certificate>> issued(Order order) throws AcmeException, IOException, InterruptedException {
            try {
                if (order.getStatus() == Status.PENDING) waited(order, EnumSet.of(Status.READY, Status.VALID, Status.INVALID), CertificateLimits.PROOF_MAX);
                if (order.getStatus() == Status.READY) order.execute(wish.key());
            } catch (AcmeServerException refused) {
                drop(refused); // CAA, which is looked at only now
                return Optional.empty();
            }
            var status = waited(order, EnumSet.of(Status.VALID, Status.INVALID), CertificateLimits.ISSUE_MAX);
            if (status == Status.VALID) return Optional.of(order.getCertificate().getCertificateChain());
            var problem = order.getError();
            var concerned = problem.map(this::concerned).orElse(Map.of());
            if (concerned.isEmpty()) throw new AcmeException("the order is not fulfilled: " + problem.map(Problem::toString).orElse("no reason is given"));
            concerned.forEach(this::leaveOut);
            return Optional.empty();
        }

        /** RFC 8555 section 7.5.1: no more often than Retry-After says. */
        private Status waited(PollableResource one, Set<Status> wanted, Duration max) throws AcmeException, InterruptedException {
            var end = Instant.now().plus(max);
            for (var pause = CertificateLimits.POLL_MIN; ; pause = pause.plus(CertificateLimits.POLL_MIN)) {
                var said = one.fetch();
                if (wanted.contains(one.getStatus())) return one.getStatus();
                var asked = said.map(at -> Duration.between(Instant.now(), at)).orElse(pause);
                var next = asked.compareTo(CertificateLimits.POLL_MIN) < 0 ? CertificateLimits.POLL_MIN : asked;
                if (Instant.now().plus(next).isAfter(end)) throw new AcmeException("the authority takes too long: it is continued later");
                Thread.sleep(next);
            }
        }
    }

    private static String lower(String name) { return name.toLowerCase(Locale.ROOT); }

    private static String keyOf(Wish wish) { return new KeptKey(wish.key(), Instant.EPOCH, Optional.empty(), "").tlsa(); }

    // ---- when to renew ----

    /** RFC 9773. */
    @Override public Advice advice(X509Certificate leaf) throws InterruptedException {
        var now = clock.instant();
        try {
            return talk(login -> {
                var info = login.bindRenewalInfo(leaf);
                var next = info.fetch().map(this::byOurClock).orElse(now.plus(CertificateLimits.ADVICE_DEFAULT));
                var window = new Timing.Window(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd(), now);
                boolean isOfItsLife = window.start().isAfter(Instant.EPOCH) && window.end().isBefore(leaf.getNotAfter().toInstant().plus(CertificateLimits.WAIT_MAX));
                return new Advice(Optional.of(window).filter(_ -> isOfItsLife), clamped(now, next));
            });
        } catch (Trouble none) {
            LOG.log(Level.DEBUG, "the authority does not say when to renew", none);
            var until = none.notBefore.orElse(now.plus(CertificateLimits.ADVICE_DEFAULT));
            return new Advice(Optional.empty(), clamped(now, until));
        }
    }

    private static Instant clamped(Instant now, Instant next) {
        var first = now.plus(CertificateLimits.ADVICE_MIN);
        var last = now.plus(CertificateLimits.ADVICE_MAX);
        return next.isBefore(first) ? first : next.isAfter(last) ? last : next;
    }
}
