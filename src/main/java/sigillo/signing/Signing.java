package sigillo.signing;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sigillo.base.Alarms;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.dkim.Algorithm;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.DkimSigner;
import sigillo.dns.Lookup;
import sigillo.message.Header;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;
import sigillo.shred.Gone;
import sigillo.shred.ShredKeys;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * Signs for our domains, with keys that DNS shows, and looks after these keys: makes them, takes them up when they are
 * published, lets them go (RFC 6376 section 3.1; decision 0022). Any thread; signing waits for nobody.
 */
public final class Signing implements Signer {
    private static final System.Logger LOG = System.getLogger("sigillo.signing");
    /** Authors of several domains here are a curiosity; each costs two signatures. */
    private static final int DOMAINS_OF_A_MESSAGE_MAX = 3;
    private static final String DAMAGED_ALARM = "dkim";

    private final SigningRows rows;
    private final KeySeal seal;
    private final KeyMaker maker;
    private final SigningSettings settings;
    private final Supplier<Set<Domain>> ours;
    private final Optional<Fellows> fellows;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Alarms alarms;
    private final Complaints complaints;
    private final DkimSigner signer = new DkimSigner(Canonicalization.RELAXED, Canonicalization.RELAXED);
    private final Set<Domain> told = new TreeSet<>();
    /** As they are kept, but for times. Guarded by this. */
    private Map<Domain, List<Generation>> generations = Map.of();
    private Optional<Long> lookedAt = Optional.empty();
    private volatile Map<Domain, List<DkimSigner.SigningKey>> keys = Map.of();

    /** Where keys are kept, and how. {@code server}: the key under which. */
    public record Place(Store store, Secret server, ShredKeys shreds) {}

    /** {@code ours}: the domains that mail may come from. Throws {@link StoreException} when the keys cannot be read. */
    public Signing(Place place, SigningSettings settings, Supplier<Set<Domain>> ours, Optional<Fellows> fellows,
                   Randomness randomness, InstantSource clock, Alarms alarms) {
        this(place, settings, ours, fellows, randomness, KeyMaker::pair, clock, System::nanoTime, alarms);
    }

    Signing(Place place, SigningSettings settings, Supplier<Set<Domain>> ours, Optional<Fellows> fellows, Randomness randomness,
            Function<Algorithm, KeyPair> pairs, InstantSource clock, LongSupplier nanos, Alarms alarms) {
        this.rows = new SigningRows(place.store(), place.server(), randomness);
        this.seal = new KeySeal(place.shreds(), randomness);
        this.maker = new KeyMaker(seal, randomness, pairs);
        this.settings = settings;
        this.ours = ours;
        this.fellows = fellows;
        this.clock = clock;
        this.nanos = nanos;
        this.alarms = alarms;
        this.complaints = new Complaints(LOG, clock);
        changedElsewhere();
    }

    // ---- signing ----

    @Override public Octets signed(Octets message) throws IOException {
        if (keys.isEmpty()) return message;
        var with = keysFor(HeaderSection.read(message, MessageLimits.DEFAULT).header());
        return with.isEmpty() ? message : signed(message, with);
    }

    private Octets signed(Octets message, List<DkimSigner.SigningKey> with) throws IOException {
        try {
            var fields = signer.sign(message, with, clock.instant());
            return Octets.concat(List.of(Octets.of(fields), message));
        } catch (GeneralSecurityException | IllegalArgumentException cannot) {
            complaints.add("a message leaves without a signature", cannot);
            return message;
        }
    }

    /** By a domain that passes the message on, whoever wrote it; as it is when that has no key that DNS shows. */
    public Octets signed(Octets message, Domain domain) throws IOException {
        var with = keysOf(domain);
        return with.isEmpty() ? message : signed(message, with);
    }

    /** RFC 9989 section 4.4: a signature counts where its domain is that of an author. */
    private List<DkimSigner.SigningKey> keysFor(Header header) {
        var authors = new LinkedHashSet<Domain>();
        header.all("From").stream().flatMap(from -> from.addresses().flat().stream())
            .flatMap(one -> one.address().stream()).forEach(address -> authors.add(address.domain()));
        return authors.stream().map(this::keysOf).filter(all -> !all.isEmpty()).distinct()
            .limit(DOMAINS_OF_A_MESSAGE_MAX).flatMap(List::stream).toList();
    }

