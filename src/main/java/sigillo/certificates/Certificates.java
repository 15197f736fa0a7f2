package sigillo.certificates;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import sigillo.base.Alarms;
import sigillo.base.Printable;
import sigillo.net.Certificate;
import sigillo.net.CertificateFiles;
import sigillo.net.Tls;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Store;

/**
 * Keeps the certificates of this server good: {@link #look} is called each minute, by one thread, and does what is due. It
 * may be stopped anywhere and begun again, since each step follows from what is kept. Other methods: any thread.
 */
public final class Certificates {
    private static final System.Logger LOG = System.getLogger(Certificates.class.getName());
    private static final String ALARM = "certificate";
    private static final String NAMES_ALARM = "certificate names";
    private static final String FILES_ALARM = "certificate files";
    private static final String CLOCK_ALARM = "clock";
    /** Of what was left when it was due: at each the alarm is told anew. */
    private static final int[] OVERDUE_PERCENT = {60, 30, 10};

    private final Place place;
    private final CertificateRows rows;
    private final Proofs proofs;
    private final Wanted wanted;
    private final Supplier<Authority> authority;
    private final Turn turn;
    private final InstantSource clock;
    private final Alarms alarms;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final List<Instant> asks = new ArrayList<>();
    private final AtomicBoolean isServedUnchecked = new AtomicBoolean();
    private Supplier<List<Listening>> listeners = List::of;
    private Optional<TlsaWatch> tlsa = Optional.empty();
    private volatile Instant servedChecked;
    private volatile boolean isServedWrong;
    private List<X509Certificate> inUse = List.of();

    /** Where it works. {@code key} stays the caller's. {@code tls}: what serves. */
    public record Place(Store store, Secret key, InstantSource clock, Alarms alarms, Tls tls) {}

    /**
     * What is wanted. {@code host}: the name that mail programs and servers have; {@code names}: all that a certificate is
     * ordered for, the host among them. {@code acme}: empty where none is ordered. {@code ofOthers}: whether the files that
     * {@code tls} began with are looked after by somebody else. {@code dns}: asked at each order.
     */
    public record Wanted(String host, Supplier<List<String>> names, Optional<AcmeSettings> acme, Supplier<Optional<DnsPublisher>> dns, boolean ofOthers) {
        Wanted(String host, Supplier<List<String>> names, Optional<AcmeSettings> acme, Optional<DnsPublisher> dns, boolean ofOthers) {
            this(host, names, acme, () -> dns, ofOthers);
        }
    }

    public Certificates(Place place, Wanted wanted, Turn turn) { this(place, wanted, turn, Optional.empty()); }

    /** {@code instead}: of the authority that the settings name. */
    Certificates(Place place, Wanted wanted, Turn turn, Optional<Authority> instead) {
        this.place = place;
        this.wanted = wanted;
        this.turn = turn;
        this.clock = place.clock();
        this.alarms = place.alarms();
        this.rows = new CertificateRows(place.store(), place.key(), Randomness.secure());
        this.proofs = new Proofs(rows);
        this.authority = () -> instead.orElseGet(this::acme);
        place.tls().checking(wanted.host(), clock);
        place.tls().proving(proofs);
        // the first seconds are for who waits to be served: listeners are looked at a minute later
        this.servedChecked = clock.instant().minus(CertificateLimits.SERVED_EVERY).plus(CertificateLimits.SERVED_FIRST);
        takeUp();
        isServedUnchecked.set(false);
    }

    private Authority acme() {
        var settings = wanted.acme().orElseThrow();
        return new Acme(settings, rows, Provers.of(rows, wanted.dns().get(), settings.dnsWait(), clock), clock);
    }

    public Proofs proofs() { return proofs; }

    /** {@code listeners}: that are open. To be called before the first {@link #look}. */
    public void served(Supplier<List<Listening>> listeners) { this.listeners = listeners; }

    /** To be called before the first {@link #look}. */
    public void watching(TlsaWatch watch) { this.tlsa = Optional.of(watch); }

    // ---- each minute ----

    /** Blocks while an authority takes its time. Throws {@link InterruptedException} when it is told to stop. */
    public void look() throws InterruptedException {
        var now = clock.instant();
        rows.forgetProofs(now);
        takeUp();
        tlsa.ifPresent(watch -> watch.look(now, place.tls().certificates().getFirst(), rows));
        if (wanted.acme().isPresent() && turn.other().isEmpty()) {
            advise(now);
            order(now);
        }
        takeUp();
        tell(clock.instant());
        lookAtServed(now);
    }