    /** Those of the domain, else of the nearest above it that is ours: so mail of this host is signed by its domain. */
    private List<DkimSigner.SigningKey> keysOf(Domain domain) {
        for (var name = domain.name(); !domain.isLiteral(); name = name.substring(name.indexOf('.') + 1)) {
            var found = keys.get(new Domain(name));
            if (found != null) return found;
            if (name.indexOf('.') < 0) break;
        }
        return List.of();
    }

    /** With what forwards to an address of this domain are sealed: RFC 8617. */
    public Optional<DkimSigner.SigningKey> sealing(Domain domain) {
        return keysOf(domain).stream().filter(key -> key.algorithm() == Algorithm.RSA_SHA256).findFirst();
    }

    // ---- what there is ----

    /** Another server has changed something. Throws {@link StoreException}. */
    public synchronized void changedElsewhere() {
        var found = rows.read();
        if (found.damaged() > 0) {
            alarms.raise(DAMAGED_ALARM, "Keys that mail is signed with are damaged in the store, in " + found.damaged()
                + " places: their domains get new ones, to be published (sigillo dkim list), unless the store is brought back from a backup",
                "Le chiavi con cui si firma la posta sono danneggiate nell'archivio, in " + found.damaged()
                + " posti: i loro domini ne ricevono di nuove, da pubblicare (sigillo dkim list), salvo che si riporti l'archivio da un backup");
        } else {
            alarms.clear(DAMAGED_ALARM);
        }
        generations = found.all().stream().map(this::withTimes)
            .collect(Collectors.groupingBy(Generation::domain, TreeMap::new, Collectors.toList()));
        refresh();
    }

    /** What has passed since it was written last is known here only: an hour that is not full is not lost by a look. */
    private Generation withTimes(Generation kept) {
        return generations.getOrDefault(kept.domain(), List.of()).stream()
            .filter(one -> one.name().equals(kept.name()) && one.isAsKept(kept)).findFirst().orElse(kept);
    }

    /** Of a domain, or of all; what is in use first. */
    public synchronized List<PublishedKey> published(Optional<Domain> of) {
        return generations.values().stream().flatMap(List::stream)
            .filter(one -> of.isEmpty() || of.get().equals(one.domain()))
            .sorted(Comparator.comparing(Generation::domain).thenComparing(Generation::stage).thenComparing(Generation::name))
            .flatMap(one -> one.keys().stream().map(key -> published(one, key))).toList();
    }

    private PublishedKey published(Generation one, DomainKey key) {
        var left = settings.keptPublished().minus(one.served());
        var keepFor = one.stage() == Stage.LEAVING && left.isPositive() ? left : Duration.ZERO;
        return new PublishedKey(one.domain(), key.selector(), key.algorithm(), one.stage(), key.shown(),
            Publication.name(key.selector(), one.domain()), key.record(), keepFor);
    }

    /**
     * Makes new keys of a domain now, to be published. Empty when it is not ours, or some wait already. Throws {@link
     * StoreException}.
     */
    public synchronized Optional<List<PublishedKey>> rotate(Domain domain) {
        var there = generations.getOrDefault(domain, List.of());
        boolean waits = there.stream().anyMatch(one -> one.stage() == Stage.PREPARED);
        if (waits || !signedFor().contains(domain)) return Optional.empty();
        var next = new ArrayList<>(there);
        keep(domain, there, next, true);
        return Optional.of(published(Optional.of(domain)));
    }

    /** How many private keys of a store do not open: for who looks into a backup. Throws {@link StoreException}. */
    public static long unopened(Place place) {
        var seal = new KeySeal(place.shreds(), Randomness.secure());
        var found = new SigningRows(place.store(), place.server(), Randomness.secure()).read();
        return found.damaged() + found.all().stream().flatMap(one -> one.keys().stream()
            .filter(key -> key.secret().isPresent() && !opens(seal, one.domain(), key))).count();
    }

    private static boolean opens(KeySeal seal, Domain domain, DomainKey key) {
        try {
            Arrays.fill(seal.open(KeyMaker.place(domain, key.selector()), key.secret().orElseThrow()), (byte) 0);
            return true;
        } catch (Gone | SealBroken broken) {
            return false;
        }
    }

    // ---- looking after them ----

    private Set<Domain> signedFor() { return settings.isOn() ? ours.get() : Set.of(); }

    /**
     * Asks DNS, and does what is due; to be called each minute. Of several servers one does it. Blocks as {@code dns}
     * does. Throws {@link StoreException}: then the next time does it.
     */
    public void look(Lookup dns) {
        if (fellows.isPresent() && !rows.take(fellows.get())) return;
        var asked = new HashMap<String, Shown>();
        for (var key : published(Optional.empty())) {
            if (Thread.currentThread().isInterrupted()) return;
            asked.put(key.name(), Publication.ask(key, dns));
        }
        step(asked);
    }

    private synchronized void step(Map<String, Shown> asked) {
        long now = nanos.getAsLong();
        var elapsed = Duration.ofNanos(lookedAt.map(before -> Math.max(0, now - before)).orElse(0L));
        lookedAt = Optional.of(now);
        var mine = signedFor();
        var all = new TreeSet<>(mine);
        all.addAll(generations.keySet());
        for (var domain : all) step(domain, mine.contains(domain), asked, elapsed);
    }

    private void step(Domain domain, boolean isOurs, Map<String, Shown> asked, Duration elapsed) {
        var there = generations.getOrDefault(domain, List.of());
        var rotation = new Rotation(settings, isOurs);
        var known = there.stream().map(one -> one.each(key -> key.with(key.shown().then(
            asked.getOrDefault(Publication.name(key.selector(), domain), Shown.UNKNOWN))))).toList();
        var next = new ArrayList<>(rotation.step(known, elapsed));
        keep(domain, there, next, rotation.wantsNew(next));
        tell(domain, isOurs, generations.getOrDefault(domain, List.of()));
    }

    /** Writes what is other than it is kept; what is only older stays in memory until an hour is full. */
    private void keep(Domain domain, List<Generation> there, List<Generation> next, boolean isNewWanted) {
        var made = isNewWanted ? Optional.of(maker.make(domain, names(there), clock.instant())) : Optional.<KeyMaker.Made>empty();
        try {
            made.ifPresent(one -> next.add(one.generation()));
            var byName = there.stream().collect(Collectors.toMap(Generation::name, one -> one));
            var put = next.stream().filter(one -> !byName.containsKey(one.name()) || !one.isAsKept(byName.get(one.name()))).toList();
            var names = names(next);
            var gone = there.stream().filter(one -> !names.contains(one.name())).toList();
            rows.write(put, gone);
            boolean isDestroyed = put.stream().anyMatch(one -> byName.containsKey(one.name())
                && byName.get(one.name()).hasSecrets() && !one.hasSecrets());
            if (isDestroyed || !gone.isEmpty()) seal.spoil();
        } finally {
            made.ifPresent(KeyMaker.Made::close);
        }
        var changed = new TreeMap<>(generations);
        if (next.isEmpty()) changed.remove(domain);
        else changed.put(domain, List.copyOf(next));
        generations = changed;
        var used = keys.getOrDefault(domain, List.of()).stream().map(DkimSigner.SigningKey::selector).toList();
        if (!used.equals(signedFor().contains(domain) ? usable(next) : List.of())) refresh();
    }

    private static List<String> usable(List<Generation> all) {
        return Rotation.usable(all).stream().findFirst().stream().flatMap(one -> one.keys().stream())
            .filter(DomainKey::isShown).map(DomainKey::selector).toList();
    }

    private static Set<String> names(List<Generation> all) {
        return all.stream().map(Generation::name).collect(Collectors.toSet());
    }

    private void refresh() {
        var fresh = new HashMap<Domain, List<DkimSigner.SigningKey>>();
        var mine = signedFor();
        generations.forEach((domain, all) -> {
            if (!mine.contains(domain)) return;
            var with = Rotation.usable(all).stream().map(this::opened).filter(one -> !one.isEmpty()).findFirst();
            with.ifPresent(found -> fresh.put(domain, found));
        });
        keys = Map.copyOf(fresh);
    }