    /** What is kept, by us or another server of the cluster, is served if it is better than nothing. */
    private synchronized void takeUp() {
        var now = clock.instant();
        var usable = new ArrayList<Certificate>();
        current().map(Held::certificate).filter(one -> one.fault(now).isEmpty()).ifPresent(usable::add);
        // names that the new one could not be had for are served by the old one while it holds
        former().map(Held::certificate).filter(old -> old.fault(now).isEmpty() && usable.stream().noneMatch(one -> one.names().containsAll(old.names())))
            .ifPresent(usable::add);
        usable.sort(Comparator.comparing(one -> !one.isFor(wanted.host())));
        var leaves = usable.stream().map(Certificate::leaf).toList();
        if (usable.isEmpty() || leaves.equals(inUse)) return; // where none is good, what is in use stays
        place.tls().use(usable);
        isServedUnchecked.set(true);
        inUse = leaves;
        LOG.log(Level.INFO, "serves the " + usable.getFirst() + " until " + usable.getFirst().leaf().getNotAfter().toInstant());
    }

    private void advise(Instant now) throws InterruptedException {
        var current = current().filter(this::isOfOurAuthority).filter(held -> !now.isBefore(held.adviceUntil()));
        if (current.isEmpty()) return;
        var advice = authority.get().advice(current.get().leaf());
        // the same advice is as old as when it was first given
        var window = advice.window().map(fresh -> current.get().advice().filter(fresh::isSame).orElse(fresh)).or(() -> current.get().advice());
        rows.advised(current.get().advised(window, advice.until()));
    }

    /** What was ordered or brought in; not where the files of others are to be served. */
    private Optional<Held> current() { return isOfFiles() ? Optional.empty() : rows.current(); }

    private Optional<Held> former() { return isOfFiles() ? Optional.empty() : rows.former(); }

    private boolean isOfFiles() { return wanted.ofOthers() && wanted.acme().isEmpty(); }

    private boolean isOfOurAuthority(Held held) {
        return held.authority().equals(wanted.acme().map(settings -> settings.directory().toString()));
    }

    // ---- ordering ----

    /** Why a certificate is to be ordered now. */
    private record Reason(String why, For what) {}

    /** A whole certificate; or names that are not in the one that there is, for which no order has failed yet, or has. */
    private enum For { ALL, NEW_NAMES, FAILED_NAMES }

    private List<String> names() {
        return wanted.names().get().stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().limit(CertificateLimits.NAMES_MAX).toList();
    }

    private Optional<Reason> reason(Instant now, Optional<Held> current, Attempts attempts) {
        if (current.isEmpty()) return Optional.of(new Reason("there is none", For.ALL));
        if (asked.get()) return Optional.of(new Reason("the operator wants it", For.ALL));
        if (!isOfOurAuthority(current.get()) && current.get().authority().isPresent()) return Optional.of(new Reason("another authority is to give it", For.ALL));
        var due = Timing.due(current.get().leaf(), current.get().advice());
        if (!now.isBefore(due.at())) return Optional.of(new Reason(due.why(), For.ALL));
        if (isNextKeyReady(now)) return Optional.of(new Reason("it is to have a new key", For.ALL));
        var missing = missing(current.get());
        if (missing.isEmpty()) return Optional.empty();
        var what = attempts.faults().keySet().containsAll(missing) ? For.FAILED_NAMES : For.NEW_NAMES;
        return Optional.of(new Reason("names are not in it: " + String.join(", ", missing), what));
    }

    private Set<String> missing(Held current) {
        var missing = new HashSet<>(names());
        missing.removeAll(current.certificate().names());
        return missing;
    }

    private boolean isNextKeyReady(Instant now) {
        var next = rows.nextKey();
        return next.flatMap(KeptKey::shownSince).filter(since -> !now.isBefore(since.plus(CertificateLimits.KEY_SHOWN))).isPresent();
    }

    private void order(Instant now) throws InterruptedException {
        var current = current();
        var attempts = rows.attempts();
        var reason = reason(now, current, attempts);
        if (reason.isEmpty()) return;
        boolean isImpatient = asked.get() || reason.get().what() == For.NEW_NAMES && attempts.failures() == 0;
        if (attempts.wait(now, isImpatient).isPresent()) return;
        boolean isNew = isNextKeyReady(now);
        var key = isNew ? rows.nextKey().orElseThrow() : rows.key().orElseGet(() -> firstKey(now));
        var had = current.map(held -> held.certificate().names()).orElse(Set.of());
        boolean isAnyWorth = reason.get().what() == For.ALL;
        var replaced = current.filter(this::isOfOurAuthority).filter(held -> held.certificate().fault(now).isEmpty()).map(Held::leaf);
        LOG.log(Level.INFO, "orders a certificate: " + reason.get().why());
        asked.set(false);
        var wish = new Authority.Wish(names(), key.keys(), replaced, attempts.ways(), got -> isAnyWorth || !had.containsAll(got));
        switch (authority.get().order(wish)) {
            case Authority.Ordered.Issued issued -> issued(issued, key, isNew, attempts);
            case Authority.Ordered.Failed(var why, var faults, var notBefore) -> failed(attempts, why, faults, notBefore, current);
        }
    }

    private KeptKey firstKey(Instant now) {
        var key = KeptKey.make(wanted.acme().orElseThrow().key(), now);
        rows.key(key);
        return key;
    }

    private void failed(Attempts attempts, String why, Map<String, String> faults, Optional<Instant> notBefore, Optional<Held> current) {
        if (faults.isEmpty()) forgetLastAsk();
        var now = clock.instant();
        var life = current.map(held -> Duration.between(held.leaf().getNotBefore().toInstant(), held.leaf().getNotAfter().toInstant()));
        var next = attempts.failed(now, why, faults, notBefore, life, ThreadLocalRandom.current().nextDouble());
        rows.attempts(next);
        var until = next.wait(now, false).map(wait -> wait.until().toString()).orElse("soon");
        LOG.log(Level.WARNING, "no certificate was had: " + why + "; tried again at " + until);
    }

    /** It is kept only if it is what was ordered; whether it is of this time decides whether it is served. */
    private void issued(Authority.Ordered.Issued issued, KeptKey key, boolean isNew, Attempts attempts) {
        synchronized (asks) { asks.clear(); } // only those that fail count there
        var now = clock.instant();
        var certificate = new Certificate(issued.chain(), key.keys().getPrivate());
        var proven = new HashSet<>(names());
        proven.removeAll(issued.faults().keySet());
        var begins = certificate.leaf().getNotBefore().toInstant();
        var ends = certificate.leaf().getNotAfter().toInstant();
        boolean isOfNow = !now.isBefore(begins) && now.isBefore(ends);
        var fault = certificate.fault(isOfNow ? now : begins.plus(Duration.between(begins, ends).dividedBy(2)));
        if (fault.isPresent() || !certificate.names().containsAll(proven)) {
            failed(attempts.succeeded(now, issued.faults(), Map.of()), "the authority gave another certificate than was ordered: "
                + fault.orElse("it is for " + certificate.names()), issued.faults(), Optional.empty(), rows.current());
            rows.noOrder();
            return;
        }
        var held = new Held(certificate, wanted.acme().map(settings -> settings.directory().toString()), now, Optional.empty(), Instant.EPOCH);
        rows.follow(held, attempts.succeeded(now, issued.faults(), issued.ways()), Optional.of(key).filter(_ -> isNew));
    }

    // ---- telling ----

    private void tell(Instant now) {
        place.tls().trouble().ifPresentOrElse(why -> alarms.raise(FILES_ALARM, "The certificate files (tls.certificate, tls.key) were changed, and are not used: "
            + why + ". What was served before is served on.", "I file del certificato (tls.certificate, tls.key) sono cambiati, e non vengono usati: "
            + why + ". Si continua a mostrare quello di prima."), () -> alarms.clear(FILES_ALARM));
        var current = current();
        var attempts = rows.attempts();
        var faults = new TreeMap<>(attempts.faults());
        faults.keySet().retainAll(names());
        current.ifPresent(held -> faults.keySet().removeAll(held.certificate().names()));
        var unproven = String.join("; ", faults.entrySet().stream().limit(5).map(one -> one.getKey() + " (" + one.getValue() + ")").toList());
        if (wanted.acme().isEmpty() || faults.isEmpty()) alarms.clear(NAMES_ALARM);
        else alarms.raise(NAMES_ALARM, "Names could not be proven to the authority, and are in no certificate of now: " + unproven,
            "Alcuni nomi non si sono potuti dimostrare all'autorità, e non sono in alcun certificato di adesso: " + unproven);
        var ofClock = current.filter(held -> isOfAnotherTime(held, now));
        ofClock.ifPresentOrElse(held -> clockIsWrong(held.leaf(), now), () -> alarms.clear(CLOCK_ALARM));
        overdue(now, current, attempts).filter(_ -> ofClock.isEmpty())
            .ifPresentOrElse(said -> alarms.raise(ALARM, said.english(), said.italian()), () -> alarms.clear(ALARM));
    }