    /** Only those that DNS shows; none where one does not open. */
    private List<DkimSigner.SigningKey> opened(Generation one) {
        var opened = new ArrayList<DkimSigner.SigningKey>();
        for (var key : one.keys()) {
            if (!key.isShown() || key.secret().isEmpty()) continue;
            try {
                opened.add(new DkimSigner.SigningKey(key.algorithm(), open(one.domain(), key), one.domain().name(), key.selector()));
            } catch (Gone | SealBroken | GeneralSecurityException broken) {
                LOG.log(Level.WARNING, "the key " + key.selector() + " of " + one.domain() + " does not open: " + broken.getMessage());
                return List.of();
            }
        }
        return opened;
    }

    private PrivateKey open(Domain domain, DomainKey key) throws Gone, SealBroken, GeneralSecurityException {
        var octets = seal.open(KeyMaker.place(domain, key.selector()), key.secret().orElseThrow());
        try {
            return KeyMaker.privateKey(key.algorithm(), octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    // ---- telling ----

    private void tell(Domain domain, boolean isOurs, List<Generation> all) {
        var alarm = "dkim/" + domain.name();
        var trouble = isOurs ? trouble(domain, all) : Optional.<String>empty();
        trouble.ifPresentOrElse(sentence -> alarms.raise(alarm, sentence), () -> alarms.clear(alarm));
        boolean isNew = isOurs && Rotation.usable(all).isEmpty() && trouble.isEmpty() && told.add(domain);
        if (isNew) LOG.log(Level.INFO, "mail of " + domain + " is signed once its keys are in DNS: sigillo dkim records " + domain);
    }

    private Optional<String> trouble(Domain domain, List<Generation> all) {
        var how = " See: sigillo dkim list " + domain;
        var signing = all.stream().filter(one -> one.stage() == Stage.SIGNING).findFirst();
        var lost = signing.stream().flatMap(one -> one.keys().stream())
            .filter(key -> key.shown() == Shown.LOST || key.shown() == Shown.OTHER).findFirst();
        if (lost.isPresent()) {
            var name = Publication.name(lost.get().selector(), domain);
            var what = lost.get().shown() == Shown.LOST ? " is not in DNS any more" : " has another value in DNS than ours";
            var then = keys.containsKey(domain) ? " Mail is signed without that key."
                : " Mail of " + domain + " leaves without a signature.";
            return Optional.of(name + what + "." + then + how);
        }
        if (signing.isPresent() && signing.get().isUsable() && !keys.containsKey(domain)) {
            return Optional.of("The DKIM keys of " + domain + " do not open, and its mail leaves without a signature: "
                + "sigillo dkim rotate " + domain);
        }
        boolean waits = all.stream().anyMatch(one -> one.stage() == Stage.PREPARED && !one.isUsable());
        if (signing.isEmpty() || !waits) return Optional.empty();
        return Optional.of("New DKIM keys of " + domain + " wait to be published: sigillo dkim records " + domain);
    }

    // ---- what was destroyed is gone ----

    /** To be called several times an hour. Throws {@link StoreException}. */
    public void tidy() { seal.tidy(this::rewrap); }

    private synchronized boolean rewrap(Set<Long> old, ShredKeys.Lease lease) {
        var found = rows.read();
        for (var before : found.all()) {
            var after = before.each(key -> key.secret().map(kept -> key.with(Optional.of(rewrapped(before, key, kept, old, lease)))).orElse(key));
            if (!after.equals(before)) rows.change(before, after);
        }
        changedElsewhere();
        return found.damaged() == 0 && !isAnyUnder(old); // what cannot be read now may be brought back
    }

    /** What another server changed meanwhile is wrapped anew the next time. */
    private boolean isAnyUnder(Set<Long> old) {
        return rows.all().stream().flatMap(one -> one.keys().stream()).flatMap(key -> key.secret().stream())
            .flatMap(kept -> kept.under().stream()).anyMatch(under -> old.contains(under.under()));
    }

    private DomainKey.Kept rewrapped(Generation of, DomainKey key, DomainKey.Kept kept, Set<Long> old, ShredKeys.Lease lease) {
        try {
            return seal.rewrapped(KeyMaker.place(of.domain(), key.selector()), kept, old, lease).orElse(kept);
        } catch (Gone | SealBroken never) {
            LOG.log(Level.WARNING, "the key " + key.selector() + " of " + of.domain() + " cannot be wrapped anew: " + never.getMessage());
            return kept;
        }
    }
}