    /** An authority says what time it was when it signed: what begins later than now, or had ended when it came, tells of our clock. */
    private static boolean isOfAnotherTime(Held held, Instant now) {
        var begins = held.leaf().getNotBefore().toInstant();
        var ends = held.leaf().getNotAfter().toInstant();
        boolean isOfNow = !now.isBefore(begins) && now.isBefore(ends);
        return !isOfNow && held.authority().isPresent() && (now.isBefore(begins) || !held.since().isBefore(ends));
    }

    private void clockIsWrong(X509Certificate leaf, Instant now) {
        var begins = leaf.getNotBefore().toInstant();
        var ends = leaf.getNotAfter().toInstant();
        alarms.raise(CLOCK_ALARM, "The clock of this server says " + minute(now) + ", but a certificate that was made for it is valid from " + begins
            + " to " + ends + ": set the clock. Until then the certificate is not served.",
            "L'orologio di questo server dice " + minute(now) + ", ma un certificato fatto per lui vale dal " + begins
            + " al " + ends + ": regolare l'orologio. Fino ad allora il certificato non viene mostrato.");
    }

    /** So that the sentence is not another each time. */
    private static Instant minute(Instant at) { return at.truncatedTo(java.time.temporal.ChronoUnit.MINUTES); }

    private record Said(String english, String italian) {}

    private Optional<Said> overdue(Instant now, Optional<Held> current, Attempts attempts) {
        if (current.isEmpty() && wanted.acme().isPresent()) {
            return attempts.failures() == 0 ? Optional.empty() : Optional.of(new Said("There is no certificate yet that mail programs trust: " + attempts.why(),
                "Non c'è ancora un certificato di cui i programmi di posta si fidino: " + attempts.why()));
        }
        if (current.isEmpty() && !wanted.ofOthers()) return Optional.empty(); // its own, which nobody trusts anyway
        var leaf = current.map(Held::leaf).orElseGet(() -> place.tls().certificates().getFirst().leaf());
        var due = Timing.due(leaf, current.flatMap(Held::advice));
        var end = leaf.getNotAfter().toInstant();
        var last = last(attempts);
        if (!now.isBefore(end)) return Optional.of(new Said("The certificate of " + wanted.host() + " has ended at " + end + ": no program trusts it." + last.english,
            "Il certificato di " + wanted.host() + " è scaduto il " + end + ": nessun programma se ne fida." + last.italian));
        double part = Timing.overdue(due, end, now) * 100;
        for (int step : OVERDUE_PERCENT) {
            if (part >= step) return Optional.of(new Said("The certificate of " + wanted.host() + " ends at " + end + " and was to be renewed at "
                + due.at() + ": " + step + " % of the time between is over." + last.english, "Il certificato di " + wanted.host() + " scade il " + end
                + " ed era da rinnovare il " + due.at() + ": è passato il " + step + " % del tempo fra i due." + last.italian));
        }
        return Optional.empty();
    }

    private Said last(Attempts attempts) {
        if (wanted.acme().isEmpty()) return new Said(" Whoever renews it has not done so.", " Chi lo rinnova non l'ha fatto.");
        return attempts.why().isEmpty() ? new Said("", "")
            : new Said(" Last it failed since " + attempts.why() + ".", " L'ultima volta non è riuscito perché " + attempts.why() + ".");
    }

    /** Daily, when another one was taken up, and sooner while one of them shows another. */
    private void lookAtServed(Instant now) {
        var every = isServedWrong ? CertificateLimits.SERVED_AGAIN : CertificateLimits.SERVED_EVERY;
        boolean isDue = isServedUnchecked.getAndSet(false) || now.isAfter(servedChecked.plus(every)) || now.isBefore(servedChecked);
        if (isDue) shakeHands(now);
    }

    /** With all at once: one that is elsewhere may keep us waiting. */
    private synchronized void shakeHands(Instant now) {
        servedChecked = now;
        var expected = expected().leaf();
        var wrong = new AtomicBoolean();
        var looking = listeners.get().stream().map(one -> Thread.ofVirtual().name("look at " + one.name()).start(() -> {
            if (!isRight(one, expected, now)) wrong.set(true);
        })).toList();
        for (var one : looking) join(one);
        isServedWrong = wrong.get();
    }

    /** Each ends by itself, within {@link CertificateLimits#HANDSHAKE_MAX} for a connection and for a handshake. */
    private static void join(Thread one) {
        try {
            one.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRight(Listening listener, X509Certificate expected, Instant now) {
        var key = "certificate served by " + listener.name();
        switch (ServedCheck.look(listener, wanted.host())) {
            case ServedCheck.Seen.Leaf(var leaf) when leaf.equals(expected) -> alarms.clear(key);
            case ServedCheck.Seen.Leaf(var leaf) -> {
                alarms.raise(key, another(listener, leaf, now), anotherInItalian(listener, leaf, now));
                return false;
            }
            case ServedCheck.Seen.Broken(var why) -> {
                alarms.raise(key, "The listener " + listener.name() + " at " + listener.place() + " shakes no hands: " + why,
                    "Il listener " + listener.name() + " su " + listener.place() + " non porta a termine l'handshake TLS: " + why);
                return false;
            }
            case ServedCheck.Seen.Nothing(var why) -> LOG.log(Level.DEBUG, "what " + listener.name() + " shows was not seen: " + why);
        }
        return true;
    }

    private static String another(Listening listener, X509Certificate leaf, Instant now) {
        var end = leaf.getNotAfter().toInstant();
        return "The listener " + listener.name() + " at " + listener.place() + (end.isAfter(now) ? " shows another certificate than this server has"
            : " shows a certificate that has ended at " + end + ", so that no program trusts it there") + ": serial " + leaf.getSerialNumber().toString(16)
            + " of " + Printable.of(leaf.getIssuerX500Principal().getName()) + ", until " + end + ". Something else answers there, or in front of it.";
    }

    private static String anotherInItalian(Listening listener, X509Certificate leaf, Instant now) {
        var end = leaf.getNotAfter().toInstant();
        return "Il listener " + listener.name() + " su " + listener.place() + (end.isAfter(now) ? " mostra un certificato diverso da quello di questo server"
            : " mostra un certificato scaduto il " + end + ", così lì nessun programma se ne fida") + ": numero " + leaf.getSerialNumber().toString(16)
            + " di " + Printable.of(leaf.getIssuerX500Principal().getName()) + ", fino al " + end + ". Lì risponde qualcos'altro, o qualcosa che gli sta davanti.";
    }

    /** What is so now, for who looks at the board: told without an order, and without asking an authority. Blocks for a handshake at most. */
    public void refresh() {
        takeUp();
        tell(clock.instant());
        shakeHands(clock.instant());
    }

    private Certificate expected() {
        var served = place.tls().certificates();
        return served.stream().filter(one -> one.isFor(wanted.host())).findFirst().orElse(served.getFirst());
    }

    // ---- the operator ----

    /** Orders one at the next look. {@code newKey}: also makes a key that is used once DNS shows it. A sentence of what follows. */
    public String renew(boolean newKey) throws IOException {
        if (wanted.acme().isEmpty()) throw new IOException("this server orders no certificates (acme.agree_to_terms, docs/certificates.md)");
        var other = turn.other();
        if (other.isPresent()) throw new IOException(other.get() + ": ask it there");
        var now = clock.instant();
        if (newKey) return newKey(now);
        var wait = rows.attempts().wait(now, true);
        if (wait.isPresent()) throw new IOException("not before " + wait.get().until() + ": " + wait.get().why());
        ask(now);
        return "a certificate is ordered now: sigillo certificate shows how it went";
    }

    /** Each order that fails counts at the authority, for all names and for hours: whoever is impatient does not shut himself out. */
    private void ask(Instant now) throws IOException {
        synchronized (asks) {
            asks.removeIf(at -> !at.isAfter(now.minus(CertificateLimits.ASKED_WITHIN)) || at.isAfter(now));
            if (asks.size() >= CertificateLimits.ASKED_MAX) throw new IOException("not before " + asks.getFirst().plus(CertificateLimits.ASKED_WITHIN)
                + ": " + CertificateLimits.ASKED_MAX + " orders were asked for in an hour, and authorities count those that fail");
            asks.add(now);
        }
        asked.set(true);
    }

    /** Authorities count names that could not be proven: one that was not reached, or asked to wait, has counted nothing. */
    private void forgetLastAsk() {
        synchronized (asks) {
            if (!asks.isEmpty()) asks.removeLast();
        }
    }

    private String newKey(Instant now) throws IOException {
        if (tlsa.isEmpty()) throw new IOException("nobody asks DNS here, so that a key which it shows could not be taken up");
        var next = rows.nextKey().orElseGet(() -> KeptKey.make(wanted.acme().orElseThrow().key(), now));
        rows.nextKey(next);
        return "a new key is made. Where DNS has TLSA records of " + wanted.host() + ", add this one beside them, and keep the others until the new key is used: "
            + TlsaWatch.name(wanted.host()) + ". IN TLSA " + next.tlsa() + ". It is used " + CertificateLimits.KEY_SHOWN.toDays()
            + " days after DNS shows it, and at once where DNS has none";
    }

    /** Serves what is in the files from now on. Throws {@link IOException} with a sentence when it may not be served. */
    public String bring(CertificateFiles files) throws IOException {
        if (isOfFiles()) throw new IOException("tls.certificate names files: change those, and they are taken up by themselves");
        var certificate = files.load();
        var now = clock.instant();
        var fault = certificate.fault(now);
        if (fault.isPresent()) throw new IOException(files.chain() + ": " + fault.get());
        if (!certificate.isFor(wanted.host())) throw new IOException(files.chain() + " is not for " + wanted.host());
        rows.follow(new Held(certificate, Optional.empty(), now, Optional.empty(), Instant.EPOCH), rows.attempts(), Optional.empty());
        takeUp();
        return "it is served from now on, until " + certificate.leaf().getNotAfter().toInstant()
            + (wanted.acme().isPresent() ? "; before that one is ordered" : ": nobody renews it but you");
    }

    public Shown shown() {
        var now = clock.instant();
        var current = current();
        var attempts = rows.attempts();
        var other = wanted.acme().isEmpty() ? Optional.of("no certificates are ordered (acme.agree_to_terms)") : turn.other();
        var due = current.map(held -> Timing.due(held.leaf(), held.advice()));
        var reason = wanted.acme().isPresent() ? reason(now, current, attempts) : Optional.<Reason>empty();
        var wait = attempts.wait(now, false);
        var nextTry = wanted.acme().isEmpty() ? Optional.<Instant>empty()
            : reason.isEmpty() ? due.map(Timing.Due::at) : Optional.of(wait.map(Attempts.Wait::until).orElse(now));
        var why = reason.map(Reason::why).or(() -> due.map(Timing.Due::why)).orElse("");
        var missing = new TreeMap<String, String>();
        if (wanted.acme().isPresent()) {
            for (var name : current.map(this::missing).orElseGet(() -> new HashSet<>(names()))) missing.put(name, attempts.faults().getOrDefault(name, "not ordered yet"));
        }
        var asked = now.isBefore(attempts.notBefore()) ? "; the authority asked to wait until " + attempts.notBefore() : "";
        var failed = Optional.of(attempts.why()).filter(text -> !text.isEmpty()).map(text -> text + asked);
        var next = rows.nextKey();
        return new Shown(place.tls().certificates().stream().map(this::line).toList(), other.isEmpty(), other, nextTry, why, failed, missing,
            current.flatMap(_ -> rows.key()).map(KeptKey::tlsa), next.map(KeptKey::tlsa),
            next.flatMap(KeptKey::shownSince).map(since -> since.plus(CertificateLimits.KEY_SHOWN)));
    }

    private Shown.Line line(Certificate one) {
        var leaf = one.leaf();
        var from = current().filter(held -> held.leaf().equals(leaf)).or(() -> former().filter(held -> held.leaf().equals(leaf)))
            .map(held -> held.authority().map(directory -> "ordered of " + directory).orElse("brought in"))
            .orElse(wanted.ofOthers() ? "the files of tls.certificate" : Shown.Line.OWN);
        return new Shown.Line(one.names().stream().sorted().toList(), leaf.getIssuerX500Principal().getName(), leaf.getSerialNumber().toString(16),
            leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant(), from);
    }
}
